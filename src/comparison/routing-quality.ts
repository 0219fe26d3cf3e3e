import type { ArmColumns } from "./arm-columns.ts";
import type { Collected } from "./collector.ts";
import type { KnownColumns } from "./known-columns.ts";
import { findOracle, type Oracle } from "./oracle.ts";
import * as flag from "./outcome-flags.ts";

/**
 * Holds every decision against the oracle's. Under-routed: the decided route is not accepted and
 * another is. Over-routed: it costs more than the oracle's for no gain. Right: all else, so that
 * of two routes at the same price either is right.
 */
export function judgeRouting({ records, repeats, arms }: Collected): void {
  const oracle = findOracle(records);
  if (oracle === undefined) return;
  for (const arm of arms) {
    for (let unit = 0; unit < arm.flags.length; unit += 1) {
      const bits = arm.flags[unit] ?? 0;
      if ((bits & flag.COVERED) === 0) continue;
      arm.flags[unit] = bits | judgeUnit(arm, unit, oracle, Math.floor(unit / repeats));
    }
  }
}

/** 0 where the record's oracle is unknown, or the decided route is none of the table's. */
function judgeUnit(arm: ArmColumns, unit: number, oracle: Oracle, ordinal: number): number {
  const best = oracle.routes[oracle.choices[ordinal] ?? -1];
  if (best === undefined) return 0;
  const code = arm.decided.at(unit);
  // No eligible route: somebody could have answered, or nobody.
  if (code === 0) return flag.JUDGED | (best.isAccepted(ordinal) ? flag.UNDER_ROUTED : 0);
  const decided = routeOf(oracle.routes, arm.routes.text(code));
  if (decided === undefined) return 0;
  if (best.isAccepted(ordinal) && !decided.isAccepted(ordinal)) {
    return flag.JUDGED | flag.UNDER_ROUTED;
  }
  const isDearer = decided.costNanoUsd(ordinal) > best.costNanoUsd(ordinal);
  return flag.JUDGED | (isDearer ? flag.OVER_ROUTED : flag.ROUTED_RIGHT);
}

function routeOf(routes: readonly KnownColumns[], name: string): KnownColumns | undefined {
  for (const route of routes) if (route.route === name) return route;
  return undefined;
}

/**
 * Cost above the oracle's over the judged units, in nano-dollars; absent: nothing was judged, or
 * some cost is not known.
 */
export function regretNanoUsd(
  arm: ArmColumns,
  units: Uint32Array,
  { routes, choices }: Oracle,
  repeats: number,
): number | undefined {
  let regret = 0;
  let judged = 0;
  for (const unit of units) {
    if (((arm.flags[unit] ?? 0) & flag.JUDGED) === 0) continue;
    if (arm.costs.unknown.at(unit) > 0) return undefined;
    const ordinal = Math.floor(unit / repeats);
    const best = routes[choices[ordinal] ?? -1];
    regret += arm.costs.total.at(unit) - (best?.costNanoUsd(ordinal) ?? 0);
    judged += 1;
  }
  return judged === 0 ? undefined : regret;
}
