import { expect, test } from "vitest";
import type { OffPolicyReport } from "../../../../src/core/off-policy.ts";
import { unitInterval } from "../../../../src/core/seed.ts";
import { CodeColumn } from "../../../../src/comparison/code-column.ts";
import { Interner } from "../../../../src/comparison/interner.ts";
import { LoggedColumns } from "../../../../src/comparison/logs/logged-columns.ts";
import { offPolicyEstimates } from "../../../../src/comparison/logs/off-policy-estimates.ts";
import { aRecord } from "../a-comparison.ts";
import { aReplayedLog, pairOf, type LoggedCase, type ReplayedLog } from "./a-replayed-log.ts";

/** Chance of `a` in the log, by whether the record is easy: the log knows which it should be. */
const chanceOfA = (isEasy: boolean): number => (isEasy ? 0.8 : 0.3);
const isEasy = (index: number): boolean => index % 2 === 0;
/** What each route makes of a record: `a` of the easy ones, `b` of most. */
const isRight = (index: number, route: string): boolean =>
  unitInterval(`${index}/${route}/right`) < (route === "a" ? (isEasy(index) ? 0.9 : 0.2) : 0.8);

/** A log that draws its routes by what a record is; the candidate always goes to `route`. */
function drawnLog(records: number, route: string): readonly LoggedCase[] {
  return Array.from({ length: records }, (_, index) => {
    const chance = chanceOfA(isEasy(index));
    const logged = unitInterval(`${index}/drawn`) < chance ? "a" : "b";
    return {
      logged,
      baseline: logged,
      candidate: route,
      accepted: isRight(index, logged),
      costNanoUsd: logged === "a" ? 1_000 : 3_000,
      latencyMs: (logged === "a" ? 100 : 300) + (index % 7),
      propensity: logged === "a" ? chance : 1 - chance,
      possibleRoutes: ["a", "b"],
    };
  });
}

const tagged: ReplayedLog = {
  tagNames: ["kind"],
  record: (ordinal) => ({ tags: { kind: isEasy(ordinal) ? "easy" : "hard" } }),
};

function offPolicy(cases: readonly LoggedCase[], more: ReplayedLog = tagged): OffPolicyReport {
  const found = pairOf(aReplayedLog(cases, more)).off_policy;
  if (found === undefined) throw new Error("the log says nothing");
  return found;
}

test("weights undo what the log knew: the plain mean over the matches is far off", () => {
  const records = 6_000;
  const cases = drawnLog(records, "a");
  const truth = cases.filter((_, index) => isRight(index, "a")).length / records;
  const { estimates, conditional_on_agreement: agreeing, refused } = offPolicy(cases);
  expect(refused).toEqual([]);
  // Of the matches the easy ones are over-represented, as the log sent them there.
  expect(agreeing.candidate.acceptance_rate.value! - truth).toBeGreaterThan(0.1);
  for (const estimate of Object.values(estimates!.acceptance_rate)) {
    expect(Math.abs(estimate.value! - truth)).toBeLessThan(0.03);
    expect(estimate.lower).toBeLessThan(truth);
    expect(estimate.upper).toBeGreaterThan(truth);
  }
  expect(estimates!.cost_per_request_usd.snips.value).toBeCloseTo(1e-6, 12);
  expect(estimates!.p95_complete_ms.weighted_ecdf.value).toBe(106);
});

test("what SNIPS and IPS say is what a plain sum says", () => {
  const cases = drawnLog(900, "b");
  const matches = cases.filter(({ logged }) => logged === "b");
  const weight = matches.reduce((sum, { propensity }) => sum + 1 / propensity!, 0);
  const gain = matches.reduce(
    (sum, { propensity, accepted }) => sum + (accepted ? 1 / propensity! : 0),
    0,
  );
  const { estimates, support } = offPolicy(cases);
  expect(estimates!.acceptance_rate.snips.value).toBeCloseTo(gain / weight, 12);
  expect(estimates!.acceptance_rate.ips.value).toBeCloseTo(gain / 900, 12);
  expect(support).toMatchObject({ records: 900, unsupported_mass: 0, is_whole_distribution: true });
  expect(support?.mean_weight).toBeCloseTo(weight / 900, 12);
});

