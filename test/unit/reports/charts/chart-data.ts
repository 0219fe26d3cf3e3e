import type { Comparison, PolicyComparison } from "../../../../src/core/comparison.ts";
import type { CostWaterfall } from "../../../../src/core/charts/cost-waterfall.ts";
import type { JointRegion } from "../../../../src/core/charts/joint-region.ts";
import type { LatencyCurve } from "../../../../src/core/charts/latency-curve.ts";
import type { PolicyMetrics } from "../../../../src/core/metrics.ts";
import type { RunReport } from "../../../../src/reports/run-report.ts";
import { aPolicy, aRejectReport, aReport } from "../a-run-report.ts";

/** Ten outcomes of 100, 200, … 1,000 ms. */
export function aCurve(more: Partial<LatencyCurve> = {}): LatencyCurve {
  return {
    points: Array.from(
      { length: 10 },
      (_, index) => [(index + 1) * 100, (index + 1) / 10] as const,
    ),
    n: 10,
    p90_ms: 900,
    max_ms: 1000,
    censored: [],
    ...more,
  };
}

/** Ten outcomes of which a timeout cut two at 900 ms. */
export function aCutCurve(): LatencyCurve {
  return aCurve({ points: aCurve().points.slice(0, 8), max_ms: 800, censored: [[900, 2]] });
}

/** From two dollars to 0.4424, by way of a mix that is cheaper and retries that are dearer. */
export function aWaterfall(more: Partial<CostWaterfall> = {}): CostWaterfall {
  return {
    basis: "tokens",
    baseline_usd: 2,
    candidate_usd: 0.4424,
    baseline_accepted: 160,
    candidate_accepted: 158,
    steps: [
      { kind: "routing_mix", change_usd: -1.5 },
      { kind: "price_per_token", change_usd: 0 },
      { kind: "tokens_per_call", change_usd: -0.1 },
      { kind: "retries", change_usd: 0.05 },
      { kind: "fallbacks", change_usd: 0 },
      { kind: "escalations", change_usd: 0 },
      { kind: "rejected_work", change_usd: -0.0076 },
    ],
    ...more,
  };
}

/** A cent per accepted outcome at 80 %, with a covariance that is not round. */
export function aRegion(more: Partial<JointRegion> = {}): JointRegion {
  return {
    cost_per_accepted_usd: 0.01,
    acceptance_rate: 0.8,
    n: 200,
    covariance: [0.004, -0.0005, 0.0008],
    ...more,
  };
}

/** A run of two policies with everything that charts are drawn of; parts can be replaced. */
export function aChartReport(
  more: {
    readonly baseline?: Partial<PolicyMetrics>;
    readonly candidate?: Partial<PolicyMetrics>;
    readonly pair?: Partial<PolicyComparison>;
    readonly comparison?: Partial<Comparison>;
  } = {},
): RunReport {
  const { policies } = aRejectReport().comparison;
  const candidate = aRegion({ cost_per_accepted_usd: 0.0028, acceptance_rate: 0.79 });
  return aReport({
    comparison: {
      policies: {
        prod: aPolicy({
          ...policies["prod"],
          joint: aRegion({ cost_per_accepted_usd: 0.0125 }),
          latency_curves: { complete: aCurve() },
          ...more.baseline,
        }),
        "cheap-first": aPolicy({
          ...policies["cheap-first"],
          joint: candidate,
          latency_curves: { complete: aCutCurve() },
          ...more.candidate,
        }),
      },
      ...more.comparison,
    },
    pair: { waterfall: aWaterfall(), ...more.pair },
  });
}
