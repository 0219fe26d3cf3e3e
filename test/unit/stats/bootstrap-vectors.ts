import { bcaInterval } from "../../../src/stats/bca.ts";
import { bootstrapError, percentileInterval } from "../../../src/stats/bootstrap-interval.ts";
import { tallyClusters } from "../../../src/stats/clusters.ts";
import { interpolatedQuantile } from "../../../src/stats/interpolated-quantile.ts";
import { ratiosLeavingOneOut } from "../../../src/stats/ratio-delta.ts";
import { ratioMoments, type CostUnits } from "../../../src/stats/ratio-moments.ts";
import { everyResample, replicatesOf, type Resample } from "../../../src/stats/resamples.ts";
import { noneAcceptedShare, resampledRatio } from "../../../src/stats/resampled-ratio.ts";
import { column, num, rows, type Coverage } from "./vector-fields.ts";

/** Ratios of all resamples of a handful of units. */
const enumerated = (units: CostUnits): Float64Array =>
  replicatesOf(everyResample(units.costs.length), (drawn) => resampledRatio(units, drawn));

const type7 = (values: Float64Array, p: number): number =>
  interpolatedQuantile(values.toSorted(), p, 7)!;

/** Our functions, by the method of the vectors that they meet. */
export const bootstrapVectors: Readonly<Record<string, Coverage>> = {
  bca_enumerated: {
    ours: (input) => {
      const units = { costs: column(input, "x"), accepted: column(input, "u") };
      const alpha = num(input, "alpha") / 2;
      const estimate = ratioMoments(units).ratio;
      const replicates = enumerated(units);
      const bca = bcaInterval(estimate, replicates, ratiosLeavingOneOut(units), alpha);
      const percentile = percentileInterval(estimate, replicates, alpha);
      return {
        estimate,
        bootstrap_se: bootstrapError(replicates, "all"),
        bootstrap_mean: replicates.reduce((sum, value) => sum + value, 0) / replicates.length,
        z0: bca.biasCorrection,
        acceleration: bca.acceleration,
        alpha1: bca.lowerLevel,
        alpha2: bca.upperLevel,
        bca_lower: bca.lower,
        bca_upper: bca.upper,
        percentile_lower: percentile.lower,
        percentile_upper: percentile.upper,
      };
    },
  },
  ratio_bootstrap_infinite_replicates: {
    ours: (input) => {
      const units = { costs: column(input, "cost"), accepted: column(input, "accepted") };
      const replicates = enumerated(units);
      const infinite = replicates.filter((value) => value === Infinity).length;
      const { ratio } = ratioMoments(units);
      const { lower, upper } = percentileInterval(ratio, replicates, num(input, "alpha") / 2);
      const accepted = units.accepted.reduce((sum, value) => sum + value, 0);
      return {
        infinite_replicates: infinite,
        infinite_share: infinite / replicates.length,
        share_formula: noneAcceptedShare(units.costs.length, accepted),
        nearest_rank_lower: lower,
        nearest_rank_upper: upper,
      };
    },
    notOurs: ["upper_if_infinite_were_dropped_wrong"],
  },
  ratio_bootstrap_no_accepted_probability: {
    ours: (input) => ({
      probability: noneAcceptedShare(num(input, "n"), num(input, "accepted")),
      limit: Math.exp(-num(input, "accepted")),
    }),
  },
  cluster_bootstrap_mean: {
    ours: (input) => {
      const clusters = rows(input, "clusters");
      const clusterOf = Int32Array.from(clusters.flatMap((row, index) => row.map(() => index)));
      const values = Float64Array.from(clusters.flat());
      const { sums, sizes } = tallyClusters(values, clusterOf, clusters.length);
      const units = { costs: sums, accepted: sizes! };
      const replicates = replicatesOf(rows(input, "resamples"), (drawn) =>
        resampledRatio(units, drawn),
      );
      const estimate = ratioMoments(units).ratio;
      const { lower, upper } = percentileInterval(estimate, replicates, num(input, "alpha") / 2);
      return {
        estimate,
        replicates: [...replicates],
        se: bootstrapError(replicates),
        lower,
        upper,
      };
    },
  },
  paired_bootstrap_quantile_difference: {
    ours: (input) => {
      const [candidate, baseline] = [column(input, "candidate"), column(input, "baseline")];
      const p = num(input, "p");
      const read = (values: Float64Array, drawn: Resample) =>
        type7(
          Float64Array.from(drawn, (place) => values[place]!),
          p,
        );
      const replicates = replicatesOf(
        rows(input, "resamples"),
        (drawn) => read(candidate, drawn) - read(baseline, drawn),
      );
      const estimate = type7(candidate, p) - type7(baseline, p);
      const { lower, upper } = percentileInterval(estimate, replicates, num(input, "alpha") / 2);
      return {
        estimate,
        replicates: [...replicates],
        se: bootstrapError(replicates),
        lower,
        upper,
        p95_of_differences_is_a_different_thing: type7(
          candidate.map((value, pair) => value - baseline[pair]!),
          p,
        ),
      };
    },
  },
};
