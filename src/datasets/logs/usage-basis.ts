import type { Usage } from "../../core/usage.ts";
import type { Fault } from "../read-cell.ts";

/** Token counts as a log writes them; absent: it does not. */
export interface LoggedCounts {
  readonly input: number | undefined;
  readonly cacheRead: number | undefined;
  readonly cacheWrite: number | undefined;
  readonly output: number | undefined;
  readonly reasoning: number | undefined;
  /** `input` counts the cached tokens (inside), or they stand beside it (outside). */
  readonly basis: "inside" | "outside";
}

/** The names of the columns, for what is wrong with them. */
export interface CountNames {
  readonly cached: string;
  readonly reasoning: string;
}

/**
 * The counts as disjoint kinds, reasoning as a part of output. A log that counts input and has no
 * word on a cache has counted all of it as plain input. Faults: more cached than input, where that
 * holds them, and more reasoning than output.
 */
export function usageOf(counts: LoggedCounts, names: CountNames, fault: Fault): Usage {
  const { input, output, reasoning, basis } = counts;
  const cacheRead = counts.cacheRead ?? (input === undefined ? undefined : 0);
  const cacheWrite = counts.cacheWrite ?? (input === undefined ? undefined : 0);
  const cached = (cacheRead ?? 0) + (cacheWrite ?? 0);
  let uncached = input;
  if (input !== undefined && basis === "inside") {
    if (cached > input) fault(names.cached, `${cached} cached of ${input} input tokens`);
    uncached = input - cached;
  }
  if (output !== undefined && reasoning !== undefined && reasoning > output) {
    fault(names.reasoning, `${reasoning} reasoning of ${output} output tokens`);
  }
  return {
    inputUncachedTokens: uncached,
    inputCacheReadTokens: cacheRead,
    inputCacheWriteTokens: cacheWrite,
    outputTokens: output,
    outputReasoningTokens: reasoning,
  };
}

/**
 * Whether `input` counts the cached tokens, by the total that stands in the same row: that is
 * arithmetic, never a guess. Without cached tokens both readings are the same. Absent: the total
 * fits neither, or there is none.
 */
export function basisByTotal(
  { input, output, cached }: { readonly input: number; output: number; cached: number },
  total: number | undefined,
): LoggedCounts["basis"] | undefined {
  if (cached === 0) return "inside";
  if (total === input + output) return "inside";
  return total === input + output + cached ? "outside" : undefined;
}
