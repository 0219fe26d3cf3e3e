import { expect, test } from "vitest";
import { logFormats } from "../../../../src/datasets/logs/formats.ts";
import { routeproof } from "../../../../src/datasets/logs/routeproof.ts";
import fc from "fast-check";
import type { JsonObject } from "../../../../src/core/json.ts";
import { readLogRows, readRow } from "./a-log.ts";

const line = {
  id: "a",
  at_ms: 1000,
  messages: [{ role: "user", content: "Hi" }],
  owner: "team",
  tags: { intent: "faq" },
  propensities: { small: 0.7, strong: 0.3 },
  accepted: true,
  attempts: [
    { route: "strong", unseen: true },
    { route: "small", latency_ms: 5, error: { class: "rate_limit", retry_after_ms: 10 } },
    { route: "small", latency_ms: 7, text: "Ho", finish: "stop", input_tokens: 3, cost_usd: 0.1 },
  ],
};

test("a request in our own words comes back as it was written", async () => {
  const more = "record: {owner: owner, tags: {intent: tags.intent}}\n";
  const { records, dataset } = await readLogRows("routeproof", [line], more);
  expect(records[0]).toMatchObject({
    id: "a",
    arrivedAtMs: 1000,
    owner: "team",
    tags: { intent: "faq" },
    logged: {
      accepted: true,
      propensities: { small: 0.7, strong: 0.3 },
      attempts: [
        { route: "strong", result: { kind: "unseen" } },
        { result: { kind: "failure", failure: { kind: "rate_limit", retryAfterMs: 10 } } },
        { result: { kind: "response", response: { text: "Ho" } }, costNanoUsd: 100_000_000 },
      ],
    },
  });
  expect(dataset.summary.log).toMatchObject({ attempts: 2, folded: 1, unseen_attempts: 1 });
});

test.each([
  [{ ...line, attempts: undefined }, "attempts", "expected the list of its calls"],
  [{ ...line, attempts: [{ error: { class: "oops" } }] }, "attempts.0.error", "an error class"],
  [{ ...line, attempts: [{ cost_usd: -1 }] }, "attempts.0.cost_usd", "0 or more"],
  [{ ...line, propensity: 2 }, "propensity", "a probability of at most 1"],
  [{ ...line, tags: { a: {} } }, "tags", "expected texts, numbers and booleans"],
  [{ ...line, id: "" }, "id", "every call needs an id"],
])("what cannot be read of %o is told with its column", (row, column, because) => {
  const { faults } = readRow(routeproof, JSON.parse(JSON.stringify(row)) as JsonObject);
  expect(faults[0]?.[0]).toBe(column);
  expect(faults[0]?.[1]).toContain(because);
});

test("no row of any kind makes a format throw", () => {
  const formats = Object.values(logFormats);
  const hostile = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom<unknown>(
      "\ud800",
      "12345678901234567890",
      -1,
      1e308,
      "__proto__",
      "{",
      "[]",
      {},
    ),
  );
  const names = formats.flatMap(({ fields }) => [...fields]);
  const row = fc.dictionary(fc.constantFrom("__proto__", "x", ...names), hostile, { maxKeys: 12 });
  fc.assert(
    fc.property(row, (cells) => {
      for (const format of formats) {
        expect(() => readRow(format, cells as JsonObject)).not.toThrow();
      }
    }),
    { seed: 9, numRuns: 500 },
  );
});
