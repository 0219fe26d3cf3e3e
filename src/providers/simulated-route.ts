import { failureKinds, type FailureKind } from "../core/failure.ts";
import { HarnessError } from "../core/harness-error.ts";
import type { Incident, Route, Simulation } from "../core/route.ts";
import { prepareIncidents, type PreparedIncident } from "./incidents.ts";
import { prepareSpread, type SpreadDraw } from "./spread-draw.ts";

/** What does not depend on the call, worked out once a route. */
export interface SimulatedRoute {
  readonly simulation: Simulation;
  readonly latency: SpreadDraw;
  readonly firstToken: SpreadDraw | undefined;
  /** Upper ends of each class's part of [0, 1). */
  readonly errors: readonly { readonly kind: FailureKind; readonly below: number }[];
  /** Absent: it always behaves alike. */
  readonly incidents?: readonly PreparedIncident[];
}

/** Prepares a route for simulation; throws where the registry says nothing of how it behaves. */
export function simulatedRoute(route: Route): SimulatedRoute {
  const { simulation } = route;
  if (simulation === undefined) {
    throw new HarnessError("invalid-input", `route "${route.name}" has no simulation`, {
      hint: `add \`simulation:\` to "${route.name}" in the registry`,
    });
  }
  const usual: SimulatedRoute = {
    simulation,
    latency: prepareSpread(simulation.latency),
    firstToken: simulation.firstToken && prepareSpread(simulation.firstToken),
    errors: errorsOf(simulation.errors),
  };
  const { incidents = [] } = simulation;
  if (incidents.length === 0) return usual;
  return { ...usual, incidents: prepareIncidents(usual, incidents, errorsOf) };
}

/** In the order of the taxonomy: the order of keys in a file must change nothing. */
function errorsOf(shares: NonNullable<Incident["errors"]>): SimulatedRoute["errors"] {
  const errors: { kind: FailureKind; below: number }[] = [];
  let below = 0;
  for (const kind of failureKinds) {
    const share = shares[kind] ?? 0;
    if (share > 0) errors.push({ kind, below: (below += share) });
  }
  return errors;
}
