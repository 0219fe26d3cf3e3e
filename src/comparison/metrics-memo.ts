import type { Metrics } from "../core/comparison.ts";
import type { ArmColumns } from "./arm-columns.ts";
import { metricsOf, type MetricsContext } from "./metrics.ts";

interface Entry {
  readonly units: Uint32Array;
  readonly metrics: Metrics;
}

/** Metrics of some outcomes of one arm. */
export type MetricsMemo = (units: Uint32Array) => Metrics;

/**
 * Computes each group of outcomes once: most policies serve what they decided on, and many
 * datasets have one owner, so the same groups come back under other names.
 */
export function createMetricsMemo(arm: ArmColumns, context: MetricsContext): MetricsMemo {
  const entries = new Map<number, Entry[]>();
  return (units) => {
    const alike = entries.get(units.length) ?? [];
    const known = alike.find((entry) => haveSameUnits(entry.units, units));
    if (known !== undefined) return known.metrics;
    const metrics = metricsOf(arm, units, context);
    entries.set(units.length, [...alike, { units, metrics }]);
    return metrics;
  };
}

function haveSameUnits(a: Uint32Array, b: Uint32Array): boolean {
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false;
  return true;
}
