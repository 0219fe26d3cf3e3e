import type { Policy } from "../core/policy.ts";
import type { CapReached, TimelineStart } from "../core/timeline.ts";
import type { TimelineColumns, ToldEvent } from "./timeline-columns.ts";

const DAY_MS = 86_400_000;
const MOST_CAPS = 1_000;

interface Context {
  readonly starts: TimelineStart;
  readonly columns: TimelineColumns;
  readonly repeats: number;
}

interface Reached extends Omit<CapReached, "records_after"> {
  records_after: number;
}

/** Which ceilings were reached when, and how many records met them after; `told` is in order. */
export function capsReached(
  told: readonly ToldEvent[],
  policy: Policy,
  context: Context,
): { readonly caps: readonly CapReached[]; readonly caps_left_out: number } {
  const daily = new Set(policy.ceilings.filter(({ per }) => per === "day").map(({ name }) => name));
  const reached = new Map<string, Reached>();
  for (const { event, repeat } of told) {
    const { kind, ceiling, key, atMs } = event;
    if (ceiling === undefined || (kind !== "cap_reached" && kind !== "capped")) continue;
    const period = daily.has(ceiling) ? periodOf(atMs, context) : "run";
    const id = JSON.stringify([ceiling, key ?? null, period, repeat]);
    const before = reached.get(id);
    if (before !== undefined) {
      before.records_after += 1;
      continue;
    }
    reached.set(id, {
      ceiling,
      key: key ?? null,
      period,
      reached_at_ms: context.columns.sinceStartMs(atMs),
      records_after: 0,
      ...(context.repeats > 1 && { repeat }),
    });
  }
  const caps = [...reached.values()];
  return {
    caps: caps.slice(0, MOST_CAPS),
    caps_left_out: Math.max(0, caps.length - MOST_CAPS),
  };
}

/** The log's own date where its arrivals set the time; a day of the replay has but a number. */
function periodOf(atMs: number, { starts, columns }: Context): string {
  if (starts === "first_arrival") return new Date(atMs).toISOString().slice(0, 10);
  return `day ${Math.floor(atMs / DAY_MS) - Math.floor(columns.startMs / DAY_MS) + 1}`;
}
