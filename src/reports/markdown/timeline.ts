import type { Timeline, TimelineBucket, TimelineEvent } from "../../core/timeline.ts";
import { armsOf } from "../arms.ts";
import { clockText } from "../clock-text.ts";
import { inert, table } from "../markdown-text.ts";
import { countText, rateText, usdText } from "../numbers.ts";
import { ownValue } from "../own-value.ts";
import type { RunReport } from "../run-report.ts";
import { eventVerbs, timelineSlices, timelineStarts } from "../timeline-slices.ts";
import { cutList } from "./cut-list.ts";

/** Routes of a table; more make it too wide to read. */
const MOST_ROUTES = 6;
const BECAUSE_CHARS = 160;

/**
 * What happened when, for policies whose decisions or answers depend on it; absent where nothing
 * did: no route was excluded, no ceiling reached. comparison.json holds the quiet ones too.
 */
export function timeline(report: RunReport, rows: number): string | undefined {
  const arms = armsOf(report).flatMap(({ name, metrics }) =>
    metrics.timeline === undefined ? [] : [{ name, timeline: metrics.timeline }],
  );
  const [first] = arms;
  if (first === undefined || arms.every((arm) => arm.timeline.events.length === 0)) {
    return undefined;
  }
  const { shown, note } = cutList(arms, rows, "policies");
  const parts = shown.map(
    (arm) =>
      `### ${inert(arm.name)}\n\n${slicesTable(arm.timeline, rows)}${eventList(arm.timeline, rows)}`,
  );
  return `## Timeline\n\n${timelineStarts[first.timeline.starts]}\n\n${parts.join("\n\n")}${note}`;
}

function slicesTable(found: Timeline, rows: number): string {
  const slices = timelineSlices(found, rows);
  const routes = [...new Set(found.buckets.flatMap((bucket) => Object.keys(bucket.routes)))];
  const { shown, note } = cutList(routes.toSorted(), MOST_ROUTES, "routes");
  const header = [
    "from",
    "records",
    "accepted",
    "cost",
    ...shown.map((route) => `attempts of ${inert(route)} (failed)`),
  ];
  const cells = slices.map((slice) => [
    clockText(slice.from_ms),
    countText(slice.records),
    slice.records === 0 ? "–" : rateText(slice.accepted / slice.records),
    costText(slice),
    ...shown.map((route) => attemptsText(ownValue(slice.routes, route))),
  ]);
  return `${table(header, cells)}${note}`;
}

/** An unknown cost is no cost of nothing. */
function costText({ cost_usd: usd, unknown_costs: unknown = 0 }: TimelineBucket): string {
  if (unknown === 0) return usdText(usd);
  return usd === 0 ? "unknown" : `at least ${usdText(usd)}`;
}

function attemptsText(of: TimelineBucket["routes"][string] | undefined): string {
  if (of === undefined) return "0";
  return of.errors === 0
    ? countText(of.attempts)
    : `${countText(of.attempts)} (${countText(of.errors)})`;
}

function eventList({ events, events_left_out }: Timeline, rows: number): string {
  if (events.length === 0) return "";
  const { shown } = cutList(events, rows, "events");
  const rest = events.length + events_left_out - shown.length;
  const more = rest > 0 ? `\n\n${countText(rest)} more events in comparison.json.` : "";
  return `\n\n${shown.map(eventLine).join("\n")}${more}`;
}

function eventLine({ at_ms, kind, route, ceiling, key, repeat, because }: TimelineEvent): string {
  const of = key === undefined ? "" : ` of ${inert(key)}`;
  const who = `${inert(route ?? ceiling ?? "the policy")}${of}`;
  const when = repeat === undefined ? clockText(at_ms) : `${clockText(at_ms)}, repeat ${repeat}`;
  return `- ${when}: ${who} ${eventVerbs.get(kind) ?? kind}: ${inert(because, BECAUSE_CHARS)}`;
}
