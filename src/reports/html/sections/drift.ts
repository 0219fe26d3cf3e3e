import type { DriftFeature } from "../../../core/drift.ts";
import { shareBars } from "../../charts/share-bars.ts";
import { chanceText, distanceText, mostMoved, movedText } from "../../mix-rows.ts";
import { rateText } from "../../numbers.ts";
import { drift as driftPart } from "../../parts/drift.ts";
import type { RunReport } from "../../run-report.ts";
import { dataTable } from "../data-table.ts";
import { figure } from "../figure.ts";
import type { Html } from "../../html-text.ts";
import { blocksHtml, PAGE_ROWS } from "../part-html.ts";
import { section } from "../section.ts";
import { wideChart } from "../wide-chart.ts";

/** Features that get a drawing, the most different first; all of them stand in the table. */
const DRAWN_FEATURES = 4;
const DRAWN_VALUES = 6;

/** Whether the golden set is like a request log; undefined: none was named. */
export function drift(report: RunReport): Html | undefined {
  const part = driftPart(report, PAGE_ROWS);
  if (part === undefined) return undefined;
  const drawn = (report.comparison.drift?.features ?? [])
    .filter((feature) => mostMoved(feature, 1).length > 0)
    .toSorted((one, other) => (other.total_variation ?? 0) - (one.total_variation ?? 0))
    .slice(0, DRAWN_FEATURES);
  return section(part.id, part.title, ...blocksHtml(part), ...drawn.map(featureFigure));
}

/** The values that moved most, in the golden set and in the log. */
function featureFigure(feature: DriftFeature, index: number): Html {
  const moved = mostMoved(feature, DRAWN_VALUES);
  const id = `drift-${index}`;
  const title = `${feature.feature}: shares in the golden set and in the log`;
  const chart = shareBars({
    id: `${id}-chart`,
    title,
    description: moved.map((one) => `${one.value}: ${movedText(one)}.`).join(" "),
    rows: moved.map(({ value, before, after }) => ({
      name: value,
      bars: [
        { of: "golden set", share: before, className: "share-first" },
        { of: "log", share: after, className: "share-second" },
      ],
    })),
  });
  return figure({
    id,
    chart: wideChart(title, chart),
    caption: `${title}; the ${moved.length} values that differ most. Total variation ${distanceText(feature.total_variation)}, p ${chanceText(feature.p_holm)} after Holm.${feature.note === undefined ? "" : ` ${feature.note}`}`,
    table: dataTable({
      id: `${id}-table`,
      caption: title,
      columns: [
        { title: "value" },
        { title: "golden set", isNumeric: true },
        { title: "log", isNumeric: true },
      ],
      rows: Object.entries(feature.values).map(([value, [before, after]]) => [
        value,
        rateText(before),
        rateText(after),
      ]),
    }),
  });
}
