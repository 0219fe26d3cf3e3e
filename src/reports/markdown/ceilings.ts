import { armsOf } from "../arms.ts";
import { clockText } from "../clock-text.ts";
import { inert, table } from "../markdown-text.ts";
import { countText } from "../numbers.ts";
import type { RunReport } from "../run-report.ts";
import { cutList } from "./cut-list.ts";

const NOTE =
  "When a ceiling first took a route from a record, and how many more records of that period it did so to.";

/** Which ceilings were reached, on which day; absent: none was. */
export function ceilings(report: RunReport, rows: number): string | undefined {
  const reached = armsOf(report).flatMap(({ name, metrics }) =>
    (metrics.timeline?.caps ?? []).map((cap) => ({ name, cap })),
  );
  if (reached.length === 0) return undefined;
  const { shown } = cutList(reached, rows, "ceilings");
  const leftOut = armsOf(report).reduce(
    (sum, { metrics }) => sum + (metrics.timeline?.caps_left_out ?? 0),
    0,
  );
  const rest = reached.length - shown.length + leftOut;
  const more = rest > 0 ? `\n\n${countText(rest)} more in comparison.json.` : "";
  const header = ["policy", "ceiling", "of", "period", "reached after", "further records"];
  const cells = shown.map(({ name, cap }) => [
    inert(name),
    inert(cap.ceiling),
    cap.key === null ? "all traffic" : inert(cap.key),
    cap.repeat === undefined ? inert(cap.period) : `${inert(cap.period)}, repeat ${cap.repeat}`,
    clockText(cap.reached_at_ms),
    countText(cap.records_after),
  ]);
  return `## Ceilings that were reached\n\n${NOTE}\n\n${table(header, cells)}${more}`;
}
