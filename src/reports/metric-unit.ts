import type { GateResult } from "../core/comparison.ts";

/** What a number counts, so that it can be written for people. */
export type Unit =
  "rate" | "points" | "ms" | "ms_difference" | "usd" | "usd_difference" | "ratio" | "count";

/** The unit of a metric by its name; graders, like rates, are 0..1. */
export function metricUnit(metric: string): "rate" | "ms" | "usd" {
  if (metric.endsWith("_ms")) return "ms";
  return metric.endsWith("_usd") || metric.startsWith("max_cost_per_") ? "usd" : "rate";
}

const differenceUnits = { rate: "points", ms: "ms_difference", usd: "usd_difference" } as const;

/** The unit of a gate's threshold, as the policy writes it. */
export function thresholdUnit(gate: GateResult): Unit {
  const unit = metricUnit(gate.metric);
  switch (gate.bound) {
    case "min":
    case "max":
      return unit;
    case "max_drop":
    case "max_rise":
      return differenceUnits[unit];
    case "max_ratio":
    case "min_ratio":
      return "ratio";
  }
}
