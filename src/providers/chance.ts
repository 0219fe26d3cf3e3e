import type { ProviderCall } from "../core/provider.ts";
import { unitInterval } from "../core/seed.ts";

/** Draws a number in [0, 1) for a named question; the same question has the same answer. */
export type Chance = (what: string) => number;

/**
 * The chance of one call. It knows the seed, the record, the route, the repeat and how often the
 * route was called before, but no policy: policies that make the same call get the same reply.
 */
export function chanceOf(seed: number, call: ProviderCall): Chance {
  const { record, route, repeat, priorCallsOfRoute } = call;
  const key = `${seed}/${record.id}/${route.name}/${repeat}/${priorCallsOfRoute}/`;
  return (what) => unitInterval(key + what);
}

/** One of the items; absent where there are none. */
export function pick<T>(items: readonly T[], chance: Chance, what: string): T | undefined {
  return items[Math.floor(chance(what) * items.length)];
}
