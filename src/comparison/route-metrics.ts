import type { LatencyMetrics, Metrics, RouteMetrics } from "../core/metrics.ts";
import type { ArmColumns } from "./arm-columns.ts";
import { latencyMetrics } from "./latency-metrics.ts";
import type { MetricsMemo } from "./metrics-memo.ts";
import { PLAIN } from "./outcome-flags.ts";
import { flaggedUnits } from "./flagged-units.ts";
import { partition } from "./partition.ts";
import { sortedObject } from "./sorted-object.ts";

/** Every route that was decided on or called: one that only fell back to has no records. */
export function routeMetrics(
  arm: ArmColumns,
  units: Uint32Array,
  memo: MetricsMemo,
): Readonly<Record<string, RouteMetrics>> {
  const groups = partition(units, arm.decided, 1, new Uint32Array(units.length));
  const codes = new Set([...groups.keys(), ...arm.samples.routes]);
  return sortedObject(
    [...codes].map((code) => {
      const group = groups.get(code) ?? new Uint32Array(0);
      const metrics = memo.keep(group);
      const route: RouteMetrics = {
        ...metrics,
        attempt_latency: attemptLatency(arm, code, group, metrics),
        attempt_errors: sortedObject(arm.samples.errorsOf(code)),
      };
      return [arm.routes.text(code), route];
    }),
  );
}

/** Attempts of one record are taken as they come: these figures describe, they decide nothing. */
function attemptLatency(
  arm: ArmColumns,
  code: number,
  group: Uint32Array,
  { records, not_covered: notCovered, latency }: Metrics,
): LatencyMetrics {
  const plain = flaggedUnits(group, arm.flags, PLAIN);
  const isAllPlain = plain.length === records - notCovered && !arm.samples.routes.has(code);
  if (isAllPlain && latency.p50_ms.clusters === undefined) return latency;
  const known = arm.latency.knownAmong(plain);
  const others = arm.samples.latenciesOf(code);
  const values = new Float64Array(known.length + others.length);
  arm.latency.valuesOf(known, values);
  values.set(others, known.length);
  const unknown = arm.samples.unknownOf(code) + plain.length - known.length;
  return latencyMetrics(values, unknown, undefined);
}
