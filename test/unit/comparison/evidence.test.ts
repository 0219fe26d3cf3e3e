import { describe, expect, test } from "vitest";
import { unknownUsage } from "../../../src/core/usage.ts";
import type { Outcome } from "../../../src/core/outcome.ts";
import { metricsBefore, someRecords } from "./a-comparison.ts";
import { aFailedOutcome, anAttempt, anOutcome } from "./an-outcome.ts";
import { aPolicy } from "./a-policy.ts";

describe("evidence", () => {
  const share = (requiredLogs: readonly string[], outcome: Outcome, policy = {}) => {
    const arms = ["before", "after"].map((key) => ({
      key,
      policy: aPolicy({ requiredLogs, ...policy }),
    }));
    return metricsBefore({ outcomes: [outcome], setup: { arms } }).overall.evidence_complete_rate
      .value;
  };

  test("is complete where every required log is there", () => {
    const logs = [
      "workflow",
      "owner",
      "requested_model",
      "served_model",
      "endpoint_family",
      "route_status",
      "usage_units",
      "cost_or_balance",
      "fallback_reason",
      "decision_reason",
      "policy_version",
    ];
    expect(share(logs, anOutcome())).toBe(1);
  });

  test("lacks what the answer's attempt does not say", () => {
    const lacking = (attempt: Parameters<typeof anAttempt>[0]) =>
      anOutcome({ attempts: [anAttempt(attempt)] });
    expect(share(["served_model"], lacking({ servedModel: undefined }))).toBe(0);
    expect(share(["endpoint_family"], lacking({ endpointFamily: undefined }))).toBe(0);
    expect(share(["usage_units"], lacking({ usage: unknownUsage }))).toBe(0);
    expect(share(["cost_or_balance"], lacking({ costNanoUsd: undefined }))).toBe(0);
    expect(share(["fallback_reason"], lacking({ kind: "fallback", because: "" }))).toBe(0);
    expect(share(["fallback_reason"], lacking({ because: "" }))).toBe(1);
  });

  test("a call that failed cannot say which model served it", () => {
    expect(share(["served_model", "usage_units"], aFailedOutcome("timeout"))).toBe(1);
  });

  test("a workflow that the policy does not name must be the record's", () => {
    const outcome = anOutcome();
    expect(share(["workflow"], outcome, { workflow: undefined })).toBe(0);
    const arms = [
      { key: "before", policy: aPolicy({ requiredLogs: ["workflow"], workflow: undefined }) },
    ];
    const records = someRecords(1, () => ({ workflow: "w-1" }));
    const metrics = metricsBefore({ records, outcomes: [outcome], setup: { arms } });
    expect(metrics.overall.evidence_complete_rate.value).toBe(1);
  });

  test("a log that nothing can hold is missing everywhere", () => {
    expect(share(["phase_of_the_moon"], anOutcome())).toBe(0);
  });
});
