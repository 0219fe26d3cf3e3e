import {
  effectiveRecords,
  designEffect,
  observedDesignEffect,
} from "../../../src/stats/design-effect.ts";
import {
  smallestDetectableEffect,
  smallestDetectablePairedDifference,
  varianceOfDifference,
} from "../../../src/stats/detectable-difference.ts";
import {
  intersectionUnionP,
  jointPower,
  powerPerGate,
} from "../../../src/stats/intersection-union.ts";
import { tangoPower } from "../../../src/stats/tango-power.ts";
import { num, nums, type Coverage, type Fields } from "./vector-fields.ts";

/** Variance of one record's difference, as Miller's vectors give its parts. */
export function plannedVariance(input: Fields): number {
  return varianceOfDifference({
    betweenRecords: num(input, "omega2"),
    withinBaseline: num(input, "sigma2_a"),
    withinCandidate: num(input, "sigma2_b"),
    answersBaseline: num(input, "k_a"),
    answersCandidate: num(input, "k_b"),
  });
}

/** Our functions, by the method of the vectors that they meet. */
export const planningVectors: Readonly<Record<string, Coverage>> = {
  eval_mde: {
    ours: (input) => ({
      mde: smallestDetectableEffect(
        num(input, "n"),
        Math.sqrt(plannedVariance(input)),
        num(input, "alpha") / 2,
        num(input, "power"),
      ),
    }),
  },
  paired_mde: {
    ours: (input) => ({
      mde: smallestDetectablePairedDifference(
        num(input, "n"),
        num(input, "discordance"),
        num(input, "alpha"),
        num(input, "power"),
      ),
    }),
  },
  tango_ni_exact_power: {
    ours: (input) => {
      const powerAt = (difference: number) =>
        tangoPower({
          pairs: num(input, "n"),
          margin: num(input, "margin"),
          discordance: num(input, "discordance"),
          difference,
          alpha: num(input, "alpha"),
        });
      return { power_at_equal: powerAt(0), type1_at_minus_margin: powerAt(-num(input, "margin")) };
    },
  },
  design_effect: {
    ours: (input) => {
      const deff = designEffect(num(input, "mean_cluster_size"), num(input, "icc"));
      return { deff, n_eff: effectiveRecords(num(input, "n"), deff) };
    },
  },
  ratio_check: {
    ours: (input) => {
      const deff = observedDesignEffect(num(input, "se_clustered"), num(input, "se_naive"));
      return { ratio: Math.sqrt(deff), effective_n_of_9622: effectiveRecords(9622, deff) };
    },
  },
  iut_power: {
    ours: (input) => {
      const gates = num(input, "gates");
      const joint = jointPower(Array.from({ length: gates }, () => num(input, "per_gate_power")));
      const needed = powerPerGate(gates, num(input, "target"));
      return {
        joint_power_independent: joint.independent,
        joint_power_lower_bound: joint.atLeast,
        per_gate_power_needed_independent: needed.independent,
        per_gate_power_needed_bonferroni: needed.atLeast,
      };
    },
  },
  iut_p_value: {
    ours: (input) => {
      const p = intersectionUnionP(nums(input, "p"));
      return { p_value: p, promote: p <= num(input, "alpha") };
    },
  },
};
