import { controlVariateMean } from "../../../src/stats/control-variate.ts";
import { pairedDifferenceError } from "../../../src/stats/difference-error.ts";
import { newcombeInterval } from "../../../src/stats/newcombe.ts";
import { stratifiedMean } from "../../../src/stats/stratified-mean.ts";
import { column, fields, num, type Coverage } from "./vector-fields.ts";

/** Our functions, by the method of the vectors that they meet. */
export const adjustedMeanVectors: Readonly<Record<string, Coverage>> = {
  newcombe_paired_diff_ci: {
    ours: (input) => {
      const [a, b, c, d] = ["a", "b", "c", "d"].map((name) => num(input, name));
      const counts = { both: a!, candidateOnly: b!, baselineOnly: c! };
      return { ...newcombeInterval(counts, a! + b! + c! + d!, num(input, "alpha") / 2) };
    },
  },
  paired_se_from_correlation: {
    ours: (input) => ({
      se: pairedDifferenceError(num(input, "se_a"), num(input, "se_b"), num(input, "corr")),
    }),
  },
  stratified_mean: {
    ours: (input) => {
      const strata = fields(input, "strata").map((stratum) => ({
        weight: num(stratum, "weight"),
        values: column(stratum, "scores"),
      }));
      const { estimate, standardError } = stratifiedMean(strata, 0.025);
      return { estimate, se: standardError };
    },
    notOurs: ["unweighted_wrong"],
  },
  control_variate_mean: {
    ours: (input) => {
      const population = num(input, "x_population_mean");
      const result = controlVariateMean(column(input, "y"), column(input, "x"), population, 0.025);
      return {
        theta: result.slope,
        mean_raw: result.rawMean,
        se_raw: result.rawStandardError,
        mean_adjusted: result.estimate,
        se_adjusted: result.standardError,
        variance_ratio: result.varianceRatio,
      };
    },
  },
};
