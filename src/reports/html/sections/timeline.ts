import type { Timeline } from "../../../core/timeline.ts";
import { armsOf, type Arm } from "../../arms.ts";
import { armStyle } from "../../charts/arm-style.ts";
import { trend } from "../../charts/trend.ts";
import { clockText } from "../../clock-text.ts";
import { countText } from "../../numbers.ts";
import { ownValue } from "../../own-value.ts";
import { timeline as timelinePart } from "../../parts/timeline.ts";
import type { RunReport } from "../../run-report.ts";
import { joinedBuckets } from "../../timeline-slices.ts";
import { dataTable } from "../data-table.ts";
import { html, type Html, type HtmlValue } from "../../html-text.ts";
import { derivedFigure } from "../numbers.ts";
import { blocksHtml, PAGE_ROWS } from "../part-html.ts";
import { section } from "../section.ts";

const SLICES = 60;
const MOST_ROUTES = 20;

/** What happened when, of policies that read the past; undefined: none does. */
export function timeline(report: RunReport): Html | undefined {
  const trends = armsOf(report).flatMap((arm, index) => {
    const { timeline: found } = arm.metrics;
    return found === undefined || found.buckets.length === 0
      ? []
      : [routeTrends(arm, found, index)];
  });
  if (trends.length === 0) return undefined;
  // Of a run in which nothing happened there are the attempts alone.
  const part = timelinePart(report, PAGE_ROWS);
  return section(
    "timeline",
    "Timeline",
    ...trends,
    ...(part === undefined ? [] : blocksHtml(part)),
  );
}

function routeTrends(arm: Arm, found: Timeline, index: number): Html {
  const slices = joinedBuckets(found, SLICES);
  const routes = [...new Set(found.buckets.flatMap((bucket) => Object.keys(bucket.routes)))];
  const shown = routes.toSorted().slice(0, MOST_ROUTES);
  const rest = routes.length - shown.length;
  const [first, last] = [slices[0], slices.at(-1)].map((slice) => clockText(slice?.from_ms ?? 0));
  return dataTable({
    id: `timeline-${index}-routes`,
    caption: `${arm.name}: attempts and failures by route, in slices from ${first} to ${last}`,
    columns: [
      { title: "route" },
      { title: "attempts over time" },
      { title: "attempts", isNumeric: true },
      { title: "failed over time" },
      { title: "failed", isNumeric: true },
    ],
    rows: shown.map((route, row): readonly HtmlValue[] => {
      const of = slices.map((slice) => ownValue(slice.routes, route));
      const attempts = of.map((bucket) => bucket?.attempts ?? 0);
      const failed = of.map((bucket) => bucket?.errors ?? 0);
      const [calls, errors] = [sumOf(attempts), sumOf(failed)];
      const drawn = (values: readonly number[], what: string, className: string): Html =>
        trend({
          id: `timeline-${index}-${row}-${what}`,
          title: `${route}: ${what} over time`,
          description: `${countText(sumOf(values))} in all, at most ${countText(Math.max(...values))} in one of ${countText(values.length)} slices.`,
          values,
          className,
        });
      return [
        route,
        drawn(attempts, "attempts", armStyle(index).className),
        derivedFigure(calls, "count"),
        drawn(failed, "failed", "bad"),
        calls === 0
          ? derivedFigure(errors, "count")
          : html`${derivedFigure(errors, "count")} (${derivedFigure(errors / calls, "rate")})`,
      ];
    }),
    note: rest > 0 ? `${countText(rest)} more routes in comparison.json.` : undefined,
  });
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
