import type { JsonObject } from "../../core/json.ts";

/** Counts of a provider's usage object, with what was wrong with them. */
export interface TokenCounts {
  /** A count of tokens; absent: not said. A negative count is no count of anything: 0. */
  read(object: JsonObject | undefined, field: string): number | undefined;
  /** The part, but not more than its whole. */
  within(part: number | undefined, whole: number | undefined, what: string): number | undefined;
  complain(problem: string): void;
  /** Everything that was brought into line; absent: nothing. */
  anomaly(): string | undefined;
}

export function tokenCounts(): TokenCounts {
  const problems: string[] = [];
  return {
    read(object, field) {
      const value = object?.[field];
      if (value === undefined || value === null) return undefined;
      if (typeof value !== "number" || !Number.isSafeInteger(value)) {
        problems.push(`${field} is no count`);
        return undefined;
      }
      if (value < 0) problems.push(`${field} is negative`);
      return Math.max(0, value);
    },
    within(part, whole, what) {
      if (part === undefined || whole === undefined || part <= whole) return part;
      problems.push(`${what}: ${part} of ${whole}`);
      return whole;
    },
    complain: (problem) => {
      problems.push(problem);
    },
    anomaly: () => (problems.length === 0 ? undefined : problems.join("; ")),
  };
}
