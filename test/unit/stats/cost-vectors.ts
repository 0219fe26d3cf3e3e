import { clopperPearsonInterval } from "../../../src/stats/clopper-pearson.ts";
import { tallyClusters } from "../../../src/stats/clusters.ts";
import {
  costPerAccepted,
  pairedCostDifference,
  pairedCostRatio,
} from "../../../src/stats/cost-per-accepted.ts";
import { num, column, type Coverage } from "./vector-fields.ts";

/** Our functions, by the method of the vectors that they meet. */
export const costVectors: Readonly<Record<string, Coverage>> = {
  cost_per_accepted: {
    ours: (input) => {
      const accepted = column(input, "accepted");
      const result = costPerAccepted(column(input, "cost"), accepted, num(input, "alpha") / 2);
      return {
        ratio: result.estimate,
        accepted: accepted.reduce((sum, value) => sum + value, 0),
        log_se: result.logStandardError,
        log_lower: result.lower,
        // Where Fieller's set is unbounded we give no upper bound; the log-delta one is a trap.
        ...(result.fiellerG! >= 1 ? { fieller_upper: result.upper } : { log_upper: result.upper }),
        fieller_g: result.fiellerG,
      };
    },
    notOurs: [
      "se_delta",
      "delta_lower",
      "delta_upper",
      "log_upper",
      "fieller_kind",
      "fieller_lower",
      "fieller_upper",
    ],
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
      const result = costPerAccepted(column(input, "x"), column(input, "u"), 0.025);
      const n = column(input, "x").length;
      const error = result.logStandardError! * result.estimate!;
      return {
        ratio: result.estimate,
        var_linear: (error * error * (n - 1)) / n,
        se_n_minus_1: error,
      };
    },
    notOurs: ["jackknife_se", "jackknife_bias"],
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
      return {
        candidate: costPerAccepted(candidate.costs, candidate.accepted, alpha).estimate,
        baseline: costPerAccepted(baseline.costs, baseline.accepted, alpha).estimate,
        difference: difference.estimate,
        difference_se_paired: difference.standardError,
        difference_lower: difference.lower,
        difference_upper: difference.upper,
        ratio: ratio.estimate,
        log_ratio_se: ratio.logStandardError,
        ratio_lower: ratio.lower,
        ratio_upper: ratio.upper,
      };
    },
    notOurs: ["difference_se_unpaired"],
  },
  cost_per_accepted_clustered: {
    ours: (input) => {
      const names = [...new Set(input["clusters"] as string[])];
      const clusterOf = Int32Array.from(input["clusters"] as string[], (x) => names.indexOf(x));
      const sums = (name: string) =>
        tallyClusters(column(input, name), clusterOf, names.length).sums;
      const result = costPerAccepted(sums("cost"), sums("accepted"), 0.025);
      return {
        ratio: result.estimate,
        se: result.logStandardError! * result.estimate!,
        df: names.length - 1,
      };
    },
    // These bounds are symmetric; ours are made on the logarithm.
    notOurs: ["lower", "upper"],
  },
};
