import type { JoinPart } from "./fold-parts.ts";
import type { LogAttempt, LogLine } from "./log-line.ts";
import { measured } from "./measured-attempt.ts";
import { orderedAttempt } from "./ordered-attempt.ts";
import { withMissing } from "./with-missing.ts";

/** A call as its row has it, and as it is; absent: it is another row's call told once more. */
export interface Correction {
  readonly was: LogAttempt;
  readonly is: LogAttempt | undefined;
  /** Milliseconds since 1970. */
  readonly atMs: number | undefined;
}

/**
 * Calls in their order, each once: the first telling of a response counts, and what only the others
 * know is kept.
 */
export function toldOnce(
  calls: readonly JoinPart[],
  corrections: Correction[],
): readonly JoinPart[] {
  if (calls.every(({ response }) => response === undefined)) return calls;
  const byResponse = Map.groupBy(calls, ({ response }) => response);
  return calls.flatMap((call) => {
    const [first, ...others] = byResponse.get(call.response) ?? [];
    if (call.response === undefined || others.length === 0) return [call];
    return first === call ? [completed(call, others, corrections)] : [];
  });
}

function completed(
  call: JoinPart,
  others: readonly JoinPart[],
  corrections: Correction[],
): JoinPart {
  const lines = others.map((other) => other.line());
  for (const [index, { attempts }] of lines.entries()) {
    const atMs = others[index]?.startMs;
    for (const was of attempts.slice(-1)) corrections.push({ was, is: undefined, atMs });
  }
  const own = call.line();
  const was = own.attempts.at(-1);
  if (was === undefined) return call;
  // How long it took is the caller's to say, or nobody's.
  const is = lines
    .flatMap(({ attempts }) => attempts.slice(-1))
    .map((attempt) => ({ ...attempt, latency_ms: undefined, first_token_ms: undefined }))
    .reduce((one, other) => withMissing(one, other), was);
  if (is !== was) corrections.push({ was, is, atMs: call.startMs });
  const isRedacted = [own, ...lines].every(({ redacted }) => redacted === true);
  const line: LogLine = {
    ...lines.reduce((one, other) => withMissing(one, other), own),
    redacted: isRedacted || undefined,
    attempts: [...own.attempts.slice(0, -1), is === was ? was : orderedAttempt(is)],
  };
  const saysInput = [call, ...others].some(({ kind }) => kind === "call");
  return { ...call, kind: saysInput ? "call" : "answer", line: () => line };
}

/** The first call with what the rows that only measure say of it. */
export function withMeasures(
  calls: readonly JoinPart[],
  measures: readonly LogLine[],
  corrections: Correction[],
): readonly JoinPart[] {
  const [first, ...others] = calls;
  const own = first?.line();
  const was = own?.attempts.at(-1);
  if (first === undefined || own === undefined || was === undefined || measures.length === 0) {
    return calls;
  }
  const parts = measures.flatMap(({ attempts }) => attempts);
  const is = measured(was, parts);
  corrections.push({ was, is, atMs: first.startMs });
  const line: LogLine = { ...own, attempts: [...own.attempts.slice(0, -1), is] };
  return [{ ...first, line: () => line }, ...others];
}
