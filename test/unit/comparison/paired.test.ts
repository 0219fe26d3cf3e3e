import { assert, expect, test } from "vitest";
import type { PolicyComparison } from "../../../src/core/comparison.ts";
import type { Outcome } from "../../../src/core/outcome.ts";
import { aComparison, someRecords, type SmallRun } from "./a-comparison.ts";
import { anAcceptedGrade, anAttempt, anOutcome, aRefusedGrade } from "./an-outcome.ts";

/** Both arms over as many records as there are letters: `b` both, `-` none, `<` and `>` one only. */
function pairsOf(letters: string): readonly Outcome[] {
  return letters.split("").flatMap((letter, ordinal) => [
    anOutcome({ ordinal, grade: "b<".includes(letter) ? anAcceptedGrade : aRefusedGrade }),
    anOutcome({
      ordinal,
      arm: 1,
      attempts: [anAttempt({ costNanoUsd: 500, latencyMs: 150 })],
      grade: "b>".includes(letter) ? anAcceptedGrade : aRefusedGrade,
    }),
  ]);
}

function pairedFor(letters: string, more: Partial<SmallRun> = {}): PolicyComparison {
  const { comparisons } = aComparison({
    records: someRecords(letters.length),
    outcomes: pairsOf(letters),
    ...more,
  });
  assert(comparisons[0] !== undefined);
  return comparisons[0];
}

test("discordant pairs give McNemar's p and Tango's interval of the published table", () => {
  // Bentur: candidate only 1, baseline only 7, of 21.
  const paired = pairedFor(`>${"<".repeat(7)}${"b".repeat(8)}${"-".repeat(5)}`);
  expect(paired.pairs).toBe(21);
  expect(paired.discordant).toEqual({ baseline_only: 7, candidate_only: 1 });
  expect(paired.mcnemar_exact_p).toBeCloseTo(0.0703125, 10);
  expect(paired.mcnemar_mid_p).toBeCloseTo(0.0390625, 10);
  expect(paired.acceptance_rate_difference).toMatchObject({ n: 21, method: "tango" });
  expect(paired.acceptance_rate_difference.value).toBeCloseTo(-6 / 21, 12);
  expect(paired.acceptance_rate_difference.lower).toBeCloseTo(-0.517232, 6);
  expect(paired.acceptance_rate_difference.upper).toBeCloseTo(-0.026003, 6);
});

test("cost per accepted outcome is compared as ratio and as difference", () => {
  const paired = pairedFor(`${"b".repeat(30)}${"<".repeat(5)}>----`);
  // 40 * 1000 over 35 against 40 * 500 over 31, in nano-dollars.
  const [before, after] = [40_000 / 35, 20_000 / 31];
  expect(paired.cost_per_accepted_ratio.value).toBeCloseTo(after / before, 12);
  expect(paired.cost_per_accepted_difference_usd.value).toBeCloseTo((after - before) / 1e9, 15);
  const { lower, upper } = paired.cost_per_accepted_ratio;
  expect(lower).toBeLessThan(after / before);
  expect(upper).toBeGreaterThan(after / before);
});

test("a ratio of p95 has no bounds below a hundred pairs, and its bootstrap has them from there", () => {
  expect(pairedFor("b".repeat(99)).p95_complete_ratio).toMatchObject({
    value: 1.5,
    lower: null,
    upper: null,
    reason: "too_few_pairs",
  });
  expect(pairedFor("b".repeat(100)).p95_complete_ratio).toMatchObject({
    value: 1.5,
    lower: 1.5,
    upper: 1.5,
    method: "paired_bootstrap",
  });
});

test("where no schema was asked for the difference is undefined, not 0", () => {
  expect(pairedFor("bb").schema_valid_rate_difference).toMatchObject({
    value: null,
    n: 0,
    reason: "no_data",
  });
});

test("a pair needs both outcomes", () => {
  const outcomes = pairsOf("bb<").map((outcome) =>
    outcome.ordinal === 1 && outcome.arm === 1
      ? { ...outcome, ending: { kind: "not_covered" } as const }
      : outcome,
  );
  expect(pairedFor("bb<", { outcomes }).pairs).toBe(2);
});

test("groups make the difference a cluster-robust mean", () => {
  const records = someRecords(12, (ordinal) => ({ group: `g${Math.floor(ordinal / 3)}` }));
  const paired = pairedFor("<<<bbb>bbb<b", { records });
  const estimate = paired.acceptance_rate_difference;
  expect(estimate).toMatchObject({ n: 12, clusters: 4, method: "cluster_robust_t" });
  expect(estimate.value).toBeCloseTo(-3 / 12, 12);
  // Cluster sums -3, 0, 1, -1 less 3 times the mean of -0.25; CR1 with G = 4; t of 3 at 97.5 %.
  const squares = [-3, 0, 1, -1].reduce((sum, each) => sum + (each + 0.75) ** 2, 0);
  const error = Math.sqrt(((4 / 3) * squares) / 144);
  expect(estimate.lower).toBeCloseTo(-0.25 - 3.182446305284263 * error, 9);
});

test("clusters that never differ prove no equality: each counts as one pair", () => {
  const records = someRecords(40, (ordinal) => ({ group: `g${ordinal % 10}` }));
  const { acceptance_rate_difference: estimate } = pairedFor("b".repeat(40), { records });
  // Zero discordant pairs of ten: z^2 / (n + z^2).
  const z2 = 1.959963984540054 ** 2;
  expect(estimate.value).toBe(0);
  expect(estimate.upper).toBeCloseTo(z2 / (10 + z2), 9);
  expect(estimate.lower).toBeCloseTo(-z2 / (10 + z2), 9);
});

test("with repeats pairs are record and repeat, and records are the clusters", () => {
  const outcomes = [0, 1, 2].flatMap((repeat) =>
    pairsOf("b<b").map((outcome) => ({ ...outcome, repeat })),
  );
  const paired = pairedFor("b<b", { outcomes, setup: { repeats: 3 } });
  expect(paired.pairs).toBe(9);
  expect(paired.acceptance_rate_difference).toMatchObject({ n: 9, clusters: 3 });
});

test("with clusters McNemar's test is a sign test of the clusters' net differences", () => {
  // Nets of ten groups of three: six lose (two of them by more than one), one wins, three tie.
  const letters = ["<bb", "<bb", "<bb", "<bb", "<<<", "<<b", ">bb", "<>b", "bbb", "---"].join("");
  const records = someRecords(30, (ordinal) => ({ group: `g${Math.floor(ordinal / 3)}` }));
  const paired = pairedFor(letters, { records });
  expect(paired.discordant).toEqual({ baseline_only: 10, candidate_only: 2 });
  // Of seven that differ one or none at the rarer side: 2 (1 + 7) / 2^7, less one point for mid-p.
  expect(paired.mcnemar_exact_p).toBeCloseTo(16 / 128, 12);
  expect(paired.mcnemar_mid_p).toBeCloseTo(9 / 128, 12);
});
