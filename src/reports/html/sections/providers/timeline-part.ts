import type { Timeline, TimelineEvent } from "../../../../core/timeline.ts";
import { armsOf, type Arm } from "../../../arms.ts";
import { armStyle } from "../../../charts/arm-style.ts";
import { trend } from "../../../charts/trend.ts";
import { clockText } from "../../../clock-text.ts";
import { countText, rateText } from "../../../numbers.ts";
import { ownValue } from "../../../own-value.ts";
import type { RunReport } from "../../../run-report.ts";
import { eventVerbs, timelineSlices, timelineStarts } from "../../../timeline-slices.ts";
import { dataTable } from "../../data-table.ts";
import { html, type Html } from "../../html.ts";

const SLICES = 60;
const MOST_ROUTES = 20;
const MOST_EVENTS = 50;

/** What happened when, of policies that read the past; undefined: none does. */
export function timelinePart(report: RunReport): Html | undefined {
  const parts = armsOf(report).flatMap((arm, index) => {
    const { timeline } = arm.metrics;
    return timeline === undefined || timeline.buckets.length === 0
      ? []
      : [armTimeline(arm, timeline, index)];
  });
  return parts.length === 0 ? undefined : html`<h3>Over the run's time</h3>\n${parts}`;
}

function armTimeline(arm: Arm, timeline: Timeline, index: number): Html {
  const slices = timelineSlices(timeline, SLICES);
  const routes = [...new Set(timeline.buckets.flatMap((bucket) => Object.keys(bucket.routes)))];
  const shown = routes.toSorted().slice(0, MOST_ROUTES);
  const rest = routes.length - shown.length;
  const [first, last] = [slices[0], slices.at(-1)].map((slice) => clockText(slice?.from_ms ?? 0));
  return html`<p>${arm.name}, slices from ${first} to ${last}. ${timelineStarts[timeline.starts]}</p>
${dataTable({
  id: `timeline-${index}`,
  caption: `${arm.name}: attempts and errors by route over time`,
  columns: [
    { title: "route" },
    { title: "attempts over time" },
    { title: "attempts", isNumeric: true },
    { title: "failed over time" },
    { title: "failed", isNumeric: true },
  ],
  rows: shown.map((route, row) => {
    const of = slices.map((slice) => ownValue(slice.routes, route));
    const attempts = of.map((found) => found?.attempts ?? 0);
    const failed = of.map((found) => found?.errors ?? 0);
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
      countText(calls),
      drawn(failed, "failed", "bad"),
      `${countText(errors)} (${calls === 0 ? "–" : rateText(errors / calls)})`,
    ];
  }),
  note: rest > 0 ? `${countText(rest)} more routes in comparison.json.` : undefined,
})}
${eventList(timeline)}`;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function eventList({ events, events_left_out: leftOut }: Timeline): Html | undefined {
  if (events.length === 0) return undefined;
  const rest = events.length + leftOut - Math.min(events.length, MOST_EVENTS);
  return html`<ul>
${events.slice(0, MOST_EVENTS).map((event) => html`<li>${eventText(event)}</li>\n`)}</ul>
${rest > 0 ? html`<p class="muted">${countText(rest)} more events in comparison.json.</p>` : undefined}`;
}

function eventText({ at_ms, kind, route, ceiling, key, repeat, because }: TimelineEvent): string {
  const of = key === undefined ? "" : ` of ${key}`;
  const when = repeat === undefined ? clockText(at_ms) : `${clockText(at_ms)}, repeat ${repeat}`;
  return `${when}: ${route ?? ceiling ?? "the policy"}${of} ${eventVerbs.get(kind) ?? kind}: ${because}`;
}
