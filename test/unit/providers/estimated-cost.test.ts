import { expect, test } from "vitest";
import { viewOf } from "../../../src/core/request-view.ts";
import type { QualityTable } from "../../../src/core/quality-table.ts";
import { createEstimate } from "../../../src/providers/estimated-cost.ts";
import { aPrice, aRecord, aRoute, aSimulation } from "./provider-call-builders.ts";

const basis = { qualityTable: undefined, maxOutputTokens: undefined };

/** 400 UTF-16 units: 100 tokens. */
const record = aRecord({});
const view = viewOf({
  ...record,
  request: { ...record.request, messages: [{ role: "user", content: "x".repeat(400) }] },
});

/** 1 µ$ a token of input, 2 µ$ a token of output. */
const price = aPrice({ input: 1, output: 2 });

test("an estimate is prompt and expected answer at their prices", () => {
  const simulation = aSimulation({ outputTokens: 50 });
  // 100 × 1,000 + 50 × 2,000 nano-dollars.
  expect(createEstimate(basis)(aRoute({ price, simulation }), view)).toBe(200_000);
});

test("what a quality table measured goes before the simulation, and an answer's limit comes last", () => {
  const table = {
    of: (task: string | undefined, route: string) =>
      task === undefined && route === "small" ? { outputTokens: 10.2 } : undefined,
  } as unknown as QualityTable;
  const simulation = aSimulation({ outputTokens: 50 });
  const estimate = createEstimate({ qualityTable: table, maxOutputTokens: 300 });
  expect(estimate(aRoute({ name: "small", price, simulation }), view)).toBe(122_000);
  const other = { name: "other", price };
  expect(estimate(aRoute({ ...other, simulation }), view)).toBe(200_000);
  const parameters = { max_output_tokens: 200 };
  expect(estimate(aRoute({ ...other, simulation: undefined, parameters }), view)).toBe(500_000);
});

test("without a price, or a word on the answer's length, nobody can say", () => {
  const estimate = createEstimate(basis);
  expect(estimate(aRoute({ price: undefined }), view)).toBeUndefined();
  expect(estimate(aRoute({ price, simulation: undefined }), view)).toBeUndefined();
});

test("a price per request alone needs no length", () => {
  const perRequest = { ...aPrice({}), perRequestNanoUsd: 7 };
  const route = aRoute({ price: perRequest, simulation: undefined });
  expect(createEstimate(basis)(route, view)).toBe(7);
});