test("a candidate that draws its routes is weighed by its own shares", () => {
  const drawn = new Map([
    ["a", 0.5],
    ["b", 0.5],
  ]);
  const cases = drawnLog(900, "a");
  const weights = cases.map(({ propensity }) => 0.5 / propensity!);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const gain = weights.reduce(
    (sum, weight, index) => sum + (cases[index]!.accepted ? weight : 0),
    0,
  );
  const { estimates } = offPolicy(cases, { ...tagged, drawn });
  expect(estimates!.acceptance_rate.snips.value).toBeCloseTo(gain / total, 12);
});

test("the reference weights and rewards give the published values", () => {
  // Open Bandit Pipeline on eight rounds: weights, SNIPS and its error, IPS and its error.
  const weights = [1.4, 2, 3, 1.6, 2, 3.6, 1 / 3, 8 / 3];
  const rewards = [1, 0, 1, 1, 1, 1, 0, 1];
  const routes = new Interner();
  const logged = new LoggedColumns(8, routes);
  for (const [ordinal, reward] of rewards.entries()) {
    logged.observe(aRecord(ordinal), {
      route: "a",
      isServed: true,
      accepted: reward === 1,
      costNanoUsd: 0,
      latencyMs: 1,
      propensity: 1,
      possibleRoutes: undefined,
      isRedacted: false,
      hasUnseen: false,
      isUngraded: false,
      isCacheHit: false,
    });
  }
  const { snips, ips } = offPolicyEstimates({
    weighed: {
      ordinals: Uint32Array.from(rewards.keys()),
      candidate: Float64Array.from(weights),
      logged: new Float64Array(8).fill(1),
      leftOut: 0,
      unsupportedMass: 0,
      isWholeDistribution: false,
      probabilityOf: () => 0,
      routesOf: () => [],
    },
    weights: Float64Array.from(weights),
    logged,
    tag: new CodeColumn(8),
    clustering: undefined,
    repeats: 1,
    alpha: 0.025,
  }).acceptance_rate;
  const z = 1.959963984540054;
  expect(snips.value).toBeCloseTo(0.859437751004016, 12);
  expect(snips.lower).toBeCloseTo(0.859437751004016 - z * 0.11711126867567741, 10);
  expect(snips.upper).toBe(1);
  expect(ips.value).toBeCloseTo(1.7833333333333332, 12);
  expect(ips.upper).toBeCloseTo(1.7833333333333332 + z * 0.46577295374940403, 10);
});

test("records that belong together make the error larger, never the value another", () => {
  const cases = drawnLog(2_000, "a");
  const alone = offPolicy(cases).estimates!.acceptance_rate.snips;
  const twins = cases.flatMap((one) => [one, one]);
  const grouped = offPolicy(twins, {
    tagNames: [],
    record: (ordinal) => ({ group: `group-${Math.floor(ordinal / 2)}` }),
  }).estimates!.acceptance_rate.snips;
  expect(grouped.value).toBeCloseTo(alone.value!, 12);
  expect(grouped.clusters).toBe(2_000);
  // The same record twice is no more evidence than once.
  expect(grouped.upper! - grouped.lower!).toBeCloseTo(alone.upper! - alone.lower!, 3);
});

const refusalOf = (cases: readonly LoggedCase[], more?: ReplayedLog): readonly string[] => {
  const { refused, estimates } = offPolicy(cases, more);
  if (refused.length > 0) {
    expect(estimates?.acceptance_rate.snips.value ?? null).toBeNull();
    expect(estimates?.p95_complete_ms.weighted_ecdf.value ?? null).toBeNull();
  }
  return refused;
};

