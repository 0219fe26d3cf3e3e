import type { AttemptResult } from "../../core/attempt.ts";
import type { FailureKind } from "../../core/failure.ts";
import { CHARS_PER_TOKEN, estimatedPromptTokens } from "../../core/model-request.ts";
import type { ProviderCall, ProviderReply } from "../../core/provider.ts";
import { isBilled } from "../../providers/billing.ts";
import { costOfCall } from "../../providers/cost-of-call.ts";
import { normalCdf } from "../../stats/normal.ts";
import type { CallFigures } from "./call-figures.ts";

/** One thing that may come of a call. */
export interface ExpectedReply {
  /** 0..1; those of a call sum to 1. */
  readonly chance: number;
  readonly reply: ProviderReply;
  /** Chance that such an answer is accepted; absent: nobody knows. */
  readonly acceptance: number | undefined;
  /** Whether it breaks the schema that is asked for. */
  readonly breaksSchema: boolean;
}

/** A call that is turned away is answered in a fraction of the time that an answer takes. */
const TURNED_AWAY_SHARE = 0.1;

/** What may come of a call to a route with these figures; nobody is called. */
export function expectedReplies(
  call: ProviderCall,
  figures: CallFigures,
  outputTokens: number | undefined,
): readonly ExpectedReply[] {
  const { errors, schemaErrorShare, acceptance, latency } = figures;
  const failing = errors.reduce((sum, { share }) => sum + share, 0);
  const meanMs = latency && latency.p50Ms * Math.exp(latency.sigma ** 2 / 2);
  const late = lateShare(call, latency);
  const [answering, broken] = [1 - failing, Math.min(1, schemaErrorShare)];
  const answer = (chance: number, accepted: number | undefined, breaksSchema: boolean) => ({
    chance,
    reply: replyOf(call, answered, outputTokens, meanMs),
    acceptance: accepted,
    breaksSchema,
  });
  const failure = (kind: FailureKind, chance: number): ExpectedReply => {
    const isCut = kind === "timeout" || kind === "first_token_timeout";
    const lastsMs = isCut
      ? (call.timeoutMs ?? meanMs)
      : meanMs === undefined || isBilled(kind)
        ? meanMs
        : meanMs * TURNED_AWAY_SHARE;
    return {
      chance,
      reply: replyOf(call, failedAs(kind), outputTokens, lastsMs),
      acceptance: 0,
      breaksSchema: false,
    };
  };
  const unbroken = 1 - broken;
  const ofUnbroken =
    acceptance === undefined || unbroken <= 0 ? acceptance : Math.min(1, acceptance / unbroken);
  return [
    answer(answering * (1 - late) * unbroken, ofUnbroken, false),
    answer(answering * (1 - late) * broken, 0, true),
    failure("timeout", answering * late),
    ...errors.map(({ kind, share }) => failure(kind, share)),
  ].filter(({ chance }) => chance > 0);
}

/** Share of answers that a timeout of the call cuts off. */
function lateShare({ timeoutMs }: ProviderCall, latency: CallFigures["latency"]): number {
  if (timeoutMs === undefined || latency === undefined) return 0;
  const { p50Ms, sigma } = latency;
  if (sigma === 0 || p50Ms <= 0) return p50Ms > timeoutMs ? 1 : 0;
  return 1 - normalCdf(Math.log(timeoutMs / p50Ms) / sigma);
}

const answered: AttemptResult = {
  kind: "response",
  response: {
    text: undefined,
    finishReason: { kind: "stop", raw: undefined },
    toolCalls: [],
    signals: {},
  },
};

function failedAs(kind: FailureKind): AttemptResult {
  return { kind: "failure", failure: { kind, detail: undefined, retryAfterMs: undefined } };
}

function replyOf(
  { record, route }: ProviderCall,
  result: AttemptResult,
  outputTokens: number | undefined,
  latencyMs: number | undefined,
): ProviderReply {
  const isPaid = result.kind === "response" || isBilled(kindOf(result));
  const usage = {
    inputUncachedTokens: isPaid ? estimatedPromptTokens(record.request) : 0,
    inputCacheReadTokens: 0,
    inputCacheWriteTokens: 0,
    outputTokens: isPaid ? outputTokens : 0,
    outputReasoningTokens: 0,
  };
  return {
    result,
    servedModel: route.model,
    usage,
    costNanoUsd: costOfCall({ result, usage }, route.price),
    firstTokenMs: undefined,
    latencyMs,
  };
}

function kindOf(result: AttemptResult): FailureKind {
  return result.kind === "failure" ? result.failure.kind : "harness_error";
}

/** Tokens of the answer that a record expects, at four UTF-16 units a token; absent: none is. */
export function expectedOutputTokens({
  record: { expected },
}: Pick<ProviderCall, "record">): number | undefined {
  if (expected === undefined) return undefined;
  const text = typeof expected === "string" ? expected : JSON.stringify(expected);
  return Math.ceil(text.length / CHARS_PER_TOKEN);
}
