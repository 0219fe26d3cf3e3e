import { binomialCdf } from "../../../src/stats/binomial.ts";
import {
  clopperPearsonInterval,
  proportionAboveP,
  proportionBelowP,
} from "../../../src/stats/clopper-pearson.ts";
import { decideBound } from "../../../src/stats/decide-bound.ts";
import { mcnemar } from "../../../src/stats/mcnemar.ts";
import { tangoInterval, tangoNonInferiorityP, tangoStatistic } from "../../../src/stats/tango.ts";
import { wilsonInterval } from "../../../src/stats/wilson.ts";
import { num, type Coverage, type Fields } from "./vector-fields.ts";

/** The bounds of a proportion method at the two-sided alpha of its vector. */
const twoSided =
  (interval: typeof wilsonInterval) =>
  (input: Fields): Fields => ({
    ...interval(num(input, "x"), num(input, "n"), num(input, "alpha") / 2),
  });

/** The smallest whole number from `from` on for which a claim holds. */
function firstFrom(from: number, holds: (value: number) => boolean): number {
  let value = from;
  while (!holds(value)) value += 1;
  return value;
}

function mostAccepted(upperAt: (failures: number) => number, limit: number): number {
  return firstFrom(0, (failures) => upperAt(failures) > limit) - 1;
}

/** Power of the exact gate on failures at every sample size, as its vector asks for it. */
function gatePower(input: Fields): Fields {
  const [limit, rate, alpha] = [num(input, "limit"), num(input, "true_rate"), num(input, "alpha")];
  const target = num(input, "power");
  const plans: { n: number; failures: number; power: number }[] = [];
  let failures = -1;
  for (let n = 1; n <= num(input, "n_max"); n += 1) {
    while (proportionBelowP(failures + 1, n, limit) <= alpha) failures += 1;
    plans.push({ n, failures, power: binomialCdf(failures, n, rate) });
  }
  const first = plans.find(({ power }) => power >= target)!;
  const stable = plans[plans.findLastIndex(({ power }) => power < target) + 1]!;
  return {
    n_first: first.n,
    n_stable: stable.n,
    max_failures_at_n_first: first.failures,
    max_failures_at_n_stable: stable.failures,
    power_at_n_first: first.power,
    power_at_n_stable: stable.power,
  };
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
    ours: (input) => ({ exact: clopperPearsonInterval(0, num(input, "n"), 0.05).upper }),
    notOurs: ["rule_of_three", "minus_log_alpha_over_n"],
  },
  acceptance_plan: {
    ours: (input) => {
      const passes = (failures: number, n: number) =>
        clopperPearsonInterval(failures, n, num(input, "alpha")).upper! <= num(input, "limit");
      const allowed = Array.from({ length: num(input, "max_failures") + 1 }, (_, k) => k);
      return {
        n_min_by_allowed_failures: allowed.map((k) => firstFrom(k + 1, (n) => passes(k, n))),
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
      const exact = mostAccepted((k) => clopperPearsonInterval(k, n, alpha).upper!, p);
      return {
        wilson_max_failures_accepted: wilson,
        wilson_actual_type1: binomialCdf(wilson, n, p),
        cp_max_failures_accepted: exact,
        cp_actual_type1: binomialCdf(exact, n, p),
      };
    },
  },
  gate_sample_size: { ours: gatePower, notOurs: ["n_normal_approx"] },
  exact_binomial_test: {
    ours: (input) => ({
      p_value: proportionAboveP(num(input, "x"), num(input, "n"), num(input, "p0")),
    }),
  },
  mcnemar: {
    ours: (input) => {
      const [b, c] = [num(input, "b"), num(input, "c")];
      const { exactP, midP } = mcnemar(b, c);
      return {
        exact_p: exactP,
        mid_p: midP,
        one_sided_p_candidate_worse_exact: proportionBelowP(b, b + c, 0.5),
        one_sided_p_candidate_better_exact: proportionAboveP(b, b + c, 0.5),
      };
    },
    notOurs: ["z", "asymptotic_p"],
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
