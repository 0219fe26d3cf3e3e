import { projectionRows } from "../projection.ts";
import { countText } from "../numbers.ts";
import { estimate } from "../number-spans.ts";
import type { RunReport } from "../run-report.ts";
import { code, own, words } from "../words.ts";
import { paragraph, type Part, table } from "./part.ts";

/** What the policies would cost at the stated volume; undefined where no cost per request is kept. */
export function projection(report: RunReport): Part | undefined {
  const rows = projectionRows(report);
  const [first] = rows;
  if (first === undefined) return undefined;
  const volume = `${countText(first.requests)} requests${first.isMonthly ? " a month" : ""}`;
  const note = first.isMonthly
    ? words`Assuming ${own(volume)} with this dataset's mix: nothing here says that the mix or the volume holds.`
    : words`No volume was stated, so nothing is said of a month: ${code("routeproof report RUN --monthly-requests N")} states one. As everywhere, the mix is this dataset's.`;
  const cells = rows.map(({ policy, requests, perRequest, changePerRequest }) => [
    policy,
    estimate(perRequest, "usd", requests),
    changePerRequest === undefined
      ? own("")
      : estimate(changePerRequest, "usd_difference", requests),
  ]);
  const header = ["policy", `cost of ${volume}`, "against the baseline"];
  return {
    id: "projection",
    title: "Projection",
    blocks: [paragraph(note), table("What each policy would cost", header.map(own), cells)],
  };
}
