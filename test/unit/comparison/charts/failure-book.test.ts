import fc from "fast-check";
import { expect, test } from "vitest";
import { failureKinds } from "../../../../src/core/failure.ts";
import type { Outcome } from "../../../../src/core/outcome.ts";
import { aComparison, metricsBefore, someRecords } from "../a-comparison.ts";
import { aFailedOutcome, anAttempt, anOutcome, aRefusedGrade } from "../an-outcome.ts";

const costing = (costNanoUsd: number | undefined) => ({ attempts: [anAttempt({ costNanoUsd })] });
const rejected = (ordinal: number, changes: Partial<Outcome> = {}): Outcome =>
  anOutcome({ ordinal, grade: aRefusedGrade, ...changes });

test("failures stand by class, with what they cost and whose matter they are", () => {
  const outcomes = [
    anOutcome(),
    aFailedOutcome("timeout", { ordinal: 1 }),
    rejected(2, costing(3_000)),
    rejected(3, costing(undefined)),
    rejected(4, { ending: { kind: "queued", because: "compliance" }, ...costing(500) }),
    anOutcome({ ordinal: 5, ending: { kind: "not_covered" }, grade: aRefusedGrade, attempts: [] }),
  ];
  expect(metricsBefore({ outcomes }).failures).toEqual([
    {
      class: "wrong_answer:exact_match",
      origin: "answer",
      records: 2,
      cost_usd: 3e-6,
      first: ["record-2", "record-3"],
    },
    { class: "queued", origin: "policy", records: 1, cost_usd: 5e-7, first: ["record-4"] },
    { class: "timeout", origin: "provider", records: 1, cost_usd: 0, first: ["record-1"] },
  ]);
});

test("a failure that is the right end is an error of the policy's, and no failure of the record", () => {
  const right = { accepted: true, score: 1, schemaValid: undefined, scores: [] };
  const outcomes = [
    aFailedOutcome("safety_refusal", { grade: right }),
    aFailedOutcome("safety_refusal", { ordinal: 1 }),
  ];
  const { failures, overall } = metricsBefore({ outcomes });
  expect(overall.errors).toEqual({ safety_refusal: 2 });
  expect(failures).toMatchObject([{ class: "safety_refusal", records: 1, first: ["record-1"] }]);
});

test("a record with repeats is named once and counted as often as it failed", () => {
  const outcomes = [0, 1, 2].map((repeat) => rejected(0, { repeat }));
  const { failures } = metricsBefore({ outcomes, setup: { repeats: 3 } });
  expect(failures).toMatchObject([{ records: 3, first: ["record-0"] }]);
});

test("a run in which all was accepted has none", () => {
  expect(metricsBefore({ outcomes: [anOutcome()] }).failures).toEqual([]);
});

const endings: readonly Outcome["ending"][] = [
  { kind: "answered" },
  { kind: "stopped", because: "x" },
  { kind: "queued", because: "x" },
  { kind: "static_answer", because: "x", text: undefined },
  { kind: "not_covered" },
];
const told = fc.record({
  ending: fc.oneof(
    fc.constantFrom(...endings),
    fc.constantFrom(...failureKinds).map((kind): Outcome["ending"] => ({
      kind: "failed",
      failure: { kind, detail: undefined, retryAfterMs: undefined },
    })),
  ),
  accepted: fc.boolean(),
  grader: fc.constantFrom("exact_match", "label"),
  costNanoUsd: fc.nat(5_000),
});

test("whatever the endings, failures add up to what was covered and not accepted, in any order", () => {
  const run = fc
    .array(told, { minLength: 1, maxLength: 60 })
    .map((stories) =>
      stories.map(({ ending, accepted, grader, costNanoUsd }, ordinal) =>
        anOutcome({
          ordinal,
          ending,
          attempts: ending.kind === "not_covered" ? [] : [anAttempt({ costNanoUsd })],
          grade: {
            accepted: accepted && ending.kind !== "not_covered",
            score: undefined,
            schemaValid: undefined,
            scores: accepted ? [] : [{ name: grader, value: 0, passed: false, because: "" }],
          },
        }),
      ),
    )
    .chain((outcomes) =>
      fc.tuple(
        fc.constant(outcomes),
        fc.shuffledSubarray(outcomes, { minLength: outcomes.length }),
      ),
    );
  fc.assert(
    fc.property(run, ([outcomes, shuffled]) => {
      const { failures = [], overall } = metricsBefore({ outcomes });
      const sum = failures.reduce((total, { records }) => total + records, 0);
      expect(sum).toBe(overall.records - overall.accepted - overall.not_covered);
      const nanoUsd = failures.reduce((total, row) => total + Math.round(row.cost_usd * 1e9), 0);
      expect(nanoUsd).toBe(Math.round(overall.cost.not_accepted_usd * 1e9));
      const rejectedIds = outcomes
        .filter(({ ending, grade }) => !grade.accepted && ending.kind !== "not_covered")
        .map(({ recordId }) => recordId);
      for (const { first, records } of failures) {
        expect(first).toHaveLength(Math.min(records, 5));
        expect(first).toEqual(rejectedIds.filter((id) => first.includes(id)));
      }
      const all = { records: someRecords(outcomes.length), outcomes: shuffled };
      expect(JSON.stringify(aComparison(all).policies["before"]?.failures)).toBe(
        JSON.stringify(failures),
      );
    }),
    { seed: 20_261_126, numRuns: 60 },
  );
});
