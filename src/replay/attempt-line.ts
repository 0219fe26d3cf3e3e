import type { ReplyLine } from "./reply-line.ts";

/** Which attempt of a run a line speaks of. */
export interface AttemptName {
  readonly record: string;
  readonly ordinal: number;
  readonly policy: string;
  readonly arm: number;
  readonly repeat: number;
  /** From 0 within its trial. */
  readonly attempt: number;
  readonly route: string;
}

/** A line of `attempts.jsonl` that is durable before the call is sent. */
export interface StartLine extends AttemptName {
  readonly event: "start";
  /** ISO 8601, for people. */
  readonly at: string;
  /** Absent: not known. */
  readonly worst_case_usd?: number | undefined;
}

/** A line of `attempts.jsonl` that is durable before the reply is used. */
export interface FinishLine extends AttemptName, ReplyLine {
  readonly event: "finish";
  readonly at: string;
  /** The harness's own wait before it was sent; absent: none. */
  readonly queued_for_ms?: number | undefined;
  /** What was asked, as a hash: another policy that asks the same shares the answer. Absent: nobody does. */
  readonly request?: string | undefined;
  /** The run stores no texts: the reply's cost counts, but it cannot be used again. */
  readonly texts_left_out?: true | undefined;
}

export type JournalledLine = StartLine | FinishLine;

/** What tells the attempts of a run apart; only one of a name is in flight at a time. */
export function attemptKey(
  name: Pick<AttemptName, "ordinal" | "arm" | "repeat" | "attempt">,
): string {
  return `${name.ordinal}/${name.arm}/${name.repeat}/${name.attempt}`;
}

/** Whether what was read is a line of `attempts.jsonl`. */
export function isJournalledLine(line: Partial<JournalledLine>): boolean {
  const isNamed =
    typeof line.record === "string" &&
    typeof line.route === "string" &&
    [line.ordinal, line.arm, line.repeat, line.attempt].every(Number.isInteger);
  if (line.event === "start") return isNamed;
  return line.event === "finish" && isNamed && typeof line.status === "string";
}
