import { usdFromNanoUsd } from "../core/money.ts";
import type { Timeline, TimelineBucket, TimelineEvent } from "../core/timeline.ts";
import type { ArmColumns } from "./arm-columns.ts";
import type { ArrivalMinutes } from "./arrival-minutes.ts";
import { capsReached } from "./caps-reached.ts";
import type { Collected } from "./collected.ts";
import { sortedObject } from "./sorted-object.ts";
import {
  MINUTE_MS,
  type Minute,
  type TimelineColumns,
  type ToldEvent,
} from "./timeline-columns.ts";

/** A report stays readable, and a log of years stays small. */
const MOST_BUCKETS = 1_500;
const MOST_EVENTS = 1_000;

const bucketMinutes = [1, 5, 15, 60, 24 * 60] as const;

/** The timeline of one policy; absent: its outcomes tell no time. */
export function timelineOf(
  arm: ArmColumns,
  { timelines, arms, repeats }: Collected,
): Timeline | undefined {
  const columns = timelines?.arms[arms.indexOf(arm)];
  if (timelines === undefined || columns === undefined || columns.minutes.size === 0) {
    return undefined;
  }
  const { origin, arrivals } = timelines;
  const context = { starts: origin.starts, columns, repeats };
  const minutes = widthFor(columns);
  const told = inOrder(columns.events);
  const shown = told.filter(({ event }) => event.kind !== "capped");
  return {
    starts: origin.starts,
    bucket_ms: minutes * MINUTE_MS,
    buckets: buckets(columns, minutes, arrivals && { arrivals, repeats }),
    events: shown.slice(0, MOST_EVENTS).map((entry) => eventOf(entry, columns, repeats)),
    events_left_out: Math.max(0, shown.length - MOST_EVENTS),
    ...capsReached(told, arm.policy, context),
  };
}

/** Minutes of a bucket: the narrowest with which the whole time fits. */
function widthFor({ minutes }: TimelineColumns): number {
  let last = 0;
  for (const minute of minutes.keys()) if (minute > last) last = minute;
  const widest = bucketMinutes[bucketMinutes.length - 1]!;
  return bucketMinutes.find((width) => last / width < MOST_BUCKETS) ?? widest;
}

/** `arrived` absent: the run is no open loop. */
function buckets(
  { minutes }: TimelineColumns,
  width: number,
  arrived: { readonly arrivals: ArrivalMinutes; readonly repeats: number } | undefined,
): readonly TimelineBucket[] {
  const joined = new Map<number, Minute[]>();
  const arrivedFrom = new Map<number, number>();
  for (const [minute, count] of arrived?.arrivals.counts ?? []) {
    const from = Math.floor(minute / width) * width;
    arrivedFrom.set(from, (arrivedFrom.get(from) ?? 0) + count * (arrived?.repeats ?? 1));
    // A minute in which everybody waited has a bucket as well.
    if (!joined.has(from)) joined.set(from, []);
  }
  for (const [minute, found] of minutes) {
    const from = Math.floor(minute / width) * width;
    const parts = joined.get(from);
    if (parts === undefined) joined.set(from, [found]);
    else parts.push(found);
  }
  return [...joined]
    .toSorted(([one], [other]) => one - other)
    .map(([from, parts]) =>
      bucketOf(from * MINUTE_MS, parts, arrived && (arrivedFrom.get(from) ?? 0)),
    );
}

function bucketOf(
  fromMs: number,
  parts: readonly Minute[],
  arrived: number | undefined,
): TimelineBucket {
  let [records, accepted, costNanoUsd, unknownCosts] = [0, 0, 0, 0];
  const routes = new Map<string, { attempts: number; errors: number }>();
  for (const part of parts) {
    records += part.records;
    accepted += part.accepted;
    costNanoUsd += part.costNanoUsd;
    unknownCosts += part.unknownCosts;
    for (const [name, { attempts, errors }] of part.routes) {
      const before = routes.get(name) ?? { attempts: 0, errors: 0 };
      routes.set(name, { attempts: before.attempts + attempts, errors: before.errors + errors });
    }
  }
  return {
    from_ms: fromMs,
    ...(arrived !== undefined && { arrived }),
    records,
    accepted,
    cost_usd: usdFromNanoUsd(costNanoUsd),
    ...(unknownCosts > 0 && { unknown_costs: unknownCosts }),
    routes: sortedObject(routes),
  };
}

/** By time; what happened at once, by repeat, record, and within it as it was told. */
function inOrder(events: readonly ToldEvent[]): readonly ToldEvent[] {
  return events.toSorted(
    (one, other) =>
      one.event.atMs - other.event.atMs ||
      one.repeat - other.repeat ||
      one.ordinal - other.ordinal ||
      one.index - other.index,
  );
}

function eventOf(
  { event, repeat }: ToldEvent,
  columns: TimelineColumns,
  repeats: number,
): TimelineEvent {
  const { atMs, kind, route, ceiling, key, because } = event;
  return {
    at_ms: columns.sinceStartMs(atMs),
    kind,
    ...(route !== undefined && { route }),
    ...(ceiling !== undefined && { ceiling }),
    ...(key !== undefined && { key }),
    ...(repeats > 1 && { repeat }),
    because,
  };
}
