import type { Correction, FoldedPart } from "./fold-events.ts";
import type { LogLine } from "./log-line.ts";
import { measured } from "./measured-attempt.ts";
import { withMissing } from "./with-missing.ts";

/**
 * Calls in their order, each once. Of those that tell of one response the one that took longest
 * counts: it is the caller's own, and the others happened within it. What only they know is kept.
 */
export function toldOnce(
  calls: readonly FoldedPart[],
  corrections: Correction[],
): readonly FoldedPart[] {
  const byResponse = Map.groupBy(calls, ({ response }) => response);
  if (byResponse.size === Number(byResponse.has(undefined))) return calls;
  return calls.flatMap((call) => {
    const twins = byResponse.get(call.response) ?? [];
    if (call.response === undefined || twins.length === 1) return [call];
    return longest(twins) === call ? [completed(call, twins, corrections)] : [];
  });
}

function longest(twins: readonly FoldedPart[]): FoldedPart | undefined {
  return twins.reduce((one, other) => (spanOf(other) > spanOf(one) ? other : one));
}

function completed(
  call: FoldedPart,
  twins: readonly FoldedPart[],
  corrections: Correction[],
): FoldedPart {
  const others = twins.filter((twin) => twin !== call);
  for (const { line, startMs: atMs } of others) {
    for (const was of line.attempts.slice(-1)) corrections.push({ was, is: undefined, atMs });
  }
  const was = call.line.attempts.at(-1);
  if (was === undefined) return call;
  // How long it took is the caller's to say, or nobody's.
  const is = others
    .flatMap(({ line }) => line.attempts.slice(-1))
    .map((attempt) => ({ ...attempt, latency_ms: undefined, first_token_ms: undefined }))
    .reduce((one, other) => withMissing(one, other), was);
  if (is !== was) corrections.push({ was, is, atMs: call.startMs });
  const line = others.reduce((one, other) => withMissing(one, other.line), call.line);
  const isRedacted = twins.every((twin) => twin.line.redacted === true);
  const attempts = [...call.line.attempts.slice(0, -1), is];
  return {
    ...call,
    line: { ...line, redacted: isRedacted || undefined, attempts },
    saysInput: twins.some(({ saysInput }) => saysInput),
  };
}

function spanOf({ startMs, endMs }: FoldedPart): number {
  return startMs === undefined || endMs === undefined ? 0 : endMs - startMs;
}

/** The first call with what the rows that only measure say of it. */
export function withMeasures(
  calls: readonly FoldedPart[],
  measures: readonly LogLine[],
  corrections: Correction[],
): readonly FoldedPart[] {
  const [first, ...others] = calls;
  const was = first?.line.attempts.at(-1);
  if (first === undefined || was === undefined || measures.length === 0) return calls;
  const is = measured(
    was,
    measures.flatMap(({ attempts }) => attempts),
  );
  corrections.push({ was, is, atMs: first.startMs });
  const attempts = [...first.line.attempts.slice(0, -1), is];
  return [{ ...first, line: { ...first.line, attempts } }, ...others];
}
