import type { Timeline, TimelineBucket, TimelineEvent } from "../../core/timeline.ts";
import { armsOf } from "../arms.ts";
import { clockText } from "../clock-text.ts";
import { inert, table } from "../markdown-text.ts";
import { countText, rateText, usdText } from "../numbers.ts";
import { ownValue } from "../own-value.ts";
import type { RunReport } from "../run-report.ts";
import { cutList } from "./cut-list.ts";

/** Routes of a table; more make it too wide to read. */
const MOST_ROUTES = 6;
const BECAUSE_CHARS = 160;

const starts: Readonly<Record<Timeline["starts"], string>> = {
  first_arrival: "Times count from the first record's arrival; records start when they arrived.",
  as_of:
    "Times count from the run's start: the data names no arrivals, so a record starts as soon as one of the slots of `--concurrency` is free.",
  run_start: "Times count from the real start of the run: another run would not repeat them.",
};

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
  return `## Timeline\n\n${starts[first.timeline.starts]}\n\n${parts.join("\n\n")}${note}`;
}

function slicesTable(found: Timeline, rows: number): string {
  const slices = joined(found, rows);
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

/** Neighbouring buckets put together, so that no more than so many rows remain. */
function joined({ buckets, bucket_ms }: Timeline, rows: number): readonly TimelineBucket[] {
  const last = buckets.at(-1);
  if (last === undefined) return [];
  const widthMs = bucket_ms * Math.ceil((last.from_ms / bucket_ms + 1) / rows);
  const slices = new Map<number, TimelineBucket>();
  for (const bucket of buckets) {
    const from = Math.floor(bucket.from_ms / widthMs) * widthMs;
    const before = slices.get(from);
    slices.set(from, before === undefined ? { ...bucket, from_ms: from } : sumOf(before, bucket));
  }
  return [...slices.values()];
}

function sumOf(one: TimelineBucket, other: TimelineBucket): TimelineBucket {
  const names = new Set([...Object.keys(one.routes), ...Object.keys(other.routes)]);
  const routes = [...names].map((name) => {
    const [left, right] = [ownValue(one.routes, name), ownValue(other.routes, name)];
    const attempts = (left?.attempts ?? 0) + (right?.attempts ?? 0);
    return [name, { attempts, errors: (left?.errors ?? 0) + (right?.errors ?? 0) }] as const;
  });
  const unknown = (one.unknown_costs ?? 0) + (other.unknown_costs ?? 0);
  return {
    from_ms: one.from_ms,
    records: one.records + other.records,
    accepted: one.accepted + other.accepted,
    cost_usd: one.cost_usd + other.cost_usd,
    ...(unknown > 0 && { unknown_costs: unknown }),
    routes: Object.fromEntries(routes),
  };
}

function eventList({ events, events_left_out }: Timeline, rows: number): string {
  if (events.length === 0) return "";
  const { shown } = cutList(events, rows, "events");
  const rest = events.length + events_left_out - shown.length;
  const more = rest > 0 ? `\n\n${countText(rest)} more events in comparison.json.` : "";
  return `\n\n${shown.map(eventLine).join("\n")}${more}`;
}

const verbs: ReadonlyMap<string, string> = new Map([
  ["excluded", "is excluded"],
  ["probing", "is tried again"],
  ["recovered", "takes traffic again"],
  ["cap_reached", "is reached"],
  ["period_began", "is free again"],
]);

function eventLine({ at_ms, kind, route, ceiling, key, repeat, because }: TimelineEvent): string {
  const of = key === undefined ? "" : ` of ${inert(key)}`;
  const who = `${inert(route ?? ceiling ?? "the policy")}${of}`;
  const when = repeat === undefined ? clockText(at_ms) : `${clockText(at_ms)}, repeat ${repeat}`;
  return `- ${when}: ${who} ${verbs.get(kind) ?? kind}: ${inert(because, BECAUSE_CHARS)}`;
}
