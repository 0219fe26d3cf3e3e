import type { EventKind } from "./event-columns.ts";
import type { LogLine } from "./log-line.ts";

/** A row of the log that speaks of a request. */
export interface FoldPart {
  readonly kind: EventKind;
  /** Of calls: milliseconds since 1970; absent: not logged. */
  readonly startMs: number | undefined;
  readonly endMs: number | undefined;
  readonly hasFailed: boolean;
  /** Calls with the same response are one call that two sides tell of; absent: not logged. */
  readonly response?: number | undefined;
  /** A failed call is joined to later ones of the same chain only; absent: the key is the chain. */
  readonly chain?: number | undefined;
  /** Equal for equal prompts, and as good as never for others; 0: none is kept. Asked for rarely. */
  readonly promptHash: () => number;
  /** The row as a request of its own; read only where it has to be. */
  readonly line: () => LogLine;
}

/** What joining asks of a part. */
export type JoinPart = Pick<FoldPart, "kind" | "startMs" | "response" | "line">;

export interface FoldRule {
  /** Whether a failed call belongs to the one that follows it. */
  readonly joinsFailures: boolean;
  readonly maxGapMs: number;
}

/**
 * The requests among the rows of one key, which may be a trace, a session or a conversation: of each
 * its rows, calls in the order of time. Every call of a request but the last has failed: an answer
 * closes it, and so does a long time after a failure, or another prompt. Rows that only ask or
 * only measure belong to the first request, rows that only judge to the last; other tellings of a
 * call to the call's. In whatever order the rows stand, the requests are the same. Measures and
 * verdicts without a request make none.
 */
export function foldParts<Part extends FoldPart>(
  parts: readonly Part[],
  rule: FoldRule,
): readonly (readonly Part[])[] {
  const calls = parts.filter(({ kind }) => kind === "call" || kind === "answer").sort(byTime);
  const tellings = tellingsOf(calls);
  const chains = chainsOf(tellings.size === 0 ? calls : [...tellings.keys()], rule);
  // Nothing is to be added to them: so it is of most keys of most logs.
  if (calls.length === parts.length && tellings.size === 0) return chains;
  const asked = parts.filter(({ kind }) => kind === "request");
  const verdicts = parts.filter(({ kind }) => kind === "verdict");
  const measures = parts.filter(({ kind }) => kind === "measure");
  if (chains.length === 0) return asked.length === 0 ? [] : [[...asked, ...verdicts]];
  return chains.map((chain, index) => [
    ...chain,
    ...chain.flatMap((call) => tellings.get(call) ?? []),
    ...(index === 0 ? [...asked, ...measures] : []),
    ...(index === chains.length - 1 ? verdicts : []),
  ]);
}

/**
 * Calls with the other tellings of each; empty where no call names its response. Of those that tell
 * of one response the one that took longest counts: it is the caller's own, and the others happened
 * within it.
 */
function tellingsOf<Part extends FoldPart>(
  calls: readonly Part[],
): ReadonlyMap<Part, readonly Part[]> {
  if (calls.every(({ response }) => response === undefined)) return new Map();
  const longest = new Map<number, Part>();
  for (const call of calls) {
    if (call.response === undefined) continue;
    const other = longest.get(call.response);
    if (other === undefined || spanOf(call) > spanOf(other)) longest.set(call.response, call);
  }
  const mainOf = (call: Part): Part =>
    (call.response === undefined ? undefined : longest.get(call.response)) ?? call;
  const tellings = new Map<Part, Part[]>();
  for (const call of calls) if (mainOf(call) === call) tellings.set(call, []);
  for (const call of calls) if (mainOf(call) !== call) tellings.get(mainOf(call))?.push(call);
  return tellings;
}

function spanOf({ startMs, endMs }: FoldPart): number {
  return startMs === undefined || endMs === undefined ? 0 : endMs - startMs;
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
  /** By what the calls say of their chain: the latest one. */
  const open = new Map<number | undefined, Part[]>();
  for (const call of calls) {
    const latest = open.get(call.chain);
    const last = latest?.at(-1);
    if (latest !== undefined && last !== undefined && belongs(last, call, rule)) latest.push(call);
    else {
      const started = [call];
      open.set(call.chain, started);
      chains.push(started);
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
  const [one, other] = [last.promptHash(), next.promptHash()];
  return one === 0 || other === 0 || one === other;
}
