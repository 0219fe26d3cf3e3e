import { expect, test } from "vitest";
import { triggerForm } from "../../../src/core/trigger-form.ts";

test.each([
  ["rate_limit", { kind: "name", name: "rate_limit" }],
  ["refund-exception", { kind: "name", name: "refund-exception" }],
  ["429", { kind: "status", least: 429, most: 429 }],
  ["5xx", { kind: "status", least: 500, most: 599 }],
  ["over 30 s", { kind: "slower_than", of: "complete", ms: 30_000 }],
  ["over 1.5s", { kind: "slower_than", of: "complete", ms: 1500 }],
  ["over 250 ms", { kind: "slower_than", of: "complete", ms: 250 }],
  ["first token over 10 s", { kind: "slower_than", of: "first_token", ms: 10_000 }],
  ["700", { kind: "expression" }],
  ["over 30", { kind: "expression" }],
  ["response.latency_ms > 30000.0", { kind: "expression" }],
])("%s is read as %o", (text, form) => {
  expect(triggerForm(text)).toEqual(form);
});
