import type { Timeline, TimelineBucket } from "../core/timeline.ts";
import { ownValue } from "./own-value.ts";

/** Neighbouring buckets put together, so that no more than so many rows remain. */
export function joinedBuckets(
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
