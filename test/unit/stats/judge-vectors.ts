import {
  predictionGain,
  predictionPoweredMean,
  tunedTrust,
} from "../../../src/stats/prediction-powered.ts";
import {
  roganGladen,
  roganGladenInterval,
  roganGladenPoint,
  type JudgedCounts,
} from "../../../src/stats/rogan-gladen.ts";
import { column, num, type Coverage, type Fields } from "./vector-fields.ts";

const judgedCounts = (input: Fields): JudgedCounts => ({
  judged: num(input, "n"),
  judgedPositive: num(input, "judge_positive"),
  trulyPositive: num(input, "n_true_positive_labels"),
  truePositives: num(input, "se_hits"),
  trulyNegative: num(input, "n_true_negative_labels"),
  trueNegatives: num(input, "sp_hits"),
});

const clip = (rate: number): number => Math.min(1, Math.max(0, rate));

/** Our functions, by the method of the vectors that they meet. */
export const judgeVectors: Readonly<Record<string, Coverage>> = {
  rogan_gladen: {
    ours: (input) => {
      const corrected = roganGladen(judgedCounts(input));
      return {
        sensitivity: corrected.sensitivity,
        specificity: corrected.specificity,
        youden: corrected.youden,
        apparent: corrected.apparent,
        estimate_raw: corrected.raw,
        estimate: corrected.estimate,
        se: corrected.standardError,
      };
    },
  },
  rogan_gladen_point: {
    ours: (input) => {
      const apparent = num(input, "positive") / num(input, "tested");
      const [sensitivity, specificity] = [num(input, "se"), num(input, "sp")];
      return { apparent, true: roganGladenPoint({ apparent, sensitivity, specificity }) };
    },
  },
  rogan_gladen_ci: {
    ours: (input) => {
      const { estimate, unclipped } = roganGladenInterval(
        judgedCounts(input),
        num(input, "alpha") / 2,
      );
      // Where the calibration is inconsistent the vector has the bounds that we withhold.
      return {
        estimate,
        lower: unclipped === null ? null : clip(unclipped.lower),
        upper: unclipped === null ? null : clip(unclipped.upper),
      };
    },
  },
  ppi_mean: {
    ours: (input) => {
      const sample = {
        labels: column(input, "labels"),
        judgeOnLabelled: column(input, "judge_on_labelled"),
        judgeOnUnlabelled: column(input, "judge_on_unlabelled"),
      };
      const trust = tunedTrust(sample);
      const [labels, plain, tuned] = [0, 1, trust].map((by) =>
        predictionPoweredMean(sample, by, num(input, "alpha") / 2),
      );
      const judged = [...sample.judgeOnLabelled, ...sample.judgeOnUnlabelled];
      return {
        judge_only_mean: judged.reduce((sum, value) => sum + value, 0) / judged.length,
        labels_only: labels!.estimate,
        labels_only_se: labels!.standardError,
        classical_lower: labels!.lower,
        classical_upper: labels!.upper,
        ppi: plain!.estimate,
        ppi_se: plain!.standardError,
        ppi_lower: plain!.lower,
        ppi_upper: plain!.upper,
        lambda: tuned!.trust,
        ppi_plus: tuned!.estimate,
        ppi_plus_se: tuned!.standardError,
        ppi_plus_lower: tuned!.lower,
        ppi_plus_upper: tuned!.upper,
      };
    },
  },
  ppi_gain: {
    ours: (input) => {
      const gain = predictionGain(num(input, "rho"), num(input, "n"), num(input, "N"));
      return {
        variance_ratio: gain.varianceRatio,
        equivalent_labels: gain.equivalentLabels,
        limit_factor: gain.limitFactor,
      };
    },
  },
};
