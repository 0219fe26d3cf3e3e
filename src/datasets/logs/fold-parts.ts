import type { EventKind } from "./event-columns.ts";
import type { LogLine } from "./log-line.ts";

/** A row of the log that speaks of a request. */
export interface FoldPart {
  readonly kind: EventKind;
  /** Of calls: milliseconds since 1970; absent: not logged. */
  readonly startMs: number | undefined;
  readonly endMs: number | undefined;
  readonly hasFailed: boolean;
  /** Equal for equal prompts, and as good as never for others; 0: none is kept. */
  readonly promptHash: number;
  /** The row as a request of its own; read only where it has to be. */
  readonly line: () => LogLine;
}

export interface FoldRule {
  /** Whether a failed call belongs to the one that follows it. */
  readonly joinsFailures: boolean;
  readonly maxGapMs: number;
}

/**
 * The requests among the rows of one key, which may be a trace, a session or a conversation: of each
 * its rows, calls in the order of time. Every call of a request but the last has failed: an answer
 * closes it, and so does a long time after a failure, or another prompt. Rows that only ask belong
 * to the first request, rows that only judge to the last. In whatever order the rows stand, the
 * requests are the same. Verdicts without a request make none.
 */
export function foldParts<Part extends FoldPart>(
  parts: readonly Part[],
  rule: FoldRule,
): readonly (readonly Part[])[] {
  const asked = parts.filter(({ kind }) => kind === "request");
  const verdicts = parts.filter(({ kind }) => kind === "verdict");
  const calls = parts.filter(({ kind }) => kind === "call" || kind === "answer").sort(byTime);
  const chains = chainsOf(calls, rule);
  if (chains.length === 0) return asked.length === 0 ? [] : [[...asked, ...verdicts]];
  return chains.map((chain, index) => [
    ...chain,
    ...(index === 0 ? asked : []),
    ...(index === chains.length - 1 ? verdicts : []),
  ]);
}

/** Calls without a time come last, in the order of the files. */
function byTime(one: FoldPart, other: FoldPart): number {
  if (one.startMs === undefined || other.startMs === undefined) {
    return Number(one.startMs === undefined) - Number(other.startMs === undefined);
  }
  if (one.startMs !== other.startMs) return one.startMs - other.startMs;
  // Of calls that start together a failed one goes first: it cannot follow its own answer.
  if (one.hasFailed !== other.hasFailed) return one.hasFailed ? -1 : 1;
  const [id, otherId] = [one.line().id, other.line().id];
  return id < otherId ? -1 : Number(id > otherId);
}

function chainsOf<Part extends FoldPart>(
  calls: readonly Part[],
  rule: FoldRule,
): readonly (readonly Part[])[] {
  const chains: Part[][] = [];
  let open: Part[] | undefined;
  for (const call of calls) {
    const last = open?.at(-1);
    if (open !== undefined && last !== undefined && belongs(last, call, rule)) open.push(call);
    else {
      open = [call];
      chains.push(open);
    }
  }
  return chains;
}

function belongs(last: FoldPart, next: FoldPart, rule: FoldRule): boolean {
  if (!rule.joinsFailures || !last.hasFailed) return false;
  const from = last.endMs ?? last.startMs;
  if (from !== undefined && next.startMs !== undefined && next.startMs - from > rule.maxGapMs) {
    return false;
  }
  const [one, other] = [last.promptHash, next.promptHash];
  return one === 0 || other === 0 || one === other;
}
