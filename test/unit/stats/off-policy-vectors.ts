import {
  clippedWeights,
  importanceWeights,
  weightDiagnostics,
} from "../../../src/stats/importance-weights.ts";
import {
  directMethod,
  doublyRobust,
  inversePropensity,
  selfNormalized,
  selfNormalizedDoublyRobust,
  switchDoublyRobust,
} from "../../../src/stats/off-policy.ts";
import {
  NO_SUPPORT_SEEN,
  unsupportedMass,
  unsupportedShare,
  withRecord,
} from "../../../src/stats/policy-support.ts";
import { replayLimit, replayMatching } from "../../../src/stats/replay-matching.ts";
import { column, fields, num, nums, rows, type Coverage } from "./vector-fields.ts";

/** Our functions, by the method of the vectors that they meet. */
export const offPolicyVectors: Readonly<Record<string, Coverage>> = {
  ope_estimators: {
    ours: (input) => {
      const [actions, rewards] = [nums(input, "action"), column(input, "reward")];
      const [candidate, expected] = [rows(input, "action_dist"), rows(input, "q_hat")];
      const ofAction = (table: number[][]) =>
        Float64Array.from(actions, (action, record) => table[record]![action]!);
      const model = {
        ofTaken: ofAction(expected),
        ofCandidate: Float64Array.from(candidate, (distribution, record) =>
          distribution.reduce((sum, p, action) => sum + p * expected[record]![action]!, 0),
        ),
      };
      const weights = importanceWeights(ofAction(candidate), column(input, "pscore"));
      const [ips, snips] = [inversePropensity(weights, rewards), selfNormalized(weights, rewards)];
      const dr = doublyRobust(weights, rewards, model);
      const diagnostics = weightDiagnostics(weights)!;
      return {
        weights,
        ips: ips.estimate,
        ips_se: ips.standardError,
        snips: snips.estimate,
        snips_se: snips.standardError,
        dm: directMethod(model).estimate,
        dr: dr.estimate,
        dr_se: dr.standardError,
        sndr: selfNormalizedDoublyRobust(weights, rewards, model),
        switch_dr_lambda2: switchDoublyRobust(weights, rewards, model, 2).estimate,
        clipped_ips_lambda2: inversePropensity(clippedWeights(weights, 2), rewards).estimate,
        ess: diagnostics.effectiveN,
        ess_share: diagnostics.effectiveShare,
        max_weight: diagnostics.largest,
        max_weight_share: diagnostics.largestShare,
        mean_weight: diagnostics.mean,
        mean_weight_z: diagnostics.meanZ,
      };
    },
  },
  ope_support: {
    ours: (input) => {
      const distributions = (name: string) =>
        rows(input, name).map((distribution) => Float64Array.from(distribution));
      const [logging, candidate] = [distributions("logging_dist"), distributions("candidate_dist")];
      let support = NO_SUPPORT_SEEN;
      for (const [record, logged] of logging.entries()) {
        support = withRecord(support, logged, candidate[record]!);
      }
      return {
        unsupported_mass_per_record: logging.map((logged, record) =>
          unsupportedMass(logged, candidate[record]!),
        ),
        unsupported_share: unsupportedShare(support),
        records_with_violation: support.recordsWithout,
        min_positive_propensity: support.leastProbability,
        identifiable: support.unsupported === 0,
      };
    },
  },
  ope_replay_bias: {
    ours: (input) => {
      const contexts = fields(input, "contexts").map((context) => ({
        share: num(context, "share"),
        propensity: num(context, "propensity"),
        reward: num(context, "reward"),
      }));
      const { trueValue, replayLimit: limit } = replayLimit(contexts);
      // What each context adds to the mean of weight times reward, where its arm was logged.
      const weighted = inversePropensity(
        importanceWeights(
          new Float64Array(contexts.length).fill(1),
          Float64Array.from(contexts, ({ propensity }) => propensity),
        ),
        Float64Array.from(
          contexts,
          ({ share, propensity, reward }) => contexts.length * share * propensity * reward,
        ),
      );
      return { true_value: trueValue, replay_limit: limit, ips_limit: weighted.estimate };
    },
  },
  replay_and_bounds: {
    ours: (input) => {
      const [logged, candidate] = [nums(input, "logged_action"), nums(input, "candidate_action")];
      const matched = column(input, "reward").filter(
        (_, record) => logged[record] === candidate[record],
      );
      const range = { least: num(input, "r_min"), most: num(input, "r_max") };
      const result = replayMatching(matched, logged.length, range);
      return {
        matched: result.matched,
        coverage: result.matchedShare,
        replay_value: result.valueWhereMatched,
        replay_se: result.standardError,
        manski_lower: result.worstCase,
        manski_upper: result.bestCase,
      };
    },
  },
};
