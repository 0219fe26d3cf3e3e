import type { Timeline, TimelineBucket } from "../core/timeline.ts";
import { ownValue } from "./own-value.ts";

/** What the times of a timeline count from. */
export const timelineStarts: Readonly<Record<Timeline["starts"], string>> = {
  first_arrival: "Times count from the first record's arrival; records start when they arrived.",
  as_of:
    "Times count from the run's start: the data names no arrivals, so a record starts as soon as one of the slots of `--concurrency` is free.",
  run_start: "Times count from the real start of the run: another run would not repeat them.",
};

/** What an event says of a route or a ceiling; an event of another kind is its own word. */
export const eventVerbs: ReadonlyMap<string, string> = new Map([
  ["excluded", "is excluded"],
  ["probing", "is tried again"],
  ["recovered", "takes traffic again"],
  ["cap_reached", "is reached"],
  ["period_began", "is free again"],
]);

/** Neighbouring buckets put together, so that no more than so many rows remain. */
export function timelineSlices(
  { buckets, bucket_ms }: Timeline,
  rows: number,
): readonly TimelineBucket[] {
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
