import fc from "fast-check";
import { expect, test } from "vitest";
import { compare } from "../../../src/comparison/compare.ts";
import { createCollector } from "../../../src/comparison/collector.ts";
import type { KnownGrade } from "../../../src/comparison/known-grade.ts";
import type { Attempt } from "../../../src/core/attempt.ts";
import { failureKinds } from "../../../src/core/failure.ts";
import type { Outcome } from "../../../src/core/outcome.ts";
import type { Gate } from "../../../src/core/gate.ts";
import type { Policy } from "../../../src/core/policy.ts";
import type { ReplayRecord } from "../../../src/core/replay-record.ts";
import { aDataset, aRecord } from "./a-comparison.ts";
import { aFailedAttempt, anAttempt, anOutcome } from "./an-outcome.ts";
import { aGate, aPolicy } from "./a-policy.ts";

const SEED = 20_260_701;
const REPEATS = 2;

const attempt: fc.Arbitrary<Attempt> = fc
  .record({
    kind: fc.constantFrom("first", "retry", "fallback", "escalation"),
    route: fc.constantFrom("small", "large", "backup"),
    provider: fc.constantFrom("openai", "google"),
    waitedMs: fc.constantFrom(0, 0, 0.1),
    latencyMs: fc.option(fc.double({ min: 0, max: 5_000, noNaN: true }), {
      nil: undefined,
      freq: 20,
    }),
    firstTokenMs: fc.option(fc.double({ min: 0, max: 500, noNaN: true }), { nil: undefined }),
    costNanoUsd: fc.option(fc.nat(100_000), { nil: undefined, freq: 30 }),
    failure: fc.option(fc.constantFrom(...failureKinds), { nil: undefined, freq: 3 }),
  })
  .map(({ failure, ...changes }) =>
    failure === undefined ? anAttempt(changes) : aFailedAttempt(failure, changes),
  );

const story = fc.record({
  route: fc.constantFrom("small", "large", undefined),
  attempts: fc.array(attempt, { minLength: 1, maxLength: 3 }),
  kind: fc.constantFrom("answered", "answered", "answered", "failed", "stopped", "not_covered"),
  accepted: fc.boolean(),
  score: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined, freq: 8 }),
  schemaValid: fc.option(fc.boolean(), { nil: undefined }),
});
type Story = typeof story extends fc.Arbitrary<infer Value> ? Value : never;

function outcomeOf(told: Story, ordinal: number, arm: number, repeat: number): Outcome {
  const because = "so it was";
  const endings = {
    answered: { kind: "answered" },
    stopped: { kind: "stopped", because },
    not_covered: { kind: "not_covered" },
    failed: {
      kind: "failed",
      failure: { kind: "timeout", detail: undefined, retryAfterMs: undefined },
    },
  } as const;
  const { accepted, score, schemaValid } = told;
  const scores = [{ name: "exact_match", value: score, passed: accepted, because }];
  return anOutcome({
    ordinal,
    arm,
    repeat,
    route: told.route,
    attempts: told.attempts,
    ending: endings[told.kind],
    grade: { accepted, score, schemaValid, scores },
  });
}

const known: fc.Arbitrary<KnownGrade | undefined> = fc.option(
  fc.record({
    accepted: fc.boolean(),
    score: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
    costNanoUsd: fc.option(fc.nat(100_000), { nil: undefined, freq: 30 }),
    latencyMs: fc.option(fc.double({ min: 0, max: 5_000, noNaN: true }), { nil: undefined }),
  }),
  { nil: undefined, freq: 30 },
);

const recordLine = fc.record({
  intent: fc.constantFrom("faq", "refund", "other"),
  group: fc.option(fc.constantFrom("g1", "g2", "g3"), { nil: undefined }),
  workflow: fc.option(fc.constantFrom("w1", "w2"), { nil: undefined }),
  owner: fc.option(fc.constantFrom("a", "b"), { nil: undefined }),
  known: fc.tuple(known, known),
  told: fc.array(story, { minLength: 2 * REPEATS, maxLength: 2 * REPEATS }),
});
type RecordLine = typeof recordLine extends fc.Arbitrary<infer Value> ? Value : never;

const relativeBounds = ["max_drop", "max_rise", "max_ratio", "min_ratio"] as const;
const metrics = [
  "acceptance_rate",
  "accuracy",
  "schema_valid_rate",
  "p95_complete_ms",
  "p95_first_token_ms",
  "cost_per_accepted_usd",
  "cost_per_request_usd",
  "cost_per_workflow_usd",
  "fallback_rate",
  "coverage",
  "route_accuracy",
  "exact_match",
];
const relativeGates: readonly Gate[] = metrics.flatMap((metric) =>
  relativeBounds.map((bound) => aGate(metric, bound, bound.endsWith("ratio") ? 0.9 : 0.01)),
);
/** The same, where arms may stay as they are. */
const lenientGates: readonly Gate[] = relativeGates.map((gate) =>
  gate.bound === "max_ratio" ? { ...gate, threshold: 1.1 } : gate,
);

