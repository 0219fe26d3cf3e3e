import type { DrillRow } from "../../core/drill-report.ts";
import type { Promised } from "../../policies/promises/promised.ts";

/** What came of one injection. */
export interface DrillFinding {
  /** What was injected, in a few words. */
  readonly words: string;
  readonly seen: string;
  /** What differs from what is promised; absent: nothing. */
  readonly difference: string | undefined;
}

/** The row of a promise that was drilled: the first difference, else the first that was seen. */
export function drilledRow(
  { kind, id, words, place }: Promised,
  found: readonly DrillFinding[],
  note = "",
): DrillRow {
  const row = { kind, id, promised: words, place, drills: found.length };
  const [wrong, ...others] = found.filter(({ difference }) => difference !== undefined);
  const [first] = found;
  if (wrong?.difference === undefined) {
    return { ...row, seen: `${first?.words}: ${first?.seen}${note}`, status: "pass", because: "" };
  }
  const also =
    others.length === 0 ? "" : ` (also: ${others.map((other) => other.words).join(", ")})`;
  return {
    ...row,
    seen: `${wrong.words}: ${wrong.seen}`,
    status: "fail",
    because: `${wrong.difference}${also}`,
  };
}

/** The row of a promise of which nothing could be injected. */
export function notDrilledRow({ kind, id, words, place }: Promised, because: string): DrillRow {
  return { kind, id, promised: words, place, drills: 0, seen: "", status: "not_drilled", because };
}
