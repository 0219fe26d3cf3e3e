import { metricUnit } from "../metric-unit.ts";
import { count, estimate } from "../number-spans.ts";
import { comparisonPlace, itemsOf } from "../place.ts";
import type { RunReport } from "../run-report.ts";
import { own, words } from "../words.ts";
import { firstRows, paragraph, type Part, table } from "./part.ts";

const HOW =
  "Records were taken in an order drawn by the seed, and each gate on a rate was looked at after every record with bounds that hold however often one looks. " +
  "Half of the error of rejecting is spent on that and half is left for the end; promotion is only decided with every record, at its usual confidence.";

/** What looking at a run before its end has shown; absent: nobody did. */
export function earlyStop(report: RunReport, rows: number): Part | undefined {
  if (report.manifest.options.stop_early === undefined) return undefined;
  const whole = comparisonPlace(report);
  const stopped = whole.find("stopped_early");
  const end =
    stopped === undefined
      ? words`Every record was replayed.`
      : words`After ${count(stopped.at("at_records"))} of ${count(stopped.at("of"))} records every candidate was rejected, and no further one was replayed: all figures of this report are of those records.`;
  const rejected = itemsOf(whole.at("comparisons")).flatMap((pair) => {
    const found = pair.find("early_rejection");
    if (found === undefined) return [];
    const { candidate, gates } = pair.value;
    const { gate } = found.value;
    const metric = gates.find(({ id }) => id === gate)?.metric ?? "acceptance_rate";
    return [
      [
        candidate,
        gate,
        count(found.at("at_records")),
        estimate(found.at("observed"), metricUnit(metric)),
      ],
    ];
  });
  const { shown, leftOut } = firstRows(rejected, rows, "candidates");
  const header = [own("rejected"), own("by"), own("after records"), own("seen by then")];
  return {
    id: "early-stop",
    title: stopped === undefined ? "Looked at all along" : "Stopped early",
    blocks: [
      paragraph(words`${end} ${own(HOW)}`),
      ...(shown.length === 0
        ? []
        : [table("Candidates that were rejected early", header, shown, leftOut)]),
    ],
  };
}
