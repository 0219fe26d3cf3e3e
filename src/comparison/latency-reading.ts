import { orderStatistics } from "../stats/order-statistics.ts";
import { nearestRank } from "../stats/quantile.ts";
import type { ArmColumns } from "./arm-columns.ts";
import { coveredUnits } from "./covered-units.ts";
import { flaggedUnits } from "./flagged-units.ts";
import { missingWeakness, type Finding } from "./finding.ts";
import type { MetricReading, ReadingContext } from "./metric-reading.ts";
import type { NumberColumn } from "./number-column.ts";
import { ANSWERED } from "./outcome-flags.ts";
import { pairedQuantileFinding, quantileFinding } from "./quantile-finding.ts";
import { clustersOf } from "./sample.ts";

/** Which latency: to the whole answer, or to its first token. */
export type LatencyKind = "complete" | "first_token";

/** Milliseconds by unit; NaN: not known. */
export function latencyColumn(arm: ArmColumns, kind: LatencyKind): NumberColumn {
  return kind === "complete" ? arm.latency : arm.firstToken;
}

/** Units that have such a latency at all: where nothing was answered there is no first token. */
export function timedUnits(
  arms: readonly ArmColumns[],
  kind: LatencyKind,
  units: Uint32Array,
): Uint32Array {
  const covered = coveredUnits(arms, units);
  if (kind === "complete") return covered;
  return arms.reduce((answered, { flags }) => flaggedUnits(answered, flags, ANSWERED), covered);
}

/** Units whose latency is known in every arm. */
export function knownUnits(
  arms: readonly ArmColumns[],
  kind: LatencyKind,
  timed: Uint32Array,
): Uint32Array {
  return arms.reduce((known, arm) => latencyColumn(arm, kind).knownAmong(known), timed);
}

/** Reads a nearest-rank quantile of latencies. */
export function latencyReading(
  kind: LatencyKind,
  p: number,
  { clustering, alpha, seed, replicates, scratch }: ReadingContext,
): MetricReading {
  const values = (arm: ArmColumns, units: Uint32Array, place: number) =>
    latencyColumn(arm, kind).valuesOf(units, scratch.take(place, units.length));
  const weakness = (known: Uint32Array, timed: Uint32Array) =>
    missingWeakness(timed.length - known.length, timed.length, "the latency");
  const paired =
    (combine: "ratio" | "difference") =>
    (from: ArmColumns, to: ArmColumns, units: Uint32Array): Finding => {
      const timed = timedUnits([from, to], kind, units);
      const known = knownUnits([from, to], kind, timed);
      const clusters = clustersOf(known, clustering);
      const arms = { from: values(from, known, 2), to: values(to, known, 3) };
      return {
        ...pairedQuantileFinding({ ...arms, clusters, p, combine, seed, replicates }, alpha),
        ...weakness(known, timed),
      };
    };
  return {
    point: (arm, units) => {
      const known = knownUnits([arm], kind, timedUnits([arm], kind, units));
      return nearestRank(orderStatistics(values(arm, known, 0)), p);
    },
    absolute: (arm, units) => {
      const timed = timedUnits([arm], kind, units);
      const known = knownUnits([arm], kind, timed);
      return {
        ...quantileFinding(values(arm, known, 2), p, clustersOf(known, clustering), alpha),
        ...weakness(known, timed),
      };
    },
    difference: paired("difference"),
    ratio: paired("ratio"),
  };
}
