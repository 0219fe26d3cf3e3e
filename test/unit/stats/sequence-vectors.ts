import {
  betaBinomialAnytimeP,
  betaBinomialLogMartingale,
  betaBinomialSequence,
} from "../../../src/stats/beta-binomial-sequence.ts";
import { bet, capital, isBetWon, startBetting } from "../../../src/stats/betting-martingale.ts";
import { watchRate } from "../../../src/stats/early-reject.ts";
import {
  empiricalBernsteinInterval,
  narrowestBernsteinInterval,
  observeBernstein,
  startEmpiricalBernstein,
  type EmpiricalBernstein,
  type ValueRange,
} from "../../../src/stats/empirical-bernstein.ts";
import {
  groupSequentialBoundaries,
  type GroupSequentialShape,
} from "../../../src/stats/group-sequential.ts";
import {
  asymptoticSequence,
  normalMixtureBound,
  normalMixtureWidth,
} from "../../../src/stats/normal-mixture.ts";
import { sequentialSign } from "../../../src/stats/sequential-sign.ts";
import {
  sprtDecision,
  sprtFewestTrials,
  sprtLimits,
  sprtLogRatio,
} from "../../../src/stats/sprt.ts";
import { num, nums, type Coverage, type Fields } from "./vector-fields.ts";

const mixtureWidth = (input: Fields): number =>
  normalMixtureWidth(num(input, "v_opt"), num(input, "alpha_opt"));

/** The sequence after each value. */
function bernsteinPath(
  values: readonly number[],
  range: ValueRange,
  alpha: number,
): readonly EmpiricalBernstein[] {
  let sequence = startEmpiricalBernstein(range, alpha);
  return values.map((value) => {
    sequence = observeBernstein(sequence, value);
    return sequence;
  });
}

/** Our functions, by the method of the vectors that they meet. */
export const sequenceVectors: Readonly<Record<string, Coverage>> = {
  beta_binomial_confidence_sequence: {
    ours: (input) => {
      const count = { trials: num(input, "t"), successes: num(input, "successes") };
      const shape = { a: num(input, "a"), b: num(input, "b") };
      const { lower, upper } = betaBinomialSequence(count, num(input, "alpha"), shape);
      return {
        lower,
        upper,
        log_martingale_at_p0: betaBinomialLogMartingale(count, num(input, "p0"), shape),
        p_value_at_p0: betaBinomialAnytimeP(count, num(input, "p0"), shape),
      };
    },
  },
  early_reject_stop: {
    ours: (input) => {
      const outcomes = nums(input, "outcomes").map((outcome) => outcome === 1);
      const [threshold, alpha] = [num(input, "floor"), num(input, "alpha")];
      const stop = watchRate(outcomes, { direction: "min", threshold, alpha });
      return {
        stop_at: stop.stoppedAt,
        successes: stop.successes,
        log_martingale: stop.logMartingale,
      };
    },
  },
  normal_mixture_bound: {
    ours: (input) => {
      const rho = mixtureWidth(input);
      return { bound: normalMixtureBound(num(input, "v"), num(input, "alpha"), rho), rho };
    },
  },
  asymptotic_confidence_sequence: {
    ours: (input) => {
      const [mean, standardDeviation] = [num(input, "mean"), num(input, "sd")];
      const moments = { n: num(input, "t"), mean, standardDeviation };
      const { lower, upper } = asymptoticSequence(
        moments,
        num(input, "alpha"),
        mixtureWidth(input),
      );
      return { radius: (upper! - lower!) / 2, lower, upper };
    },
  },
  empirical_bernstein_cs: {
    ours: (input) => {
      const path = bernsteinPath(nums(input, "x"), { least: 0, most: 1 }, num(input, "alpha"));
      const bounds = path.map(empiricalBernsteinInterval);
      const narrowest = narrowestBernsteinInterval(path.at(-1)!);
      return {
        lower: bounds.map(({ lower }) => lower),
        upper: bounds.map(({ upper }) => upper),
        lower_running_last: narrowest.lower,
        upper_running_last: narrowest.upper,
      };
    },
  },
  empirical_bernstein_cs_difference: {
    ours: (input) => {
      const path = bernsteinPath(nums(input, "d"), { least: -1, most: 1 }, num(input, "alpha"));
      const { lower, upper } = narrowestBernsteinInterval(path.at(-1)!);
      return { lower, upper };
    },
  },
  betting_martingale: {
    ours: (input) => {
      const bets = nums(input, "m").map((mean) => {
        let martingale = startBetting(mean, num(input, "alpha"));
        for (const value of nums(input, "x")) martingale = bet(martingale, value);
        return martingale;
      });
      return {
        capital_last: bets.map(capital),
        capital_max: bets.map(({ mostCapital }) => mostCapital),
        rejected: bets.map(isBetWon),
      };
    },
  },
  sprt: {
    ours: (input) => {
      const plan = {
        rate0: num(input, "p0"),
        rate1: num(input, "p1"),
        alpha: num(input, "alpha"),
        beta: num(input, "beta"),
      };
      const [errors, n] = [num(input, "errors"), num(input, "n")];
      const { acceptH1At, acceptH0At } = sprtLimits(plan);
      return {
        llr: sprtLogRatio(plan, errors, n),
        accept_h1_at: acceptH1At,
        accept_h0_at: acceptH0At,
        decision: sprtDecision(plan, errors, n),
        zero_error_n_to_accept: sprtFewestTrials(plan),
      };
    },
  },
  sequential_sign_evalue: {
    ours: (input) => {
      const { eValue, anytimeP } = sequentialSign(num(input, "b"), num(input, "c"));
      return { e_value: eValue, p_value: anytimeP };
    },
  },
  group_sequential_boundaries: {
    ours: (input) => {
      const upToFiveLooks = (shape: GroupSequentialShape) =>
        [2, 3, 4, 5].map((looks) =>
          groupSequentialBoundaries(shape, looks, num(input, "alpha_one_sided")),
        );
      return {
        pocock: upToFiveLooks("pocock"),
        obrien_fleming: upToFiveLooks("obrien_fleming"),
      };
    },
  },
};
