import type { Incident } from "../core/route.ts";
import type { SimulatedRoute } from "./simulated-route.ts";
import type { SpreadDraw } from "./spread-draw.ts";

/** How a route behaves while something is wrong with it. */
export interface PreparedIncident {
  /** Of the replay's time, from its start; the end is no longer part of it. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly route: SimulatedRoute;
}

/** Works out once how a route behaves in each of its incidents. */
export function prepareIncidents(
  usual: SimulatedRoute,
  incidents: readonly Incident[],
  errorsOf: (shares: NonNullable<Incident["errors"]>) => SimulatedRoute["errors"],
): readonly PreparedIncident[] {
  return incidents.map(({ fromMs, toMs, errors, latencyFactor }) => ({
    fromMs,
    toMs,
    route: {
      ...usual,
      latency: scaled(usual.latency, latencyFactor),
      firstToken: usual.firstToken && scaled(usual.firstToken, latencyFactor),
      errors: errors === undefined ? usual.errors : errorsOf(errors),
    },
  }));
}

/** The route as it behaves for a call that is sent at that time of the replay. */
export function behaviourAt(route: SimulatedRoute, nowMs: number): SimulatedRoute {
  const incident = route.incidents?.find(({ fromMs, toMs }) => fromMs <= nowMs && nowMs < toMs);
  return incident?.route ?? route;
}

/** Every duration of a lognormal is multiplied by multiplying its median. */
function scaled(spread: SpreadDraw, factor: number): SpreadDraw {
  return { ...spread, p50Ms: spread.p50Ms * factor };
}
