import { binomialCdf } from "../../../src/stats/binomial.ts";
import { censoredQuantile } from "../../../src/stats/censored-quantile.ts";
import { clusteredMean } from "../../../src/stats/clustered-mean.ts";
import {
  clusterMoments,
  tallyClusters,
  uncorrectedVariance,
  type ClusterTallies,
} from "../../../src/stats/clusters.ts";
import { effectiveRecordsOfProportion } from "../../../src/stats/design-effect.ts";
import { disagreement } from "../../../src/stats/disagreement.ts";
import { interpolatedQuantile } from "../../../src/stats/interpolated-quantile.ts";
import { kornGraubardInterval } from "../../../src/stats/korn-graubard.ts";
import {
  nearestRank,
  nearestRankIndex,
  quantileInterval,
  quantileRanks,
} from "../../../src/stats/quantile.ts";
import { answerVariance, predictedError } from "../../../src/stats/repeated-answers.ts";
import { normalInterval } from "../../../src/stats/symmetric-interval.ts";
import { num, column, rows, type Coverage, type Fields } from "./vector-fields.ts";

function tallies(input: Fields): ClusterTallies {
  const names = input["clusters"] as readonly string[];
  const distinct = [...new Set(names)];
  const clusterOf = Int32Array.from(names, (name) => distinct.indexOf(name));
  return tallyClusters(column(input, "scores"), clusterOf, distinct.length);
}

const singletons = (values: Float64Array): ClusterTallies => tallyClusters(values, undefined, 0);

/** Our functions, by the method of the vectors that they meet. */
export const meanAndQuantileVectors: Readonly<Record<string, Coverage>> = {
  paired_mean_se: {
    ours: (input) => {
      const result = clusteredMean(singletons(column(input, "differences")), 0.025);
      const { estimate, standardError } = result;
      // These bounds take z; what is reported takes t.
      const { lower, upper } = normalInterval(estimate!, standardError!, num(input, "alpha") / 2);
      return { mean: estimate, se: standardError, lower, upper };
    },
  },
  clustered_mean_se: {
    ours: (input) => {
      const result = clusteredMean(tallies(input), num(input, "alpha") / 2);
      const scores = column(input, "scores");
      return {
        mean: result.estimate,
        n: scores.length,
        clusters: result.clusters,
        df: result.clusters - 1,
        se_naive: clusteredMean(singletons(scores), 0.025).standardError,
        se_cr0: Math.sqrt(uncorrectedVariance(clusterMoments(tallies(input)))),
        se_cr1: result.standardError,
        t_lower_cr1: result.lower,
        t_upper_cr1: result.upper,
      };
    },
  },
  resampled_mean_se: {
    ours: (input) => {
      const answers = rows(input, "answers");
      const recordOf = Int32Array.from(answers.flatMap((row, index) => row.map(() => index)));
      const data = tallyClusters(Float64Array.from(answers.flat()), recordOf, answers.length);
      const result = clusteredMean(data, 0.025);
      const parts = answerVariance(Float64Array.from(answers.flat()), answers[0]!.length)!;
      return {
        mean: result.estimate,
        se_record_means: result.standardError,
        mean_within_variance: parts.within,
        between_variance: parts.between,
        predicted_se_k1: predictedError(parts, 1),
        predicted_se_k16: predictedError(parts, 16),
      };
    },
    notOurs: ["se_pooled_wrong"],
  },
  routing_disagreement: {
    ours: (input) => {
      const differing = new Float64Array(num(input, "disagree"));
      differing.fill(1, 0, num(input, "b"));
      differing.fill(-1, num(input, "b"), num(input, "b") + num(input, "c"));
      const result = disagreement(differing, num(input, "n_total"), 0.025);
      return {
        share: result.share,
        difference_among_disagreements: result.differenceAmong,
        difference: result.estimate,
        se: result.standardError,
      };
    },
  },
  korn_graubard_ci: {
    ours: (input) => {
      const result = kornGraubardInterval(tallies(input), num(input, "alpha_two_sided") / 2);
      const { mean, variance } = clusterMoments(tallies(input));
      return {
        estimate: result.estimate,
        se: Math.sqrt(variance),
        n_eff: effectiveRecordsOfProportion(mean, variance),
        n_eff_df_adjusted: result.effectiveN,
        lower: result.lower,
        upper: result.upper,
      };
    },
  },
  quantile_definitions: {
    ours: (input) => {
      const [sorted, p] = [column(input, "values").sort(), num(input, "p")];
      return {
        nearest_rank_type1: nearestRank(sorted, p),
        type6: interpolatedQuantile(sorted, p, 6),
        type7: interpolatedQuantile(sorted, p, 7),
        type8: interpolatedQuantile(sorted, p, 8),
      };
    },
  },
  nearest_rank_index: {
    ours: (input) => ({
      rank: (input["cases"] as [string, number][]).map(
        ([p, n]) => nearestRankIndex(n, Number(p)) + 1,
      ),
    }),
    notOurs: ["naive_double"],
  },
  quantile_ci_ranks: {
    ours: (input) => {
      const [n, p, alpha] = [num(input, "n"), num(input, "p"), num(input, "alpha")];
      const both = quantileRanks(n, p, alpha / 2);
      const one = quantileRanks(n, p, alpha);
      const below = both.lower === null ? 0 : binomialCdf(both.lower - 1, n, p);
      const above = both.upper === null ? 1 : binomialCdf(both.upper - 1, n, p);
      return {
        lower_rank: both.lower,
        upper_rank: both.upper,
        two_sided_coverage: above - below,
        one_sided_lower_rank: one.lower,
        one_sided_upper_rank: one.upper,
      };
    },
  },
  quantile_ci_values: {
    ours: (input) => {
      const sorted = column(input, "values").sort();
      const { lower, upper } = quantileInterval(sorted, num(input, "p"), num(input, "alpha") / 2);
      return { lower, upper };
    },
  },
  censored_quantile: {
    ours: (input) => {
      const timeouts = new Float64Array(num(input, "timeouts")).fill(num(input, "timeout_ms"));
      const finished = column(input, "finished");
      const result = censoredQuantile(finished, timeouts, num(input, "p"), 0.05);
      return { rank: result.rank, value: result.estimate, censored: result.isCensored };
    },
    notOurs: ["p95_if_timeouts_were_dropped_wrong"],
  },
};
