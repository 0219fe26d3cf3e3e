import { viewOf } from "../../core/request-view.ts";
import { knownGrades } from "../known-grades.ts";
import { foreseenDecision } from "./foreseen-decision.ts";
import type { PlannedSession } from "./foresee.ts";
import { GateReaches } from "./gate-reach.ts";
import { observeReach } from "./observe-reach.ts";
import { reachWarning } from "./planned-gate.ts";

/**
 * More outcomes than this let every limit pass that anybody writes (0.001 needs 2,995 records), so
 * that a look at them would only take time.
 */
const MOST_UNITS = 5_000;

/**
 * Gates that so many records cannot make pass, or fail, whatever the answers: for whoever is about
 * to start the run. By the same code as `plan`, which tells more.
 */
export async function reachWarnings(
  { inputs, dataset, options, arms }: PlannedSession,
  asOfMs: number,
): Promise<readonly string[]> {
  const { registry, scorer, provider } = inputs;
  const { records, routes, tagNames } = dataset.summary;
  if (records * options.repeat > MOST_UNITS) return [];
  const routesKnown =
    provider === "table" ? routes.filter((route) => registry.routes.has(route)) : [];
  const reaches = inputs.arms.slice(1).map((candidate) => {
    const { graders } = scorer;
    const setup = { records, repeats: options.repeat, candidate, graders, tagNames, routesKnown };
    return { candidate, gates: new GateReaches(setup) };
  });
  for await (const batch of dataset.records()) {
    for (const record of batch) {
      const known =
        provider === "table" ? knownGrades(record, routesKnown, registry, scorer) : undefined;
      for (const [place, { gates }] of reaches.entries()) {
        const index = place + 1;
        const nowMs = record.arrivedAtMs ?? asOfMs;
        const { decision } = foreseenDecision(arms[index]!, viewOf(record), nowMs);
        observeReach(gates, record, decision, { inputs, index, known });
      }
    }
  }
  return reaches.flatMap(({ candidate, gates }) =>
    gates.finish().gates.flatMap((gate) => reachWarning(candidate.key, gate) ?? []),
  );
}
