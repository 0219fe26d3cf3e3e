import type { ArmColumns } from "./arm-columns.ts";
import type { Collected } from "./collected.ts";
import type { KnownColumns } from "./known-columns.ts";
import type { Oracle } from "./oracle.ts";
import * as flag from "./outcome-flags.ts";

/**
 * Holds every decision against the oracle's. Under-routed: the decided route is not accepted and
 * another is. Over-routed: it costs more than the oracle's for no gain. Right: all else, so that
 * of two routes at the same price either is right.
 */
export function judgeRouting({ oracle, repeats, arms }: Collected): void {
  if (oracle === undefined) return;
  for (const arm of arms) {
    const routes = routesByCode(arm, oracle);
    for (let unit = 0; unit < arm.flags.length; unit += 1) {
      const bits = arm.flags[unit] ?? 0;
      if ((bits & flag.COVERED) === 0) continue;
      const ordinal = repeats === 1 ? unit : Math.floor(unit / repeats);
      const best = oracle.routes[oracle.choices[ordinal] ?? -1];
      if (best === undefined) continue;
      const code = arm.decided.at(unit);
      arm.flags[unit] =
        bits | (code === 0 ? judgeNone(best, ordinal) : judge(routes[code], best, ordinal));
    }
  }
}

/** The table's routes by the codes that the arm's decisions have for them. */
function routesByCode(arm: ArmColumns, { routes }: Oracle): readonly (KnownColumns | undefined)[] {
  const byName = new Map(routes.map((route) => [route.route, route]));
  const codes = Array.from({ length: arm.routes.size }, (_, index) => index + 1);
  return [undefined, ...codes.map((code) => byName.get(arm.routes.text(code)))];
}

/** No eligible route: somebody could have answered, or nobody. */
function judgeNone(best: KnownColumns, ordinal: number): number {
  return flag.JUDGED | (best.isAccepted(ordinal) ? flag.UNDER_ROUTED : 0);
}

/** 0 where the decided route is none of the table's. */
function judge(decided: KnownColumns | undefined, best: KnownColumns, ordinal: number): number {
  if (decided === undefined) return 0;
  if (best.isAccepted(ordinal) && !decided.isAccepted(ordinal)) {
    return flag.JUDGED | flag.UNDER_ROUTED;
  }
  const isDearer = decided.costNanoUsd(ordinal) > best.costNanoUsd(ordinal);
  return flag.JUDGED | (isDearer ? flag.OVER_ROUTED : flag.ROUTED_RIGHT);
}

/**
 * Cost above the oracle's over judged units, in nano-dollars; absent: nothing was judged, or some
 * cost is not known.
 */
export function regretNanoUsd(
  { costs }: ArmColumns,
  judged: Uint32Array,
  oracle: Oracle,
  repeats: number,
): number | undefined {
  if (judged.length === 0 || costs.unknown.sumOf(judged) > 0) return undefined;
  const ordinals = repeats === 1 ? judged : judged.map((unit) => Math.floor(unit / repeats));
  return costs.total.sumOf(judged) - oracle.costs.sumOf(ordinals);
}
