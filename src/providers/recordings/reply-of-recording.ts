import type { CallEvidence } from "../../core/call-evidence.ts";
import type { ProviderCall, ProviderReply } from "../../core/provider.ts";
import type { Price } from "../../core/route.ts";
import { isBilled } from "../billing.ts";
import { costNanoUsd } from "../cost-nano-usd.ts";
import { withinTimeouts } from "../elapse.ts";
import type { Recording } from "./recording.ts";

/** What a recording says of a call, or why it cannot say. */
export type Recalled =
  | { readonly kind: "reply"; readonly reply: ProviderReply }
  | { readonly kind: "unusable"; readonly because: string };

/** A timer may ring a little early, and a clock round. */
const TIMER_SLACK_MS = 2;

/**
 * The reply as a caller with these timeouts would have got it. A recording that a timeout of its
 * own cut off knows nothing of later, and one without its text cannot be graded.
 */
export function replyOfRecording(
  recording: Recording,
  call: ProviderCall,
  source: NonNullable<CallEvidence["source"]>,
): Recalled {
  const { reply } = recording;
  const cutOffMs = cutOffAtMs(recording);
  const kept =
    cutOffMs === undefined
      ? withinTimeouts(reply, call)
      : withinTimeouts(beyondCutOff(recording), call);
  if (cutOffMs !== undefined && !(kept.latencyMs !== undefined && kept.latencyMs <= cutOffMs)) {
    const because = `its recording was cut off after ${cutOffMs} ms, and this call waits longer`;
    return { kind: "unusable", because };
  }
  if (kept.result.kind === "response" && !recording.keepsText) {
    return { kind: "unusable", because: "the text of its recording was not kept" };
  }
  return {
    kind: "reply",
    reply: {
      ...kept,
      costNanoUsd: costOf(reply, call.route.price),
      evidence: { ...reply.evidence, source },
    },
  };
}

/** Absent: the recording shows how the call ended by itself. */
function cutOffAtMs({ reply, madeUnder }: Recording): number | undefined {
  if (reply.result.kind !== "failure") return undefined;
  let limitMs: number | undefined;
  if (reply.result.failure.kind === "timeout") limitMs = madeUnder.timeoutMs;
  if (reply.result.failure.kind === "first_token_timeout") limitMs = madeUnder.firstTokenTimeoutMs;
  if (limitMs === undefined || reply.latencyMs === undefined) return limitMs;
  // A provider that gives up before we do has ended the call by itself.
  return reply.latencyMs >= limitMs - TIMER_SLACK_MS ? limitMs : undefined;
}

/** What never came within the recording counts as never: only an earlier timeout can be judged. */
function beyondCutOff({ reply, madeUnder }: Recording): ProviderReply {
  const never = Number.POSITIVE_INFINITY;
  const firstTokenMs = reply.firstTokenMs ?? (madeUnder.stream ? never : undefined);
  return { ...reply, firstTokenMs, latencyMs: never };
}

/** At today's price where it is known, so that a price may be changed without a call. */
function costOf(reply: ProviderReply, price: Price | undefined): number | undefined {
  const { result, usage, evidence, costNanoUsd: recorded } = reply;
  const countsTokens = usage.inputUncachedTokens !== undefined || usage.outputTokens !== undefined;
  // A price per request is not asked of a call that was turned away, or whose end nobody saw.
  if (result.kind === "failure" && !countsTokens) {
    const isTurnedAway = (evidence?.httpStatus ?? 0) >= 300 || !isBilled(result.failure.kind);
    if (isTurnedAway || recorded === undefined) return recorded;
  }
  return costNanoUsd(usage, price, evidence?.serviceTier) ?? recorded;
}
