import {
  poissonUpperBoundOfNone,
  recordsForFailures,
  ruleOfThree,
} from "../../../src/stats/acceptance-plan.ts";
import { binomialCdf } from "../../../src/stats/binomial.ts";
import {
  clopperPearsonInterval,
  proportionAboveP,
  proportionBelowP,
} from "../../../src/stats/clopper-pearson.ts";
import { decideBound } from "../../../src/stats/decide-bound.ts";
import {
  approximateGateSampleSize,
  gatePlan,
  gateSampleSize,
} from "../../../src/stats/gate-power.ts";
import { approximateMcnemar, mcnemar } from "../../../src/stats/mcnemar.ts";
import { tangoInterval, tangoNonInferiorityP, tangoStatistic } from "../../../src/stats/tango.ts";
import { wilsonInterval } from "../../../src/stats/wilson.ts";
import { num, type Coverage, type Fields } from "./vector-fields.ts";

/** The bounds of a proportion method at the two-sided alpha of its vector. */
const twoSided =
  (interval: typeof wilsonInterval) =>
  (input: Fields): Fields => ({
    ...interval(num(input, "x"), num(input, "n"), num(input, "alpha") / 2),
  });

/** The most failures with which a method's upper bound still keeps to the limit; -1 if none. */
function mostAccepted(upperAt: (failures: number) => number, limit: number): number {
  let failures = -1;
  while (upperAt(failures + 1) <= limit) failures += 1;
  return failures;
}

/** Our functions, by the method of the vectors that they meet. */
export const proportionVectors: Readonly<Record<string, Coverage>> = {
  wilson_ci: { ours: twoSided(wilsonInterval) },
  clopper_pearson_ci: { ours: twoSided(clopperPearsonInterval) },
  clopper_pearson_one_sided: {
    ours: (input) => {
      const { lower, upper } = clopperPearsonInterval(
        num(input, "x"),
        num(input, "n"),
        num(input, "alpha"),
      );
      return { lower, upper };
    },
  },
  rule_of_three: {
    ours: (input) => {
      const [n, alpha] = [num(input, "n"), num(input, "alpha")];
      return {
        exact: clopperPearsonInterval(0, n, alpha).upper,
        rule_of_three: ruleOfThree(n),
        minus_log_alpha_over_n: poissonUpperBoundOfNone(n, alpha),
      };
    },
  },
  acceptance_plan: {
    ours: (input) => {
      const allowed = Array.from({ length: num(input, "max_failures") + 1 }, (_, k) => k);
      return {
        n_min_by_allowed_failures: allowed.map((failures) =>
          recordsForFailures(num(input, "limit"), failures, num(input, "alpha")),
        ),
      };
    },
  },
  proportion_gate: {
    ours: (input) => {
      const interval = clopperPearsonInterval(num(input, "x"), num(input, "n"), 0.05);
      const kind = input["direction"] as "min" | "max";
      return {
        lower: interval.lower,
        upper: interval.upper,
        decision: decideBound(kind, interval, num(input, "threshold")),
      };
    },
  },
  gate_actual_type1: {
    ours: (input) => {
      const [n, p, alpha] = [num(input, "n"), num(input, "p"), num(input, "alpha")];
      const wilson = mostAccepted((k) => wilsonInterval(k, n, alpha).upper!, p);
      const exact = gatePlan({ limit: p, trueRate: p, alpha }, n);
      return {
        wilson_max_failures_accepted: wilson,
        wilson_actual_type1: binomialCdf(wilson, n, p),
        cp_max_failures_accepted: exact.failures,
        cp_actual_type1: exact.power,
      };
    },
  },
  gate_sample_size: {
    ours: (input) => {
      const truth = {
        limit: num(input, "limit"),
        trueRate: num(input, "true_rate"),
        alpha: num(input, "alpha"),
      };
      const { first, stable } = gateSampleSize(truth, num(input, "power"), num(input, "n_max"));
      return {
        n_first: first!.records,
        n_stable: stable!.records,
        max_failures_at_n_first: first!.failures,
        max_failures_at_n_stable: stable!.failures,
        power_at_n_first: first!.power,
        power_at_n_stable: stable!.power,
        n_normal_approx: approximateGateSampleSize(truth, num(input, "power")),
      };
    },
  },
  exact_binomial_test: {
    ours: (input) => ({
      p_value: proportionAboveP(num(input, "x"), num(input, "n"), num(input, "p0")),
    }),
  },
  mcnemar: {
    ours: (input) => {
      const [b, c] = [num(input, "b"), num(input, "c")];
      const { exactP, midP } = mcnemar(b, c);
      const approximate = approximateMcnemar(b, c);
      return {
        exact_p: exactP,
        mid_p: midP,
        z: approximate.z,
        asymptotic_p: approximate.p,
        one_sided_p_candidate_worse_exact: proportionBelowP(b, b + c, 0.5),
        one_sided_p_candidate_better_exact: proportionAboveP(b, b + c, 0.5),
      };
    },
  },
  tango_paired_diff_ci: {
    ours: (input) => ({
      ...tangoInterval(num(input, "b"), num(input, "c"), num(input, "n"), num(input, "alpha") / 2),
    }),
  },
  tango_noninferiority: {
    ours: (input) => {
      const counts = [num(input, "b"), num(input, "c"), num(input, "n")] as const;
      return {
        z: tangoStatistic(...counts, -num(input, "margin")),
        p_value: tangoNonInferiorityP(...counts, num(input, "margin")),
      };
    },
  },
  slo_exceedance_gate: {
    ours: (input) => {
      const interval = clopperPearsonInterval(num(input, "exceed"), num(input, "n"), 0.05);
      return {
        exceed_lower: interval.lower,
        exceed_upper: interval.upper,
        decision: decideBound("max", interval, 0.05),
      };
    },
  },
};
