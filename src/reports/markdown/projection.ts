import { estimateText } from "../estimate-text.ts";
import { inert, table } from "../markdown-text.ts";
import { projectionRows, volumeNote, volumeText } from "../projection.ts";
import type { RunReport } from "../run-report.ts";

/** What the policies would cost at the stated volume; undefined where no cost per request is kept. */
export function projection(report: RunReport): string | undefined {
  const rows = projectionRows(report);
  const [first] = rows;
  if (first === undefined) return undefined;
  const cells = rows.map(({ policy, cost_usd: cost, change_usd: change }) => [
    inert(policy),
    estimateText(cost, "usd"),
    change === undefined ? "" : estimateText(change, "usd_difference"),
  ]);
  const header = ["policy", `cost of ${volumeText(first)}`, "against the baseline"];
  return `## Projection\n\n${volumeNote(first)}\n\n${table(header, cells)}`;
}
