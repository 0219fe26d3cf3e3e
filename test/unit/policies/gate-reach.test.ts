import { expect, test } from "vitest";
import { needsOf } from "./needs-of.ts";

const withGate = (gate: string): string =>
  `primary_route: small\npromotion:\n  gates: [{${gate}}]\n`;

test.each([
  ["metric: acceptance_rate, min: 1", "acceptance_rate min 1 can never pass"],
  ["metric: error_rate, max: 0", "error_rate max 0 can never pass"],
  ["metric: acceptance_rate, min: 0", "acceptance_rate min 0 can never fail"],
  ["metric: fallback_rate, max: 1", "fallback_rate max 1 can never fail"],
  ["metric: acceptance_rate, max_drop: 1", "acceptance_rate max_drop 1 can never fail"],
  ["metric: error_rate, max_rise: 1", "error_rate max_rise 1 can never fail"],
  ["metric: p95_complete_ms, min: 0", "p95_complete_ms min 0 can never fail"],
])("check refuses a gate with %s, and says where it stands", async (gate, said) => {
  const [problem, ...others] = await needsOf(withGate(gate));
  expect(others).toEqual([]);
  expect(problem).toMatch(/^p\.yaml:3:\d+: /);
  expect(problem).toContain(said);
});

test.each([
  "metric: evidence_complete_rate, min: 1",
  "metric: unreviewed_fallback_rate, max: 0",
  "metric: policy_violation_rate, max: 0",
])("a rule of conduct is counted, so %s is fine", async (gate) => {
  expect(await needsOf(withGate(gate))).toEqual([]);
});

test.each([
  "metric: acceptance_rate, max_drop: 0",
  "metric: acceptance_rate, min: 0.999",
  "metric: p95_complete_ms, max_ratio: 1",
  "metric: cost_per_request_usd, max: 0",
])("what some number of records decides is no problem: %s", async (gate) => {
  expect(await needsOf(withGate(gate))).toEqual([]);
});

test("an acceptance test is held to the same, at its own place", async () => {
  const text = `primary_route: small\nacceptance_tests: {min_eval_pass_rate: 1, max_schema_error_rate: 1}\n`;
  expect(await needsOf(text)).toEqual([
    "p.yaml:2:40: acceptance_rate min 1 can never pass: no number of records proves that it is exactly 1 (give a limit below 1: 0.99 needs 299 records without exception)",
    "p.yaml:2:66: schema_error_rate max 1 can never fail: a share never exceeds 1 (give a limit that something could break, or delete it)",
  ]);
});

test("where estimates alone decide, exactly 1 can be reached, and what cannot fail still cannot", async () => {
  const text = (gate: string): string =>
    `primary_route: small\npromotion:\n  decide_on: point\n  gates: [{${gate}}]\n`;
  expect(await needsOf(text("metric: acceptance_rate, min: 1"))).toEqual([]);
  expect(await needsOf(text("metric: acceptance_rate, min: 0"))).toHaveLength(1);
});
