import { failureKinds } from "../../core/failure.ts";
import type { QualityTable } from "../../core/quality-table.ts";
import type { Route, Simulation } from "../../core/route.ts";
import { prepareSpread } from "../../providers/spread-draw.ts";
import type { CallFigures } from "./call-figures.ts";

/** Figures of a route, the first source that speaks of it: a kept run, its simulation, a table. */
export function figuresOfRoute(
  route: Route,
  kept: ReadonlyMap<string, CallFigures> | undefined,
  qualityTable: QualityTable | undefined,
): CallFigures {
  const ofRun = kept?.get(route.name);
  if (ofRun !== undefined) return ofRun;
  if (route.simulation !== undefined) return ofSimulation(route.simulation);
  const entry = qualityTable?.of(undefined, route.name);
  return {
    from: entry === undefined ? "price_list" : "quality_table",
    errors: [],
    schemaErrorShare: 0,
    acceptance: entry?.quality,
    latency: undefined,
    outputTokens: entry?.outputTokens,
  };
}

/** Broken answers are among the wrong ones, as long as both shares fit side by side. */
function ofSimulation(simulation: Simulation): CallFigures {
  const { accuracy, schemaErrorRate } = simulation;
  return {
    from: "simulation",
    errors: failureKinds.flatMap((kind) => {
      const share = simulation.errors[kind] ?? 0;
      return share > 0 ? [{ kind, share }] : [];
    }),
    schemaErrorShare: schemaErrorRate,
    acceptance: Math.min(accuracy, 1 - schemaErrorRate),
    latency: prepareSpread(simulation.latency),
    outputTokens: simulation.outputTokens,
  };
}
