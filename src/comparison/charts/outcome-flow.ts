import type { OutcomeFlow } from "../../core/charts/outcome-flow.ts";
import { NanoUsdSum, usdFromNanoUsd } from "../../core/money.ts";
import type { ArmColumns } from "../arm-columns.ts";
import { COVERED, PLAIN } from "../outcome-flags.ts";
import { flowEndingOf, flowEndings } from "./flow-ending.ts";
import { flowGraph } from "./flow-graph.ts";
import { pathKey, type OutcomePath } from "./outcome-path.ts";

/** So many ways can still be told apart in a picture. */
const MOST_PATHS = 200;

/**
 * How the outcomes of an arm went, record by record and repeat by repeat. Those of one call, and
 * those that nothing is known of, are read off the columns; the others were tallied as they came.
 */
export function outcomeFlow(arm: ArmColumns): OutcomeFlow {
  const paths = merged([...plainPaths(arm), ...arm.detours.paths]);
  const kept = paths.slice(0, MOST_PATHS);
  const joined = paths.slice(MOST_PATHS);
  let notAccepted = 0n;
  for (const { ending, nanoUsd } of paths) if (ending !== "accepted") notAccepted += nanoUsd;
  return {
    ...flowGraph(kept, joined),
    unknown_costs: outcomesOfUnknownCost(arm),
    joined_paths: joined.length,
    not_accepted_usd: usdFromNanoUsd(notAccepted),
  };
}

/** The paths that the columns hold: no more than a route that was decided on, and an ending. */
function plainPaths({ present, flags, decided, costs, routes }: ArmColumns): OutcomePath[] {
  const codes = flowEndings.length;
  const sums = Array.from({ length: (routes.size + 1) * codes }, () => ({
    records: 0,
    nanoUsd: new NanoUsdSum(),
  }));
  for (let index = 0; index < present.length; index += 1) {
    const unit = present[index]!;
    const bits = flags[unit]!;
    if ((bits & COVERED) !== 0 && (bits & PLAIN) === 0) continue;
    const sum = sums[decided.at(unit) * codes + flowEndings.indexOf(flowEndingOf(bits))]!;
    sum.records += 1;
    sum.nanoUsd.add(costs.total.at(unit));
  }
  return sums.flatMap(({ records, nanoUsd }, place) => {
    if (records === 0) return [];
    const route = Math.floor(place / codes);
    return {
      places: route === 0 ? [] : [routes.text(route)],
      ending: flowEndings[place % codes]!,
      records,
      nanoUsd: nanoUsd.total,
    };
  });
}

/** Each path once, the most frequent first, equally frequent ones by their names. */
function merged(paths: readonly OutcomePath[]): OutcomePath[] {
  const byKey = new Map<string, OutcomePath>();
  for (const path of paths) {
    const key = pathKey(path.places, path.ending);
    const { records = 0, nanoUsd = 0n } = byKey.get(key) ?? {};
    byKey.set(key, {
      ...path,
      records: records + path.records,
      nanoUsd: nanoUsd + path.nanoUsd,
    });
  }
  return [...byKey]
    .sort(([oneKey, one], [otherKey, other]) =>
      one.records === other.records ? (oneKey < otherKey ? -1 : 1) : other.records - one.records,
    )
    .map(([, path]) => path);
}

function outcomesOfUnknownCost({ present, costs }: ArmColumns): number {
  if (costs.unknown.isEmpty) return 0;
  let count = 0;
  for (let index = 0; index < present.length; index += 1) {
    if (costs.unknown.at(present[index]!) > 0) count += 1;
  }
  return count;
}
