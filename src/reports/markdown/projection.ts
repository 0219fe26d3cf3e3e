import { estimateText } from "../estimate-text.ts";
import { inert, table } from "../markdown-text.ts";
import { countText } from "../numbers.ts";
import { projectionRows } from "../projection.ts";
import type { RunReport } from "../run-report.ts";

/** What the policies would cost at the stated volume; undefined where no cost per request is kept. */
export function projection(report: RunReport): string | undefined {
  const rows = projectionRows(report);
  const [first] = rows;
  if (first === undefined) return undefined;
  const volume = `${countText(first.requests)} requests${first.isMonthly ? " a month" : ""}`;
  const note = first.isMonthly
    ? `Assuming ${volume} with this dataset's mix: nothing here says that the mix or the volume holds.`
    : "No volume was stated, so nothing is said of a month: `routeproof report RUN --monthly-requests N` states one. As everywhere, the mix is this dataset's.";
  const cells = rows.map(({ policy, cost_usd: cost, change_usd: change }) => [
    inert(policy),
    estimateText(cost, "usd"),
    change === undefined ? "" : estimateText(change, "usd_difference"),
  ]);
  const header = ["policy", `cost of ${volume}`, "against the baseline"];
  return `## Projection\n\n${note}\n\n${table(header, cells)}`;
}
