import { describe, expect, test } from "vitest";
import type { Metrics } from "../../../src/core/metrics.ts";
import type { Outcome } from "../../../src/core/outcome.ts";
import { metricsBefore } from "./a-comparison.ts";
import {
  aFailedAttempt,
  aFailedOutcome,
  anAttempt,
  anOutcome,
  aRefusedGrade,
} from "./an-outcome.ts";

const overall = (...outcomes: readonly Outcome[]): Metrics => metricsBefore({ outcomes }).overall;

describe("degraded_rate", () => {
  test("counts answers of a reduced scope and static answers, each once", () => {
    const reduced = anOutcome({
      attempts: [aFailedAttempt("timeout"), anAttempt({ index: 1, kind: "reduced_scope" })],
    });
    const text = anOutcome({
      ordinal: 1,
      attempts: [aFailedAttempt("timeout")],
      ending: { kind: "static_answer", because: "nothing may follow", text: "Call us." },
      grade: aRefusedGrade,
    });
    const metrics = overall(reduced, text, anOutcome({ ordinal: 2 }), anOutcome({ ordinal: 3 }));
    expect(metrics.degraded_rate).toMatchObject({ value: 0.5, n: 4 });
    expect(metrics.endings).toEqual({ answered: 3, static_answer: 1 });
    expect(metrics.error_rate.value).toBe(0);
  });
});

describe("downgraded_rate and capped_rate", () => {
  test("a ceiling that took a record elsewhere counts in both", () => {
    const downgraded = anOutcome({
      trace: {
        downgradedFrom: "large",
        refused: [{ route: "large", kept: false, kind: "budget", because: "the day is spent" }],
      },
    });
    const metrics = overall(downgraded, anOutcome({ ordinal: 1 }));
    expect(metrics.downgraded_rate).toMatchObject({ value: 0.5, n: 2 });
    expect(metrics.capped_rate).toMatchObject({ value: 0.5, n: 2 });
  });

  test("a record that ended over its budget is capped", () => {
    const metrics = overall(aFailedOutcome("budget_exceeded"), anOutcome({ ordinal: 1 }));
    expect(metrics.capped_rate).toMatchObject({ value: 0.5, n: 2 });
    expect(metrics.downgraded_rate).toBeUndefined();
  });

  test("a route that was refused for its health is no ceiling", () => {
    const refused = [{ route: "a", kept: false, kind: "health", because: "it fails" }] as const;
    expect(overall(anOutcome({ trace: { refused } })).capped_rate).toBeUndefined();
  });
});

test("what never happened is not in the file", () => {
  const metrics = overall(anOutcome());
  expect(metrics).not.toHaveProperty("degraded_rate");
  expect(metrics).not.toHaveProperty("downgraded_rate");
  expect(metrics).not.toHaveProperty("capped_rate");
});
