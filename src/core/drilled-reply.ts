import type { FailureKind } from "./failure.ts";
import type { JsonObject } from "./json.ts";
import type { Signal } from "./replay-record.ts";

/** What an answer comes with; absent: nothing of it. */
interface Told {
  readonly signals?: Readonly<Record<string, Signal>>;
  /** Names of tools that it calls. */
  readonly toolCalls?: readonly string[];
  /** Absent: one that follows the schema of a drill, or breaks it. */
  readonly text?: string;
}

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
export function drilledText({ kind, text }: Exclude<DrilledReply, { kind: "failure" }>): string {
  return text ?? (kind === "schema_invalid" ? "none" : '{"answer":"yes"}');
}

/** The calls of tools that a reply holds, as every wire gives them back. */
export function drilledToolCalls({
  toolCalls = [],
}: Exclude<DrilledReply, { kind: "failure" }>): readonly JsonObject[] {
  return toolCalls.map((name) => ({ name, arguments: {} }));
}