function policyOf(gates: readonly Gate[]): Policy {
  return aPolicy({ promotion: { confidence: 0.95, decideOn: "bound", gates } });
}

type Step =
  | { readonly record: ReplayRecord; readonly known: readonly (KnownGrade | undefined)[] }
  | { readonly outcome: Outcome };

function stepsOf(lines: readonly RecordLine[]): readonly Step[] {
  return lines.flatMap(({ intent, told, known: row, ...rest }, ordinal): Step[] => [
    { record: aRecord(ordinal, { tags: { intent }, ...rest }), known: row },
    ...told.map((each, index) => ({
      outcome: outcomeOf(each, ordinal, index % 2, Math.floor(index / 2)),
    })),
  ]);
}

function fold(steps: readonly Step[], records: number, policy: Policy): string {
  const collector = createCollector({
    records,
    repeats: REPEATS,
    arms: [
      { key: "policy", policy },
      { key: "policy#2", policy },
    ],
    graders: ["exact_match"],
    tagNames: ["intent"],
    routesKnown: ["small", "large"],
  });
  for (const step of steps) {
    if ("record" in step) collector.observe(step.record, step.known);
    else collector.add(step.outcome);
  }
  const comparison = compare(collector, { dataset: aDataset, seed: 3, bootstrapReplicates: 50 });
  return JSON.stringify(comparison);
}

test("the order in which records and outcomes come changes no byte", () => {
  const run = fc
    .array(recordLine, { minLength: 1, maxLength: 12 })
    .chain((lines) =>
      fc.tuple(
        fc.constant(lines),
        fc.shuffledSubarray([...stepsOf(lines)], { minLength: stepsOf(lines).length }),
      ),
    );
  fc.assert(
    fc.property(run, ([lines, shuffled]) => {
      const policy = policyOf(relativeGates);
      const inOrder = fold(stepsOf(lines), lines.length, policy);
      expect(fold(shuffled, lines.length, policy)).toBe(inOrder);
    }),
    { seed: SEED, numRuns: 60 },
  );
});

test("no figure is NaN, infinite or a negative zero", () => {
  fc.assert(
    fc.property(fc.array(recordLine, { minLength: 1, maxLength: 8 }), (lines) => {
      const text = fold(stepsOf(lines), lines.length, policyOf(relativeGates));
      // JSON writes NaN and Infinity as null: the only fields that may be null are named here.
      const mayBeNull =
        /"(value|lower|upper|records_needed|smallest_detectable|baseline|candidate|per_request_usd|cost_per_workflow_usd|max_cost_usd|cost_per_accepted_usd|acceptance_rate|covariance|p90_ms|max_ms)":null/g;
      expect(text.replaceAll(mayBeNull, "")).not.toContain("null");
      expect(text).not.toMatch(/:-0[,}]/);
      expect(JSON.stringify(JSON.parse(text))).toBe(text);
    }),
    { seed: SEED, numRuns: 60 },
  );
});

test("a policy against itself violates no gate that lets it stay as it is", () => {
  fc.assert(
    fc.property(
      fc.array(recordLine, { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 6 }),
      (lines, times) => {
        // The same stories in both arms, and often enough for bounds that could decide.
        const same = Array.from({ length: times }, () => lines)
          .flat()
          .map((line) => ({ ...line, told: line.told.map((_, index) => line.told[index >> 1]!) }));
        const comparison = JSON.parse(fold(stepsOf(same), same.length, policyOf(lenientGates)));
        expect(comparison.comparisons[0].verdict.decision).not.toBe("reject");
        for (const gate of comparison.comparisons[0].gates) expect(gate.status).not.toBe("fail");
      },
    ),
    { seed: SEED, numRuns: 40 },
  );
});

test("bounds enclose their value, and pass and fail are told by them alone", () => {
  fc.assert(
    fc.property(fc.array(recordLine, { minLength: 1, maxLength: 30 }), (lines) => {
      const comparison = JSON.parse(fold(stepsOf(lines), lines.length, policyOf(relativeGates)));
      for (const { bound, threshold, observed, status } of comparison.comparisons[0].gates) {
        const { value, lower, upper } = observed;
        const [least, most] = [lower ?? -Infinity, upper ?? Infinity];
        expect(value === null || (least <= value + 1e-9 && value - 1e-9 <= most)).toBe(true);
        const isGood = bound === "min_ratio" ? least >= threshold : most <= threshold;
        expect(status !== "pass" || isGood).toBe(true);
      }
    }),
    { seed: SEED, numRuns: 40 },
  );
});
