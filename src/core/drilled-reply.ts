import type { FailureKind } from "./failure.ts";
import type { Signal } from "./replay-record.ts";

/** Run-time facts that an answer comes with; absent: none. */
type Told = { readonly signals?: Readonly<Record<string, Signal>> };

/** What a route is made to say in a drill. */
export type DrilledReply =
  | (Told & {
      readonly kind: "answer";
      /** Absent: a few nano-dollars. */
      readonly costNanoUsd?: number;
      /** Whether it comes without usage, cost and served model: what evidence is made of. */
      readonly isMute?: true;
    })
  /** An answer against the schema that it was asked to follow. */
  | (Told & { readonly kind: "schema_invalid" })
  /** An answer that is cut short at its longest. */
  | (Told & { readonly kind: "truncated" })
  /** `status`: of its HTTP answer; absent: none is told. */
  | { readonly kind: "failure"; readonly failure: FailureKind; readonly status?: number }
  /** A good answer that takes its time, in milliseconds from dispatch. */
  | (Told & { readonly kind: "slow"; readonly latencyMs: number; readonly firstTokenMs?: number });

/** The reply with the facts that a good answer of the same route comes with. */
export function withFactsOf(answer: DrilledReply, reply: DrilledReply): DrilledReply {
  if (reply.kind === "failure" || answer.kind === "failure" || answer.signals === undefined) {
    return reply;
  }
  return { ...reply, signals: { ...answer.signals, ...reply.signals } };
}

/** What each route says, call after call; the last reply of a list repeats. */
export interface DrillScript {
  readonly byRoute: ReadonlyMap<string, readonly DrilledReply[]>;
  readonly others: readonly DrilledReply[];
}

/** The reply to a route's next call, of which there were `priorCalls`. */
export function replyAt(script: DrillScript, route: string, priorCalls: number): DrilledReply {
  const replies = script.byRoute.get(route) ?? script.others;
  return replies[priorCalls] ?? replies.at(-1) ?? { kind: "answer" };
}

/** The text of a reply that has one; the schema of a drill asks for the one that is not "none". */
export function drilledText({ kind }: Exclude<DrilledReply, { kind: "failure" }>): string {
  return kind === "schema_invalid" ? "none" : '{"answer":"yes"}';
}
