import type { DrilledReply } from "../../core/drilled-reply.ts";
import { isFailureKind, transientKinds, type FailureKind } from "../../core/failure.ts";
import type { PolicyShape } from "../policy-shape.ts";
import type { DrillRequest } from "./promised.ts";
import { withTag } from "./sample-requests.ts";
import type { WrittenPolicy } from "./written-policy.ts";

/** One way to make a trigger happen. */
export interface Situation {
  /** In a word: `rate_limit`. */
  readonly words: string;
  readonly request: DrillRequest;
  /** What the route says, as often as it is called. */
  readonly reply: DrilledReply;
  /** Triggers that happen with the first such reply. */
  readonly atOnce: ReadonlySet<string>;
  /** Those that happen once no retry is left: the ones above, and the lasting ones. */
  readonly whenSpent: ReadonlySet<string>;
  /** Whether the request itself is the occasion, so that it happens before any call. */
  readonly isBeforeCall: boolean;
}

/** Every way to make a trigger of a document happen: a class of failures stands for all its kinds. */
export function situationsOf(trigger: string, written: WrittenPolicy): readonly Situation[] {
  switch (trigger) {
    case "transient_error":
    case "primary_route_unavailable":
      return [...transientKinds].map((kind) => failing(kind, written));
    case "schema_invalid_after_retry":
      return [failing("schema_invalid", written)];
    default:
      return isFailureKind(trigger) ? [failing(trigger, written)] : conditions(trigger, written);
  }
}

/** What a reply of any route makes happen. */
export function situationOfReply(reply: DrilledReply, written: WrittenPolicy): Situation {
  switch (reply.kind) {
    case "failure":
      return { ...failing(reply.failure, written), reply };
    case "schema_invalid":
    case "truncated":
      return failing(reply.kind, written);
    case "answer":
    case "slow": {
      const signals = reply.kind === "answer" ? Object.entries(reply.signals ?? {}) : [];
      const told = signals.map(([name, value]) => `${name} ${value}`);
      const happened = new Set(signals.flatMap(([name, value]) => (value === true ? [name] : [])));
      return {
        words: told.length === 0 ? "an answer" : `signal ${told.join(", ")}`,
        request: written.request,
        reply,
        atOnce: happened,
        whenSpent: happened,
        isBeforeCall: false,
      };
    }
  }
}

function failing(kind: FailureKind, { request, shape }: WrittenPolicy): Situation {
  const atOnce = new Set<string>([kind]);
  const whenSpent = new Set<string>([kind]);
  if (transientKinds.has(kind)) {
    atOnce.add("transient_error");
    whenSpent.add("transient_error").add("primary_route_unavailable");
  }
  if (kind === "schema_invalid") whenSpent.add("schema_invalid_after_retry");
  const reply = replyFor(kind, shape);
  return { words: kind, request, reply, atOnce, whenSpent, isBeforeCall: false };
}

/** A failure as it comes about: what an answer shows is an answer, a written timeout is waited for. */
function replyFor(kind: FailureKind, { latency = {} }: PolicyShape): DrilledReply {
  const { timeout_ms: timeoutMs, first_token_timeout_ms: firstTokenMs } = latency;
  switch (kind) {
    case "schema_invalid":
    case "truncated":
      return { kind };
    case "timeout":
      if (timeoutMs === undefined) break;
      return { kind: "slow", latencyMs: timeoutMs + 1 };
    case "first_token_timeout":
      if (firstTokenMs === undefined || firstTokenMs > (timeoutMs ?? Infinity)) break;
      return { kind: "slow", latencyMs: firstTokenMs + 1, firstTokenMs: firstTokenMs + 1 };
    default:
  }
  return { kind: "failure", failure: kind };
}

/** A bare name is a tag of the request that is true, or a signal of the answer. */
function conditions(name: string, { request, answer }: WrittenPolicy): readonly Situation[] {
  const names = new Set([name]);
  const happens = { atOnce: names, whenSpent: names };
  return [
    {
      words: `tag ${name}`,
      request: withTag(name, "true")(request),
      reply: answer,
      isBeforeCall: true,
      ...happens,
    },
    {
      words: `signal ${name}`,
      request,
      reply: withSignal(answer, name),
      isBeforeCall: false,
      ...happens,
    },
  ];
}

function withSignal(answer: WrittenPolicy["answer"], name: string): DrilledReply {
  return { ...answer, signals: { ...answer.signals, [name]: true } };
}
