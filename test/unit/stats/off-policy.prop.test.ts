import fc from "fast-check";
import { expect, test } from "vitest";
import { importanceWeights, weightDiagnostics } from "../../../src/stats/importance-weights.ts";
import {
  directMethod,
  doublyRobust,
  inversePropensity,
  selfNormalized,
  selfNormalizedDoublyRobust,
  switchDoublyRobust,
} from "../../../src/stats/off-policy.ts";
import { replayLimit, replayMatching } from "../../../src/stats/replay-matching.ts";
import { mostByChance, seededUniform } from "./seeded-uniform.ts";

const run = { seed: 20_260_505, numRuns: 300 };
const reward = fc.double({ min: -5, max: 5, noNaN: true });
const weight = fc.double({ min: 0.01, max: 50, noNaN: true });
const column = (values: readonly number[]) => Float64Array.from(values);

interface LoggedRow {
  readonly weight: number;
  readonly reward: number;
  readonly ofTaken: number;
  readonly ofCandidate: number;
}
const logged = fc.array(
  fc.record<LoggedRow>({ weight, reward, ofTaken: reward, ofCandidate: reward }),
  { minLength: 2, maxLength: 60 },
);

function columnsOf(rows: readonly LoggedRow[]) {
  return {
    weights: column(rows.map((row) => row.weight)),
    rewards: column(rows.map((row) => row.reward)),
    model: {
      ofTaken: column(rows.map((row) => row.ofTaken)),
      ofCandidate: column(rows.map((row) => row.ofCandidate)),
    },
  };
}

test("the self-normalised estimate is within the rewards, and moves and scales with them", () => {
  fc.assert(
    fc.property(logged, reward, weight, (rows, shift, scale) => {
      const { weights, rewards } = columnsOf(rows);
      const { estimate, standardError } = selfNormalized(weights, rewards);
      expect(estimate!).toBeGreaterThanOrEqual(Math.min(...rewards) - 1e-9);
      expect(estimate!).toBeLessThanOrEqual(Math.max(...rewards) + 1e-9);
      const moved = selfNormalized(
        weights.map((w) => w * scale),
        rewards.map((r) => shift - r),
      );
      expect(moved.estimate!).toBeCloseTo(shift - estimate!, 8);
      expect(moved.standardError!).toBeCloseTo(standardError!, 8);
    }),
    run,
  );
});

test("evaluating the policy that wrote the log gives the plain mean", () => {
  fc.assert(
    fc.property(logged, (rows) => {
      const { rewards, model } = columnsOf(rows);
      const propensities = column(rows.map((_, index) => 0.1 + 0.05 * (index % 7)));
      const weights = importanceWeights(propensities, propensities);
      const mean = rewards.reduce((sum, r) => sum + r, 0) / rewards.length;
      expect(inversePropensity(weights, rewards).estimate).toBeCloseTo(mean, 10);
      expect(selfNormalized(weights, rewards).estimate).toBeCloseTo(mean, 10);
      const diagnostics = weightDiagnostics(weights)!;
      expect(diagnostics.effectiveN).toBeCloseTo(rewards.length, 9);
      expect(diagnostics.meanZ).toBeNull();
      // A model that knows nothing adds nothing.
      const ignorant = { ofTaken: model.ofTaken.fill(0), ofCandidate: model.ofCandidate.fill(0) };
      expect(doublyRobust(weights, rewards, ignorant)).toEqual(inversePropensity(weights, rewards));
    }),
    run,
  );
});

test("inverse propensity and doubly robust expect the candidate's true value, whatever the model", () => {
  const action = fc.record({
    logging: fc.double({ min: 0.01, max: 1, noNaN: true }),
    candidate: fc.double({ min: 0.01, max: 1, noNaN: true }),
    reward,
    expected: reward,
  });
  fc.assert(
    fc.property(fc.array(action, { minLength: 1, maxLength: 6 }), (actions) => {
      const total = (name: "logging" | "candidate") =>
        actions.reduce((sum, given) => sum + given[name], 0);
      const [ofLog, ofCandidate] = [total("logging"), total("candidate")];
      const valueOf = (name: "reward" | "expected") =>
        actions.reduce((sum, given) => sum + (given.candidate / ofCandidate) * given[name], 0);
      let [ips, robust] = [0, 0];
      for (const taken of actions) {
        const chance = taken.logging / ofLog;
        const weights = importanceWeights(
          column([taken.candidate / ofCandidate]),
          column([chance]),
        );
        const model = {
          ofTaken: column([taken.expected]),
          ofCandidate: column([valueOf("expected")]),
        };
        const rewards = column([taken.reward]);
        ips += chance * inversePropensity(weights, rewards).estimate!;
        robust += chance * doublyRobust(weights, rewards, model).estimate!;
      }
      expect(ips).toBeCloseTo(valueOf("reward"), 8);
      expect(robust).toBeCloseTo(valueOf("reward"), 8);
    }),
    run,
  );
});

