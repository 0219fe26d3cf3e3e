import { describe, expect, test } from "vitest";
import {
  clippedWeights,
  importanceWeights,
  weightDiagnostics,
  type WeightDiagnostics,
} from "../../../src/stats/importance-weights.ts";
import {
  doublyRobust,
  inversePropensity,
  selfNormalized,
  selfNormalizedDoublyRobust,
} from "../../../src/stats/off-policy.ts";
import { overlapRefusals } from "../../../src/stats/overlap-refusal.ts";
import {
  NO_SUPPORT_SEEN,
  unsupportedShare,
  withRecord,
} from "../../../src/stats/policy-support.ts";
import { replayLimit, replayMatching } from "../../../src/stats/replay-matching.ts";

const column = (...values: number[]) => Float64Array.from(values);
const nothing = column();

describe("without data", () => {
  test("no estimator makes a value up", () => {
    const unknown = { estimate: null, standardError: null };
    const model = { ofTaken: nothing, ofCandidate: nothing };
    expect(inversePropensity(nothing, nothing)).toEqual(unknown);
    expect(selfNormalized(nothing, nothing)).toEqual(unknown);
    expect(doublyRobust(nothing, nothing, model)).toEqual(unknown);
    expect(selfNormalizedDoublyRobust(nothing, nothing, model)).toBeNull();
    expect(weightDiagnostics(nothing)).toBeNull();
    expect(unsupportedShare(NO_SUPPORT_SEEN)).toBeNull();
  });

  test("a log in which the candidate never agrees has no value, only its range", () => {
    expect(replayMatching(nothing, 3, { least: 0, most: 1 })).toEqual({
      records: 3,
      matched: 0,
      matchedShare: 0,
      valueWhereMatched: null,
      standardError: null,
      worstCase: 0,
      bestCase: 1,
    });
    expect(selfNormalized(column(0, 0), column(1, 1)).estimate).toBeNull();
    expect(replayLimit([{ share: 1, propensity: 0, reward: 1 }]).replayLimit).toBeNull();
  });

  test("an empty log has nothing at all", () => {
    const { matchedShare, worstCase, bestCase } = replayMatching(nothing, 0, {
      least: 0,
      most: 1,
    });
    expect([matchedShare, worstCase, bestCase]).toEqual([null, null, null]);
  });

  test("a propensity of 0 for what was done is no ground to decide on", () => {
    const weights = importanceWeights(column(0.5, 0.5, 0), column(0.5, 0, 0));
    const rewards = column(1, 1, 1);
    expect(selfNormalized(weights, rewards).estimate).toBeNull();
    expect(inversePropensity(weights, rewards).estimate).toBeNull();
    expect(overlapRefusals(weightDiagnostics(weights), 0)).toEqual([
      "few_effective_records",
      "small_effective_share",
    ]);
  });

  test("one record has no standard error", () => {
    expect(selfNormalized(column(2), column(1))).toEqual({ estimate: 1, standardError: null });
    expect(inversePropensity(column(2), column(1))).toEqual({ estimate: 2, standardError: null });
    expect(weightDiagnostics(column(2))!.meanZ).toBeNull();
  });
});

test("a weight is the candidate's probability over the log's, and may be held to a limit", () => {
  const weights = importanceWeights(column(0.7, 0, 0.9), column(0.5, 0.3, 0.25));
  expect([...weights]).toEqual([1.4, 0, 3.6]);
  expect([...clippedWeights(weights, 2)]).toEqual([1.4, 0, 2]);
});

test("an action that the log never takes leaves the candidate's value unknown", () => {
  const seen = [
    [column(1, 0), column(1, 0)],
    [column(0.9, 0.1), column(0.2, 0.8)],
  ].reduce((support, [logging, candidate]) => withRecord(support, logging!, candidate!), {
    ...NO_SUPPORT_SEEN,
  });
  expect(unsupportedShare(seen)).toBe(0);
  const after = withRecord(seen, column(1, 0), column(0.25, 0.75));
  expect(unsupportedShare(after)).toBe(0.25);
  expect(after).toMatchObject({ records: 3, recordsWithout: 1, leastProbability: 0.1 });
});

describe("a log may not decide", () => {
  const plenty: WeightDiagnostics = {
    n: 1000,
    effectiveN: 800,
    effectiveShare: 0.8,
    largest: 3,
    largestShare: 0.003,
    mean: 1,
    meanZ: 0.2,
  };
  const refusals = (changes: Partial<WeightDiagnostics>, unsupported = 0) =>
    overlapRefusals({ ...plenty, ...changes }, unsupported);

  test("unless everything is in order", () => {
    expect(refusals({})).toEqual([]);
    expect(refusals({ effectiveN: 100, effectiveShare: 0.05, largestShare: 0.05 })).toEqual([]);
    expect(refusals({ meanZ: null })).toEqual([]);
  });

  test("for each of its lacks", () => {
    expect(overlapRefusals(null, 0)).toEqual(["no_data"]);
    expect(refusals({}, 1e-6)).toEqual(["not_identified"]);
    expect(refusals({ effectiveN: 99 })).toEqual(["few_effective_records"]);
    expect(refusals({ effectiveShare: 0.049 })).toEqual(["small_effective_share"]);
    expect(refusals({ largestShare: 0.051 })).toEqual(["one_record_dominates"]);
    expect(refusals({ meanZ: -3.1 })).toEqual(["wrong_propensities"]);
  });

  test("for all of them at once, the gravest first", () => {
    const bad = { effectiveN: 1, effectiveShare: 0.001, largestShare: 0.9, meanZ: 9 };
    expect(refusals(bad, 0.5)).toEqual([
      "not_identified",
      "wrong_propensities",
      "few_effective_records",
      "small_effective_share",
      "one_record_dominates",
    ]);
  });
});