test("a route that the log never takes is not identified", () => {
  const cases = drawnLog(900, "a").map((one) => ({ ...one, candidate: "c" }));
  expect(refusalOf(cases)[0]).toContain("100 % of its choices have no record to tell of them");
});

test("too small an effective sample, and one record of too much weight, are refused", () => {
  const small = drawnLog(120, "a");
  expect(refusalOf(small).join()).toMatch(
    /an effective sample of \d+(\.\d+)? records, less than 100/,
  );
  const cases = drawnLog(900, "a").map((one, index) =>
    index === 0 ? { ...one, logged: "a", propensity: 0.005 } : one,
  );
  expect(refusalOf(cases).join()).toContain("of all weight, more than 5 %");
});

test("propensities that the log was not drawn with are found out by their weights", () => {
  const cases = drawnLog(900, "a").map((one) => ({ ...one, propensity: one.propensity! / 2 }));
  expect(refusalOf(cases)[0]).toContain("the propensities are not those");
});

test("a log that drew nothing estimates nothing, whatever its propensities", () => {
  const cases = drawnLog(900, "a").map((one) => ({ ...one, propensity: 1 }));
  expect(offPolicy(cases).logging).toBe("deterministic");
  expect(refusalOf(cases)[0]).toContain("it drew nothing");
});

test("without propensities nothing is asked for, and nothing invented", () => {
  const cases = drawnLog(50, "a").map(({ propensity: _none, ...one }) => one);
  expect(offPolicy(cases)).toMatchObject({ logging: "unknown", refused: [] });
  expect(offPolicy(cases).estimates).toBeUndefined();
});

test("records without a propensity are left out, and more than one in a hundred is too many", () => {
  const cases = drawnLog(900, "a").map((one, index) => {
    const { propensity: _none, ...rest } = one;
    return index % 50 === 0 ? rest : one;
  });
  expect(refusalOf(cases)[0]).toContain("18 of 900 records have no propensity");
});

test("an unknown cost is no cost of nothing", () => {
  const cases = drawnLog(900, "a").map((one, index) =>
    index === 5 ? { ...one, costNanoUsd: undefined } : one,
  );
  const { cost_per_request_usd: cost, acceptance_rate: rate } = offPolicy(cases).estimates!;
  expect(cost.snips).toMatchObject({ value: null, reason: "unknown_cost" });
  expect(rate.snips.value).not.toBeNull();
});

test("a log that was certain of some routes has nothing to say of the others there", () => {
  // One record in fifty always goes to "b": too few for the mean weight to show it.
  const cases = drawnLog(1_000, "a").map((one, index) => {
    const { possibleRoutes, ...alone } = one;
    expect(possibleRoutes).toBeDefined();
    return index % 50 === 0 ? { ...alone, logged: "b", propensity: 1 } : alone;
  });
  const { refused, support, estimates } = offPolicy(cases);
  expect(support).toMatchObject({ is_whole_distribution: false, unsupported_mass: 0.02 });
  expect(Math.abs(support?.mean_weight_z ?? Infinity)).toBeLessThan(3);
  expect(refused).toEqual([
    "the candidate goes where the log never went: 2 % of its choices have no record to tell of them",
  ]);
  expect(estimates?.acceptance_rate.snips).toMatchObject({ value: null, reason: "refused" });
});

test("answers that nobody judged are no estimate of acceptance, and their costs still are one", () => {
  const cases = drawnLog(1_000, "a").map((one, index) => ({
    ...one,
    accepted: index >= 20,
    isUngraded: index < 20,
  }));
  const { refused, estimates } = offPolicy(cases);
  expect(refused).toEqual([]);
  for (const estimate of Object.values(estimates!.acceptance_rate)) {
    expect(estimate).toMatchObject({ value: null, reason: "not_judged" });
  }
  expect(estimates!.cost_per_request_usd.snips.value).toBeCloseTo(1e-6, 12);
});
