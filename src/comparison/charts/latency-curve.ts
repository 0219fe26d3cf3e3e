import type { LatencyCurve, LatencyCurves } from "../../core/charts/latency-curve.ts";
import { orderStatistics } from "../../stats/order-statistics.ts";
import { nearestRank, nearestRankIndex } from "../../stats/quantile.ts";
import type { ArmColumns } from "../arm-columns.ts";
import { timedUnits } from "../latency-sample.ts";
import type { NumberColumn } from "../number-column.ts";
import { TIMED_OUT, TOKENLESS } from "../outcome-flags.ts";
import type { Scratch } from "../scratch.ts";
import { censoredRows, stepsOf } from "./latency-steps.ts";

/** No latency of this kind is ever cut: a wait in line comes to its end. */
const NEVER_CUT = 0;

/** Curves of covered units, of the very latencies that the quantiles of the same name are read off. */
export function latencyCurves(
  arm: ArmColumns,
  covered: Uint32Array,
  scratch: Scratch,
): LatencyCurves {
  const { responses } = arm;
  const streamed = timedUnits([arm], "first_token", covered);
  const curve = (column: NumberColumn, units: Uint32Array, isCut: number) =>
    curveOf(arm.flags, column, { units, isCut }, scratch);
  const complete = curve(arm.latency, covered, TIMED_OUT);
  const firstToken = curve(arm.firstToken, streamed, TOKENLESS);
  const queueWait = responses && curve(responses.queued, covered, NEVER_CUT);
  const responseTime = responses && curve(responses.response, covered, TIMED_OUT);
  return {
    ...(complete && { complete }),
    ...(firstToken && { first_token: firstToken }),
    ...(queueWait && { queue_wait: queueWait }),
    ...(responseTime && { response_time: responseTime }),
  };
}

/** Absent: no such latency is known. */
function curveOf(
  flags: Uint32Array,
  column: NumberColumn,
  { units, isCut }: { readonly units: Uint32Array; readonly isCut: number },
  scratch: Scratch,
): LatencyCurve | undefined {
  const known = column.knownAmong(units);
  const n = known.length;
  if (n === 0) return undefined;
  const values = column.valuesOf(known, scratch.take(0, n));
  let ended = 0;
  for (let index = 0; index < n; index += 1) {
    if ((flags[known[index]!]! & isCut) === 0) ended += 1;
  }
  // What was cut goes behind what came to its end, so that each part can be put in order alone.
  const parted = scratch.take(1, n);
  let [place, cutPlace] = [0, ended];
  for (let index = 0; index < n; index += 1) {
    const isOfCut = (flags[known[index]!]! & isCut) !== 0;
    parted[isOfCut ? cutPlace++ : place++] = values[index]!;
  }
  const sorted = orderStatistics(parted.subarray(0, ended));
  return {
    points: stepsOf(parted.subarray(0, ended), sorted, n),
    n,
    // As p50, p95 and p99 beside it: what was cut counts as if it had ended then.
    p90_ms: nearestRank(orderStatistics(values), 0.9),
    max_ms: ended === 0 ? null : sorted.at(nearestRankIndex(ended, 1))!,
    censored: censoredRows(parted.subarray(ended)),
  };
}
