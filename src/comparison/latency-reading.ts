import { orderStatistics } from "../stats/order-statistics.ts";
import { nearestRank } from "../stats/quantile.ts";
import type { ArmColumns } from "./arm-columns.ts";
import { missingWeakness, type Finding } from "./finding.ts";
import { knownUnits, latencyColumn, latencySample, timedUnits } from "./latency-sample.ts";
import type { LatencyKind } from "./latency-sample.ts";
import type { MetricReading, ReadingContext } from "./metric-reading.ts";
import { pairedQuantileFinding, quantileFinding } from "./quantile-finding.ts";
import { clustersOf } from "./sample.ts";

/** Reads a nearest-rank quantile of latencies. */
export function latencyReading(
  kind: LatencyKind,
  p: number,
  { clustering, alpha, seed, replicates, scratch }: ReadingContext,
): MetricReading {
  const sample = (arm: ArmColumns, units: Uint32Array, place: number) =>
    latencySample(arm, kind, units, scratch.take(place, units.length));
  const weakness = (known: Uint32Array, timed: Uint32Array) =>
    missingWeakness(timed.length - known.length, timed.length, "the latency");
  const paired =
    (combine: "ratio" | "difference") =>
    (from: ArmColumns, to: ArmColumns, units: Uint32Array): Finding => {
      const timed = timedUnits([from, to], kind, units);
      const known = knownUnits([from, to], kind, timed);
      const clusters = clustersOf(known, clustering);
      const arms = { from: sample(from, known, 2), to: sample(to, known, 3) };
      return {
        ...pairedQuantileFinding({ ...arms, clusters, p, combine, seed, replicates }, alpha),
        ...weakness(known, timed),
      };
    };
  return {
    point: (arm, units) => {
      const known = knownUnits([arm], kind, timedUnits([arm], kind, units));
      const values = latencyColumn(arm, kind).valuesOf(known, scratch.take(0, known.length));
      return nearestRank(orderStatistics(values), p);
    },
    absolute: (arm, units) => {
      const timed = timedUnits([arm], kind, units);
      const known = knownUnits([arm], kind, timed);
      return {
        ...quantileFinding(sample(arm, known, 2), p, clustersOf(known, clustering), alpha),
        ...weakness(known, timed),
      };
    },
    difference: paired("difference"),
    ratio: paired("ratio"),
  };
}
