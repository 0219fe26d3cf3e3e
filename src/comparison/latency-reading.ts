import { nearestRank } from "../stats/quantile.ts";
import type { ArmColumns } from "./arm-columns.ts";
import { isCovered } from "./covered-units.ts";
import { missingWeakness, type Finding } from "./finding.ts";
import type { MetricReading, ReadingContext } from "./metric-reading.ts";
import { ANSWERED } from "./outcome-flags.ts";
import { pairedQuantileFinding, quantileFinding } from "./quantile-finding.ts";
import { clustersOf, unitsWhere, valuesOf } from "./sample.ts";

/** Which latency: to the whole answer, or to its first token. */
export type LatencyKind = "complete" | "first_token";

/** Milliseconds of a unit; NaN: not known. */
export function latencyOf(arm: ArmColumns, kind: LatencyKind, unit: number): number {
  return kind === "complete" ? arm.latency.at(unit) : arm.firstToken.at(unit);
}

/** Units that have such a latency at all: where nothing was answered there is no first token. */
export function timedUnits(
  arms: readonly ArmColumns[],
  kind: LatencyKind,
  units: Uint32Array,
): Uint32Array {
  return unitsWhere(
    units,
    (unit) =>
      isCovered(arms, unit) &&
      (kind === "complete" || arms.every((arm) => ((arm.flags[unit] ?? 0) & ANSWERED) !== 0)),
  );
}

/** Units whose latency is known in every arm. */
export function knownUnits(
  arms: readonly ArmColumns[],
  kind: LatencyKind,
  timed: Uint32Array,
): Uint32Array {
  return unitsWhere(timed, (unit) =>
    arms.every((arm) => !Number.isNaN(latencyOf(arm, kind, unit))),
  );
}

/** Reads a nearest-rank quantile of latencies. */
export function latencyReading(
  kind: LatencyKind,
  p: number,
  { clustering, alpha, seed, replicates }: ReadingContext,
): MetricReading {
  const values = (arm: ArmColumns, units: Uint32Array) =>
    valuesOf(units, (unit) => latencyOf(arm, kind, unit));
  const weakness = (known: Uint32Array, timed: Uint32Array) =>
    missingWeakness(timed.length - known.length, timed.length, "the latency");
  const paired =
    (combine: "ratio" | "difference") =>
    (from: ArmColumns, to: ArmColumns, units: Uint32Array): Finding => {
      const timed = timedUnits([from, to], kind, units);
      const known = knownUnits([from, to], kind, timed);
      const clusters = clustersOf(known, clustering);
      const arms = { from: values(from, known), to: values(to, known) };
      return {
        ...pairedQuantileFinding({ ...arms, clusters, p, combine, seed, replicates }, alpha),
        ...weakness(known, timed),
      };
    };
  return {
    point: (arm, units) => {
      const known = knownUnits([arm], kind, timedUnits([arm], kind, units));
      return nearestRank(values(arm, known).sort(), p);
    },
    absolute: (arm, units) => {
      const timed = timedUnits([arm], kind, units);
      const known = knownUnits([arm], kind, timed);
      return {
        ...quantileFinding(values(arm, known), p, clustersOf(known, clustering), alpha),
        ...weakness(known, timed),
      };
    },
    difference: paired("difference"),
    ratio: paired("ratio"),
  };
}
