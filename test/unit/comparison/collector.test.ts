import { expect, test } from "vitest";
import { createCollector } from "../../../src/comparison/collector.ts";
import { HarnessError } from "../../../src/core/harness-error.ts";
import { aComparison, someRecords } from "./a-comparison.ts";
import { anOutcome } from "./an-outcome.ts";
import { aPolicy } from "./a-policy.ts";

const setup = {
  records: 1,
  repeats: 1,
  arms: [{ key: "only", policy: aPolicy() }],
  graders: [],
  tagNames: [],
  routesKnown: [],
};

test("an outcome that comes twice is a bug, not a second opinion", () => {
  const collector = createCollector(setup);
  collector.add(anOutcome());
  expect(() => collector.add(anOutcome())).toThrow(HarnessError);
});

test("an outcome of a record that the run does not have is a bug", () => {
  const collector = createCollector(setup);
  expect(() => collector.add(anOutcome({ ordinal: 1 }))).toThrow(HarnessError);
  expect(() => collector.add(anOutcome({ arm: 1 }))).toThrow(HarnessError);
});

test("where no record has two outcomes nothing waits for a second one", () => {
  const arms = ["control", "canary"].map((key) => ({ key, policy: aPolicy() }));
  const paired = createCollector({ ...setup, arms });
  const unpaired = createCollector({ ...setup, arms, isUnpaired: true });
  expect(paired.finish().changed).toBeDefined();
  expect(unpaired.finish().changed).toBeUndefined();
});

test("a tag with more values than fit two bytes keeps each value apart", () => {
  const count = 66_000;
  const records = someRecords(count, (ordinal) => ({ tags: { customer: `c${ordinal}` } }));
  const collector = createCollector({ ...setup, records: count, tagNames: ["customer"] });
  for (const record of records) collector.observe(record, undefined);
  const { tags } = collector.finish().records;
  const customers = tags.get("customer");
  expect(customers?.texts.size).toBe(count);
  expect(customers?.texts.text(customers.at(65_999))).toBe("c65999");
  expect(customers?.texts.text(customers.at(3))).toBe("c3");
});

test("a tag value called __proto__ is a segment like any other", () => {
  const comparison = aComparison({
    records: someRecords(1, () => ({ tags: { intent: "__proto__" } })),
    outcomes: [anOutcome(), anOutcome({ arm: 1 })],
    setup: { tagNames: ["intent"] },
  });
  const text = JSON.stringify(comparison.policies["before"]?.segments["intent"]);
  expect(text.startsWith('{"__proto__":{"records":1')).toBe(true);
});