test("with a model that is right on every record, nothing is left to correct", () => {
  fc.assert(
    fc.property(logged, (rows) => {
      const { weights, rewards, model } = columnsOf(rows);
      const perfect = { ...model, ofTaken: rewards };
      const direct = directMethod(perfect).estimate!;
      expect(doublyRobust(weights, rewards, perfect).estimate).toBeCloseTo(direct, 10);
      expect(selfNormalizedDoublyRobust(weights, rewards, perfect)).toBeCloseTo(direct, 10);
      // Switching never and always are the two estimators that it switches between.
      const robust = doublyRobust(weights, rewards, model);
      expect(switchDoublyRobust(weights, rewards, model, Infinity)).toEqual(robust);
      expect(switchDoublyRobust(weights, rewards, model, 0).estimate).toBeCloseTo(
        directMethod(model).estimate!,
        10,
      );
    }),
    run,
  );
});

test("the self-normalised 95 % interval holds the true value in about 95 % of logs", () => {
  const [uniform, runs] = [seededUniform(507), 600];
  // Two actions with rewards of 0.3 and 0.7; logged evenly, and the candidate takes one at 0.8.
  let missed = 0;
  for (let simulation = 0; simulation < runs; simulation += 1) {
    const took = Array.from({ length: 400 }, () => (uniform() < 0.5 ? 1 : 0));
    const rewards = column(took.map((a) => (uniform() < (a === 1 ? 0.7 : 0.3) ? 1 : 0)));
    const weights = column(took.map((a) => (a === 1 ? 1.6 : 0.4)));
    const { estimate, standardError } = selfNormalized(weights, rewards);
    if (Math.abs(estimate! - 0.62) > 1.96 * standardError!) missed += 1;
  }
  expect(missed / runs).toBeLessThan(mostByChance(0.055, runs));
});

test("an effective number of records is between 1 and all of them, and no share exceeds 1", () => {
  fc.assert(
    fc.property(fc.array(weight, { minLength: 1, maxLength: 80 }), weight, (weights, scale) => {
      const one = weightDiagnostics(column(weights))!;
      const scaled = weightDiagnostics(column(weights).map((w) => w * scale))!;
      expect(one.effectiveN).toBeGreaterThanOrEqual(1 - 1e-9);
      expect(one.effectiveN).toBeLessThanOrEqual(weights.length * (1 + 1e-9));
      expect(one.effectiveShare).toBeCloseTo(one.effectiveN / weights.length, 12);
      expect(one.largestShare).toBeLessThanOrEqual(1 + 1e-12);
      expect(scaled.effectiveN).toBeCloseTo(one.effectiveN, 8);
      expect(scaled.largestShare).toBeCloseTo(one.largestShare, 10);
    }),
    run,
  );
});

test("whatever the unknown rewards are, the value is between the worst and the best case", () => {
  const unit = fc.double({ min: 0, max: 1, noNaN: true });
  const range = { least: 0, most: 1 };
  fc.assert(
    fc.property(fc.array(unit), fc.array(unit), (matched, unknown) => {
      fc.pre(matched.length + unknown.length > 0);
      const records = matched.length + unknown.length;
      const result = replayMatching(column(matched), records, range);
      const value = [...matched, ...unknown].reduce((sum, r) => sum + r, 0) / records;
      expect(result.worstCase!).toBeLessThanOrEqual(value + 1e-12);
      expect(result.bestCase!).toBeGreaterThanOrEqual(value - 1e-12);
      expect(result.bestCase! - result.worstCase!).toBeCloseTo(1 - result.matchedShare!, 12);
      if (unknown.length === 0) expect(result.valueWhereMatched).toBeCloseTo(value, 12);
    }),
    run,
  );
});

test("replay is right in the limit where the propensity is the same everywhere", () => {
  const contexts = fc.array(
    fc.record({ share: fc.double({ min: 0.1, max: 1, noNaN: true }), reward }),
    { minLength: 1, maxLength: 8 },
  );
  fc.assert(
    fc.property(contexts, fc.double({ min: 0.05, max: 1, noNaN: true }), (given, propensity) => {
      const total = given.reduce((sum, { share }) => sum + share, 0);
      const alike = given.map((x) => ({ share: x.share / total, reward: x.reward, propensity }));
      const { trueValue, replayLimit: limit } = replayLimit(alike);
      expect(limit).toBeCloseTo(trueValue, 10);
    }),
    run,
  );
});
