import fc from "fast-check";
import { expect, test } from "vitest";
import { redactionKinds } from "../../../src/core/redaction-kinds.ts";
import { fromTraceLine, toTraceLine, type TraceLine } from "../../../src/replay/trace-line.ts";
import { fromJournalLine } from "../../../src/replay/from-journal-line.ts";
import type { JournalLine } from "../../../src/replay/journal-line.ts";
import { toJournalLine } from "../../../src/replay/to-journal-line.ts";
import type { PolicyTrace } from "../../../src/core/policy-trace.ts";
import { anOutcome } from "./builders.ts";

const text = fc.string({ unit: "binary" });
const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
// JSON keeps no sign of zero, and no time or share has one.
const number = (max: number) => fc.double({ min: 0, max, noNaN: true }).map((value) => value + 0);
const nanoUsd = fc.nat({ max: 1_000_000_000_000 });

const anyTrace: fc.Arbitrary<PolicyTrace> = fc.record(
  {
    atMs: number(1e13),
    queuedMs: number(1e9),
    classification: fc.record({
      label: maybe(text),
      confidence: maybe(number(1)),
      by: fc.constantFrom("label", "rules", "neighbours", "model"),
      because: text,
      latencyMs: maybe(number(1e6)),
      costNanoUsd: maybe(nanoUsd),
      usage: maybe(
        fc.record({
          inputUncachedTokens: maybe(fc.nat()),
          inputCacheReadTokens: maybe(fc.nat()),
          inputCacheWriteTokens: maybe(fc.nat()),
          outputTokens: maybe(fc.nat()),
          outputReasoningTokens: maybe(fc.nat()),
        }),
      ),
    }),
    refused: fc.array(
      fc.record({
        route: text,
        kept: fc.constant(false),
        because: text,
        kind: fc.constantFrom("context", "region", "risk", "health", "budget", "quota"),
      }),
      { maxLength: 3 },
    ),
    estimatedNanoUsd: nanoUsd,
    downgradedFrom: text,
    degraded: fc.constantFrom("reduced_scope", "static_answer"),
    redacted: fc.subarray([...redactionKinds]),
    events: fc.array(
      fc.record(
        {
          atMs: number(1e13),
          kind: fc.constantFrom("excluded", "probing", "recovered", "cap_reached", "period_began"),
          route: text,
          ceiling: text,
          key: text,
          because: text,
        },
        { requiredKeys: ["atMs", "kind", "because"] },
      ),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: [] },
);

test("what a policy knew and did survives the journal unchanged", () => {
  fc.assert(
    fc.property(anyTrace, (trace) => {
      const line = JSON.parse(JSON.stringify(toTraceLine(trace))) as TraceLine;
      expect(fromTraceLine(line)).toEqual(trace);
      const outcome = anOutcome({ trace });
      const whole = JSON.parse(JSON.stringify(toJournalLine(outcome, "p"))) as JournalLine;
      expect(fromJournalLine(whole)).toEqual(outcome);
    }),
    { seed: 20261125, numRuns: 500 },
  );
});

test("an outcome with nothing to tell has no such field, before and after", () => {
  const line = JSON.stringify(toJournalLine(anOutcome(), "p"));
  expect(line).not.toContain("trace");
  expect(fromJournalLine(JSON.parse(line) as JournalLine)).not.toHaveProperty("trace");
});
