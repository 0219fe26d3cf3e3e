import { estimateText } from "../estimate-text.ts";
import { inert, table } from "../markdown-text.ts";
import { metricUnit } from "../metric-unit.ts";
import { countText } from "../numbers.ts";
import type { RunReport } from "../run-report.ts";
import { cutList } from "./cut-list.ts";

/** What looking at a run before its end has shown; absent: nobody did. */
export function earlyStop({ comparison, manifest }: RunReport, rows: number): string | undefined {
  if (manifest.options.stop_early === undefined) return undefined;
  const { stopped_early: stopped } = comparison;
  const title = stopped === undefined ? "Looked at all along" : "Stopped early";
  const end =
    stopped === undefined
      ? "Every record was replayed."
      : `After ${countText(stopped.at_records)} of ${countText(stopped.of)} records every candidate was rejected, and no further one was replayed: all figures of this report are of those records.`;
  const how =
    "Records were taken in an order drawn by the seed, and each gate on a rate was looked at after every record with bounds that hold however often one looks. " +
    "Half of the error of rejecting is spent on that and half is left for the end; promotion is only decided with every record, at its usual confidence.";
  const rejected = comparison.comparisons.flatMap(({ candidate, gates, early_rejection: found }) =>
    found === undefined
      ? []
      : [
          [
            inert(candidate),
            inert(found.gate),
            countText(found.at_records),
            estimateText(
              found.observed,
              metricUnit(gates.find(({ id }) => id === found.gate)?.metric ?? "acceptance_rate"),
            ),
          ],
        ],
  );
  const { shown, note } = cutList(rejected, rows, "candidates");
  const list =
    shown.length === 0
      ? ""
      : `\n\n${table(["rejected", "by", "after records", "seen by then"], shown)}${note}`;
  return `## ${title}\n\n${end} ${how}${list}`;
}
