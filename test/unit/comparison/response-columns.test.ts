import { expect, test } from "vitest";
import { ResponseColumns } from "../../../src/comparison/response-columns.ts";
import { anAttempt, anOutcome } from "./an-outcome.ts";

function columnsOf(
  ...[outcome, serviceMs]: Parameters<ResponseColumns["set"]> extends [number, ...infer Rest]
    ? Rest
    : never
): readonly [queuedMs: number, responseMs: number] {
  const columns = new ResponseColumns(1);
  columns.set(0, outcome, serviceMs);
  return [columns.queued.at(0), columns.response.at(0)];
}

test("waits for a slot and for limits are the line; service comes on top of it", () => {
  const attempts = [
    anAttempt({ queuedAtMs: 40, dispatchedAtMs: 47, latencyMs: 100 }),
    anAttempt({ index: 1, queuedAtMs: 200, dispatchedAtMs: 203.5, latencyMs: 30, waitedMs: 50 }),
  ];
  const outcome = anOutcome({ attempts, trace: { atMs: 40, queuedMs: 40 } });
  expect(columnsOf(outcome, 100 + 50 + 30)).toEqual([50.5, 230.5]);
});

test("a model that classifies works for the user: it is response time, and no line", () => {
  const outcome = anOutcome({
    trace: {
      atMs: 90,
      queuedMs: 90,
      classification: {
        label: "faq",
        confidence: 1,
        by: "model",
        because: "answered",
        latencyMs: 70,
        costNanoUsd: 1,
        usage: undefined,
      },
    },
  });
  expect(columnsOf(outcome, 100)).toEqual([20, 190]);
});

test("without an arrival neither is known; without a call the line is", () => {
  expect(columnsOf(anOutcome({ trace: { atMs: 5 } }), 100)).toEqual([Number.NaN, Number.NaN]);
  const refused = anOutcome({ attempts: [], trace: { atMs: 5, queuedMs: 5 } });
  expect(columnsOf(refused, Number.NaN)).toEqual([5, Number.NaN]);
});
