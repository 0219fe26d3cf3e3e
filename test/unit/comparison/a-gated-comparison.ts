import { assert } from "vitest";
import type { GateResult, PolicyComparison } from "../../../src/core/comparison.ts";
import type { Outcome } from "../../../src/core/outcome.ts";
import type { Policy } from "../../../src/core/policy.ts";
import { aComparison, someRecords, type SmallRun } from "./a-comparison.ts";
import { anAcceptedGrade, anAttempt, anOutcome, aRefusedGrade } from "./an-outcome.ts";
import { aPolicy } from "./a-policy.ts";

/** What is special about one record's outcome. */
export type MakeOutcome = (ordinal: number) => Partial<Outcome>;

/** Both arms over some records, with the candidate's policy and what its outcomes are like. */
export function compared(
  policy: Policy,
  count: number,
  candidate: MakeOutcome = () => ({}),
  baseline: MakeOutcome = () => ({}),
  more: Partial<SmallRun> = {},
): PolicyComparison {
  const records = someRecords(count);
  const { comparisons } = aComparison({
    records,
    outcomes: records.flatMap(({ ordinal }) => [
      anOutcome({ ordinal, ...baseline(ordinal) }),
      anOutcome({ ordinal, arm: 1, ...candidate(ordinal) }),
    ]),
    ...more,
    setup: {
      ...more.setup,
      arms: [
        { key: "before", policy: aPolicy() },
        { key: "after", policy },
      ],
    },
  });
  assert(comparisons[0] !== undefined);
  return comparisons[0];
}

/** The one gate that was asked. */
export function onlyGate({ gates }: PolicyComparison): GateResult {
  assert(gates.length === 1 && gates[0] !== undefined);
  return gates[0];
}

/** Records from this ordinal on are not accepted. */
export const refusedFrom =
  (first: number): MakeOutcome =>
  (ordinal) => ({
    grade: ordinal < first ? anAcceptedGrade : aRefusedGrade,
  });
/** An outcome of one attempt at this cost. */
export const costing = (costNanoUsd: number | undefined): Partial<Outcome> => ({
  attempts: [anAttempt({ costNanoUsd })],
});
/** An outcome of one attempt with this latency. */
export const taking = (latencyMs: number | undefined): Partial<Outcome> => ({
  attempts: [anAttempt({ latencyMs })],
});
