import { armsOf } from "../arms.ts";
import { countText } from "../numbers.ts";
import type { RunReport } from "../run-report.ts";

/** Periods that a note names; the report has them all. */
const NAMED = 3;

/** For each policy and ceiling that was reached: in which periods, and how many records met it. */
export function ceilingNotes(report: RunReport): readonly string[] {
  return armsOf(report).flatMap(({ name, metrics }) => {
    const reached = Map.groupBy(metrics.timeline?.caps ?? [], ({ ceiling }) => ceiling);
    return [...reached].map(([ceiling, caps]) => {
      const periods = [...new Set(caps.map(({ period }) => period))];
      const more = periods.length - NAMED;
      const named = `${periods.slice(0, NAMED).join(", ")}${more > 0 ? ` and ${countText(more)} more` : ""}`;
      // The record that reached it is one of them.
      const records = caps.reduce((sum, { records_after }) => sum + records_after + 1, 0);
      return `${name}: ${ceiling} was reached (${named}); ${countText(records)} records met it`;
    });
  });
}
