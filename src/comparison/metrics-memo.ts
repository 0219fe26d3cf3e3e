import type { Metrics } from "../core/metrics.ts";
import type { ArmColumns } from "./arm-columns.ts";
import { metricsOf, type MetricsContext } from "./metrics.ts";

interface Entry {
  readonly units: Uint32Array;
  readonly metrics: Metrics;
}

/** Metrics of some outcomes of one arm. */
export interface MetricsMemo {
  /** Computes them once; the list of units must stay as it is. */
  readonly keep: (units: Uint32Array) => Metrics;
  /** Takes what was kept, or computes them and forgets the units. */
  readonly pass: (units: Uint32Array) => Metrics;
}

/**
 * Spares the groups of outcomes that come back under other names: most policies serve what they
 * decided on, and many datasets have one owner. Lists are as long as the run, so only those that
 * are likely to come back are kept.
 */
export function createMetricsMemo(arm: ArmColumns, context: MetricsContext): MetricsMemo {
  const entries: Entry[] = [];
  const find = (units: Uint32Array) =>
    entries.find((entry) => haveSameUnits(entry.units, units))?.metrics;
  const keep = (units: Uint32Array) => {
    const known = find(units);
    if (known !== undefined) return known;
    const metrics = metricsOf(arm, units, context);
    entries.push({ units, metrics });
    return metrics;
  };
  return { keep, pass: (units) => find(units) ?? metricsOf(arm, units, context) };
}

function haveSameUnits(a: Uint32Array, b: Uint32Array): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false;
  return true;
}
