import { NanoUsdSum, nanoUsdFromUsd } from "../../../src/core/money.ts";
import { costNanoUsd } from "../../../src/providers/cost-nano-usd.ts";
import { clopperPearsonInterval } from "../../../src/stats/clopper-pearson.ts";
import { tallyClusters } from "../../../src/stats/clusters.ts";
import {
  costPerAccepted,
  pairedCostDifference,
  pairedCostRatio,
} from "../../../src/stats/cost-per-accepted.ts";
import { overallRatio, segmentRatio, type SegmentCost } from "../../../src/stats/cost-segments.ts";
import { unpairedDifferenceError } from "../../../src/stats/difference-error.ts";
import { fiellerSet } from "../../../src/stats/fieller.ts";
import { logDeltaBounds, ratioDelta, ratioJackknife } from "../../../src/stats/ratio-delta.ts";
import { num, column, fields, type Coverage, type Fields } from "./vector-fields.ts";

const segmentCosts = (input: Fields, name: string): readonly SegmentCost[] =>
  fields(input, name).map((segment) => ({
    cost: num(segment, "cost"),
    accepted: num(segment, "accepted"),
  }));

/** Our functions, by the method of the vectors that they meet. */
export const costVectors: Readonly<Record<string, Coverage>> = {
  cost_per_accepted: {
    ours: (input) => {
      const [costs, accepted] = [column(input, "cost"), column(input, "accepted")];
      const alpha = num(input, "alpha") / 2;
      const result = costPerAccepted(costs, accepted, alpha);
      const delta = ratioDelta({ costs, accepted }, alpha);
      const fieller = fiellerSet({ costs, accepted }, alpha);
      const { estimate, logStandardError } = result;
      return {
        ratio: result.estimate,
        accepted: accepted.reduce((sum, value) => sum + value, 0),
        log_se: result.logStandardError,
        log_lower: result.lower,
        // Where Fieller's set is unbounded the result has no upper bound: this one is false there.
        log_upper: logDeltaBounds(estimate!, logStandardError!, costs.length - 1, alpha).upper,
        se_delta: delta.standardError,
        delta_lower: delta.lower,
        delta_upper: delta.upper,
        fieller_kind: fieller.kind,
        fieller_lower: fieller.lower,
        fieller_upper: fieller.upper,
        fieller_g: result.fiellerG,
      };
    },
  },
  cost_per_accepted_zero: {
    ours: (input) => {
      const n = num(input, "n");
      const costs = new Float64Array(n).fill(num(input, "total_cost") / n);
      const result = costPerAccepted(costs, new Float64Array(n), num(input, "alpha"));
      return {
        estimate: result.estimate,
        acceptance_upper: clopperPearsonInterval(0, n, num(input, "alpha")).upper,
        lower_bound: result.lower,
        upper_bound: result.upper,
      };
    },
  },
  ratio_delta: {
    ours: (input) => {
      const units = { costs: column(input, "x"), accepted: column(input, "u") };
      const { estimate, standardError } = ratioDelta(units, 0.025);
      const jackknife = ratioJackknife(units)!;
      const n = units.costs.length;
      return {
        ratio: estimate,
        var_linear: (standardError! ** 2 * (n - 1)) / n,
        se_n_minus_1: standardError,
        jackknife_se: jackknife.standardError,
        jackknife_bias: jackknife.bias,
      };
    },
  },
  cost_per_accepted_paired: {
    ours: (input) => {
      const alpha = num(input, "alpha") / 2;
      const arm = (name: string) => ({
        costs: column(input, `cost_${name}`),
        accepted: column(input, `accepted_${name}`),
      });
      const [baseline, candidate] = [arm("baseline"), arm("candidate")];
      const ratio = pairedCostRatio(baseline, candidate, alpha);
      const difference = pairedCostDifference(baseline, candidate, alpha);
      const errorOf = (units: typeof baseline) => ratioDelta(units, alpha).standardError!;
      return {
        candidate: costPerAccepted(candidate.costs, candidate.accepted, alpha).estimate,
        baseline: costPerAccepted(baseline.costs, baseline.accepted, alpha).estimate,
        difference: difference.estimate,
        difference_se_paired: difference.standardError,
        difference_se_unpaired: unpairedDifferenceError(errorOf(candidate), errorOf(baseline)),
        difference_lower: difference.lower,
        difference_upper: difference.upper,
        ratio: ratio.estimate,
        log_ratio_se: ratio.logStandardError,
        ratio_lower: ratio.lower,
        ratio_upper: ratio.upper,
      };
    },
  },
  cost_per_accepted_clustered: {
    ours: (input) => {
      const names = [...new Set(input["clusters"] as string[])];
      const clusterOf = Int32Array.from(input["clusters"] as string[], (x) => names.indexOf(x));
      const sums = (name: string) =>
        tallyClusters(column(input, name), clusterOf, names.length).sums;
      // Reported bounds are made on the logarithm; the vector's lie as far above as below.
      const units = { costs: sums("cost"), accepted: sums("accepted") };
      const { estimate, standardError, lower, upper } = ratioDelta(units, num(input, "alpha") / 2);
      return { ratio: estimate, se: standardError, df: names.length - 1, lower, upper };
    },
  },
  cost_per_accepted_segments: {
    ours: (input) => {
      const segments = segmentCosts(input, "segments");
      return { segment_ratios: segments.map(segmentRatio), overall: overallRatio(segments) };
    },
    notOurs: ["record_share_mean_wrong", "plain_mean_wrong"],
  },
  cost_per_accepted_segments_compare: {
    ours: (input) => {
      const [candidate, baseline] = [
        segmentCosts(input, "candidate"),
        segmentCosts(input, "baseline"),
      ];
      return {
        candidate_segments: candidate.map(segmentRatio),
        baseline_segments: baseline.map(segmentRatio),
        candidate_overall: overallRatio(candidate),
        baseline_overall: overallRatio(baseline),
      };
    },
  },
  integer_money: {
    ours: (input) => {
      const costs = fields(input, "calls").map((call) =>
        costNanoUsd(
          {
            inputUncachedTokens: num(call, "input_tokens"),
            inputCacheReadTokens: undefined,
            inputCacheWriteTokens: undefined,
            outputReasoningTokens: undefined,
            outputTokens: num(call, "output_tokens"),
          },
          {
            cachedInputNanoUsdPerMtok: undefined,
            inputNanoUsdPerMtok: nanoUsdFromUsd(num(call, "usd_per_million_input")),
            outputNanoUsdPerMtok: nanoUsdFromUsd(num(call, "usd_per_million_output")),
            perRequestNanoUsd: 0,
          },
        ),
      );
      const sum = new NanoUsdSum();
      for (const cost of costs) sum.add(cost!);
      return { nano_usd: costs, total_nano_usd: Number(sum.total) };
    },
  },
};
