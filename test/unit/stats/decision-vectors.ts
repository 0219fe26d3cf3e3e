import { betaQuantile, logGamma } from "../../../src/stats/beta.ts";
import { binomialCdf } from "../../../src/stats/binomial.ts";
import { proportionBelowP } from "../../../src/stats/clopper-pearson.ts";
import { benjaminiHochberg, bonferroni, holm } from "../../../src/stats/holm.ts";
import { normalCdf, normalQuantile } from "../../../src/stats/normal.ts";
import {
  recordsNeededForMean,
  unroundedRecordsForMean,
} from "../../../src/stats/records-needed.ts";
import { studentQuantile } from "../../../src/stats/student.ts";
import { plannedVariance } from "./planning-vectors.ts";
import { num, nums, rows, fields, type Coverage } from "./vector-fields.ts";

/** Our functions, by the method of the vectors that they meet. */
export const decisionVectors: Readonly<Record<string, Coverage>> = {
  p_adjust: {
    ours: (input) => {
      const p = nums(input, "p");
      const adjusted = { holm: holm(p), bh: benjaminiHochberg(p), bonferroni: bonferroni(p) };
      const rejected = (values: readonly number[]) =>
        values.filter((p) => p <= num(input, "alpha") + 1e-12).length;
      return {
        ...adjusted,
        holm_rejected: rejected(adjusted.holm),
        bh_rejected: rejected(adjusted.bh),
      };
    },
  },
  segment_regressions: {
    ours: (input) => {
      const segments = fields(input, "segments");
      const p = segments.map((x) => proportionBelowP(num(x, "b"), num(x, "b") + num(x, "c"), 0.5));
      const named = (values: readonly number[]) =>
        segments.filter((_, index) => values[index]! <= num(input, "alpha")).map((x) => x["name"]);
      const [blocking, exploring] = [holm(p), benjaminiHochberg(p)];
      return {
        p,
        holm: blocking,
        bh: exploring,
        blocked: named(blocking),
        flagged: named(exploring),
      };
    },
  },
  special_functions: {
    ours: (input) => ({
      normal_quantile: nums(input, "normal_p").map(normalQuantile),
      normal_cdf: nums(input, "normal_z").map(normalCdf),
      t_quantile: rows(input, "t").map(([p, df]) => studentQuantile(p!, df!)),
      beta_quantile: rows(input, "beta").map(([p, a, b]) => betaQuantile(p!, a!, b!)),
      binomial_cdf: rows(input, "binom").map(([k, n, p]) => binomialCdf(k!, n!, p!)),
      lgamma: nums(input, "lgamma").map(logGamma),
    }),
  },
  additional_sample_size: {
    ours: (input) => {
      const threshold = num(input, "threshold");
      const deviation = num(input, "se_now") * Math.sqrt(num(input, "n_now"));
      const totalAt = (value: number) =>
        value <= threshold ? null : recordsNeededForMean(value, threshold, deviation, 0.05, 0.8);
      const planned = totalAt(num(input, "planned_true_value"));
      return {
        sd_per_record: deviation,
        total_n_at_planned_value: planned,
        additional_at_planned_value: planned === null ? null : planned - num(input, "n_now"),
        total_n_at_observed_value: totalAt(num(input, "observed")),
      };
    },
  },
  paired_ni_sample_size: {
    ours: (input) => {
      const difference = num(input, "true_difference");
      const deviation = Math.sqrt(num(input, "discordance") - difference ** 2);
      const plan = [difference, -num(input, "margin"), deviation, 0.05, 0.8] as const;
      return { n: recordsNeededForMean(...plan), n_exact: unroundedRecordsForMean(...plan) };
    },
  },
  eval_sample_size: {
    ours: (input) => {
      const deviation = Math.sqrt(plannedVariance(input));
      const plan = [num(input, "delta"), 0, deviation, 0.025, 0.8] as const;
      return { n: recordsNeededForMean(...plan), n_exact: unroundedRecordsForMean(...plan) };
    },
  },
};
