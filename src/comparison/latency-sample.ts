import { orderStatistics } from "../stats/order-statistics.ts";
import { nearestRank } from "../stats/quantile.ts";
import type { ArmColumns } from "./arm-columns.ts";
import { coveredUnits } from "./covered-units.ts";
import type { Finding } from "./finding.ts";
import { flaggedUnits } from "./flagged-units.ts";
import type { NumberColumn } from "./number-column.ts";
import { ANSWERED, TIMED_OUT, TOKENLESS } from "./outcome-flags.ts";
import { shortNumber } from "./short-number.ts";
import { unitsWhere } from "./units-where.ts";

/** Which latency: to the whole answer, or to its first token. */
export type LatencyKind = "complete" | "first_token";

/** Milliseconds by unit; NaN: not known. */
export function latencyColumn(arm: ArmColumns, kind: LatencyKind): NumberColumn {
  return kind === "complete" ? arm.latency : arm.firstToken;
}

/**
 * Units that have such a latency at all: what a cache answered has none. For a first token: those that were answered, and those
 * that were cut off while waiting for it. What failed otherwise before any token has none, and
 * where answers are not streamed a timeout says nothing of one.
 */
export function timedUnits(
  arms: readonly ArmColumns[],
  kind: LatencyKind,
  units: Uint32Array,
): Uint32Array {
  const covered = arms.reduce(withoutUntimed, coveredUnits(arms, units));
  if (kind === "complete") return covered;
  return arms.reduce(
    (timed, { flags, settled }) =>
      flaggedUnits(timed, flags, settled.isStreamed ? ANSWERED | TIMED_OUT : ANSWERED),
    covered,
  );
}

function withoutUntimed(units: Uint32Array, { untimed }: ArmColumns): Uint32Array {
  return untimed === undefined ? units : unitsWhere(units, (unit) => untimed[unit] === 0);
}

/** Units whose latency is known in every arm. */
export function knownUnits(
  arms: readonly ArmColumns[],
  kind: LatencyKind,
  timed: Uint32Array,
): Uint32Array {
  return arms.reduce((known, arm) => latencyColumn(arm, kind).knownAmong(known), timed);
}

/** Latencies of some units; those that a timeout cut off are known to be longer than they are. */
export interface LatencySample {
  /** Milliseconds, at the cut where there was one. */
  readonly values: Float64Array;
  /** The same, without an end where there was a cut; absent: there was none. */
  readonly endless: Float64Array | undefined;
}

/** Known latencies, written to the front of `into`. */
export function latencySample(
  arm: ArmColumns,
  kind: LatencyKind,
  known: Uint32Array,
  into?: Float64Array,
): LatencySample {
  const values = latencyColumn(arm, kind).valuesOf(known, into);
  const isCut = kind === "complete" ? TIMED_OUT : TOKENLESS;
  let endless: Float64Array | undefined;
  for (let index = 0; index < known.length; index += 1) {
    if ((arm.flags[known[index]!]! & isCut) === 0) continue;
    endless ??= values.slice();
    endless[index] = Infinity;
  }
  return { values, endless };
}

/** Why a quantile may not pass: so many latencies were cut off that nobody saw how long it is. */
export function timeoutWeakness(
  { values, endless }: LatencySample,
  p: number,
): Partial<Pick<Finding, "weakness" | "recordsNeeded">> {
  if (endless === undefined) return {};
  if (nearestRank(orderStatistics(endless.slice()), p) !== Infinity) return {};
  const least = nearestRank(orderStatistics(values.slice()), p) ?? 0;
  return {
    weakness: `p${p * 100} lies among timeouts: at least ${shortNumber(least)} ms`,
    recordsNeeded: () => null,
  };
}
