import { expect, test } from "vitest";
import { becauseOf } from "../../../../src/run/plan/planned-gate.ts";
import { aGate, aPolicy } from "../../comparison/a-policy.ts";
import { reachesOf, reachOf } from "./reached.ts";

test.each([
  // Clean records that the exact bound needs: 0.95^59 and 0.99^299 are the first below 5 %.
  ["a floor of 0.95", aGate("acceptance_rate", "min", 0.95), 59],
  ["a ceiling of 0.01", aGate("schema_error_rate", "max", 0.01), 299],
  ["a floor of 0.99 on a grader's score", aGate("exact_match", "min", 0.99), 299],
  ["a limit on p95 as an order statistic", aGate("p95_complete_ms", "max", 7000), 59],
  ["a bootstrap of two p95", aGate("p95_complete_ms", "max_ratio", 1.1), 100],
])("%s cannot pass below its fewest records, and can from there", (_what, gate, fewest) => {
  expect(reachOf(fewest - 1, gate)).toMatchObject({ reach: "cannot_pass", canPass: false });
  expect(reachOf(fewest, gate)).toMatchObject({ reach: "attainable", canPass: true });
});

test("the policy's own limit on p95 needs 59 records as well", () => {
  const latency = { ...aPolicy().latency, p95CompleteMs: 7000 };
  const [below] = reachesOf(58, { policy: { latency } });
  const [enough] = reachesOf(59, { policy: { latency } });
  expect([below?.reach, enough?.reach]).toEqual(["cannot_pass", "attainable"]);
});

test("equal arms pass a margin of 0.02 from 133 pairs; fewer only let a better candidate pass", () => {
  const gate = aGate("acceptance_rate", "max_drop", 0.02);
  expect(reachOf(132, gate)).toMatchObject({ reach: "only_if_better", passesIfEqual: false });
  expect(reachOf(133, gate)).toMatchObject({ reach: "attainable", passesIfEqual: true });
});

test("a ceiling that no handful of records can break is said: 58 failures out of 58 fail, 2 do not", () => {
  const gate = aGate("acceptance_rate", "min", 0.05);
  // 0.05 is above the upper bound of none among 59, 1 - 0.05^(1/59) = 0.0495, and not among 58.
  expect(reachOf(58, gate)).toMatchObject({ reach: "cannot_fail", canFail: false });
  expect(reachOf(59, gate).reach).toBe("attainable");
});

test.each([
  aGate("acceptance_rate", "max_drop", 0.05),
  aGate("acceptance_rate", "max_ratio", 1.2),
  aGate("error_rate", "max", 0.05),
  aGate("retry_rate", "max", 0.05),
  aGate("fallback_rate", "max_rise", 0.05),
  aGate("escalation_rate", "min", 0.2),
  aGate("review_rate", "max", 0.5),
  aGate("degraded_rate", "max", 0.05),
  aGate("capped_rate", "max", 0.05),
  aGate("coverage", "min", 0.95),
  aGate("accuracy", "min", 0.8),
  aGate("schema_valid_rate", "min", 0.9),
  aGate("provider_share", "max", 0.6, { provider: "openai" }),
  aGate("cost_per_accepted_usd", "max_ratio", 0.9),
  aGate("cost_per_accepted_usd", "max", 0.01),
  aGate("cost_per_request_usd", "max_rise", 0.001),
  aGate("p50_complete_ms", "max_ratio", 1),
  aGate("p95_first_token_ms", "max", 1200),
])("a thousand records can make this gate pass, and fail: %o", (gate) => {
  expect(reachOf(1_000, gate)).toMatchObject({ reach: "attainable", canPass: true, canFail: true });
});

test("a gate that nothing feeds cannot pass, however many records there are", () => {
  const unjudged = reachOf(500, aGate("route_accuracy", "min", 0.5));
  expect(unjudged).toMatchObject({ reach: "cannot_pass", n: 0 });
  expect(becauseOf(unjudged, null)).toContain("speaks of no outcome");
  const noSchema = aGate("schema_error_rate", "max", 0.05);
  expect(reachOf(500, noSchema, { asksSchema: false }).reach).toBe("cannot_pass");
  const unpriced = aGate("cost_per_request_usd", "max", 1);
  expect(reachOf(500, unpriced, { measures: { isPriced: false } }).reach).toBe("cannot_pass");
  const undecided = aGate("acceptance_rate", "min", 0.5);
  expect(reachOf(500, undecided, { decides: false }).reach).toBe("cannot_pass");
});

test("a segment's gate counts the segment's records alone", () => {
  const gate = aGate("acceptance_rate", "min", 0.95, { segment: { tag: "part", value: "high" } });
  const record = (ordinal: number) => ({ tags: { part: ordinal < 40 ? "high" : "low" } });
  expect(reachOf(500, gate, { record })).toMatchObject({ reach: "cannot_pass", n: 40 });
  const many = (ordinal: number) => ({ tags: { part: ordinal < 59 ? "high" : "low" } });
  expect(reachOf(500, gate, { record: many })).toMatchObject({ reach: "attainable", n: 59 });
});

test("groups count for records: 59 clean records of 30 conversations do not pass a floor of 0.95", () => {
  const gate = aGate("acceptance_rate", "min", 0.95);
  const inPairs = (ordinal: number) => ({ group: `g${Math.floor(ordinal / 2)}` });
  expect(reachOf(59, gate, { record: inPairs }).reach).toBe("cannot_pass");
  expect(reachOf(118, gate, { record: inPairs })).toMatchObject({
    reach: "attainable",
    clusters: 59,
  });
});

test("rules of conduct are counted, and evidence that nothing can hold cannot pass", () => {
  expect(reachOf(3, aGate("unreviewed_fallback_rate", "max", 0)).reach).toBe("count");
  const requiredLogs = ["endpoint_family"];
  const complete = reachesOf(3, { policy: { requiredLogs }, route: { endpointFamily: "openai" } });
  expect(complete[0]?.reach).toBe("count");
  const lacking = reachesOf(3, { policy: { requiredLogs }, route: { endpointFamily: undefined } });
  expect(lacking[0]?.reach).toBe("cannot_pass");
});
