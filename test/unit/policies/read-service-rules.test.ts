import { describe, expect, test } from "vitest";
import { needsOf } from "./needs-of.ts";
import { PolicyFiles } from "./policy-files.ts";

async function policyWith(line: string) {
  using files = new PolicyFiles();
  const { policy } = await files.policy(`primary_route: small\n${line}\n`);
  return JSON.parse(JSON.stringify(policy).replaceAll(`${files.folder}/`, "")) as typeof policy;
}

describe("latency", () => {
  test("deadline, queue and the timeout of calls that do not stream", async () => {
    const line =
      "latency: {deadline_ms: 60000, max_queue_ms: 30000, non_streaming_timeout_ms: 20000}";
    expect((await policyWith(line)).latency).toEqual({
      deadlineMs: 60_000,
      maxQueueMs: 30_000,
      nonStreamingTimeoutMs: 20_000,
    });
  });
});

describe("health", () => {
  test("what it does not say has its default", async () => {
    expect((await policyWith("health: {}")).health).toEqual({
      windowMs: 120_000,
      maxErrorRate: 0.05,
      minAttempts: 20,
      cooldownMs: 120_000,
      probes: 1,
      counts: ["transient_error"],
    });
  });

  test("all of it", async () => {
    const line =
      "health: {window_ms: 1000, max_error_rate: 0.5, min_attempts: 3, cooldown_ms: 500, probes: 2, max_p95_complete_ms: 8000, max_p95_first_token_ms: 900, counts: [timeout, schema_invalid]}";
    expect((await policyWith(line)).health).toEqual({
      windowMs: 1000,
      maxErrorRate: 0.5,
      minAttempts: 3,
      cooldownMs: 500,
      probes: 2,
      maxP95CompleteMs: 8000,
      maxP95FirstTokenMs: 900,
      counts: ["timeout", "schema_invalid"],
    });
  });
});

describe("risk", () => {
  test("regions for all data, and what is taken out of a request", async () => {
    const line =
      "risk: {class_by: tags.risk, data_sensitivity_by: tags.data, approved_regions: [eu, us], on_no_eligible_route: redact, redact: [email, iban]}";
    const policy = await policyWith(line);
    expect(policy.onNoEligibleRoute).toBe("redact");
    expect(policy.risk).toEqual({
      classBy: { text: "tags.risk", place: "p.yaml:2:18" },
      sensitivityBy: { text: "tags.data", place: "p.yaml:2:50" },
      approvedRegions: [{ regions: ["eu", "us"] }],
      redact: ["email", "iban"],
    });
  });

  test("regions by the sensitivity of the data", async () => {
    const { risk } = await policyWith(
      "risk: {approved_regions: {public: [eu, us], private: [eu]}}",
    );
    expect(risk.approvedRegions).toEqual([
      { sensitivity: "private", regions: ["eu"] },
      { sensitivity: "public", regions: ["eu", "us"] },
    ]);
  });
});

describe("fallback", () => {
  test("lesser services, in order, and tools that change the world", async () => {
    const line =
      "fallback: {side_effecting_tools: [refund], degrade: [{reduced_scope: {route: small, max_output_tokens: 200, without_tools: true, instruction: Be brief.}}, {static_answer: We will call you.}]}";
    expect((await policyWith(line)).fallback).toMatchObject({
      sideEffectingTools: ["refund"],
      degrade: [
        {
          kind: "reduced_scope",
          route: "small",
          change: { maxOutputTokens: 200, withoutTools: true, instruction: "Be brief." },
        },
        { kind: "static_answer", text: "We will call you." },
      ],
    });
  });

  test("what a reduced scope does not say changes nothing", async () => {
    const { fallback } = await policyWith(
      "fallback: {degrade: [{reduced_scope: {without_tools: false, max_output_tokens: 9}}]}",
    );
    expect(fallback.degrade).toEqual([{ kind: "reduced_scope", change: { maxOutputTokens: 9 } }]);
  });
});

describe("acceptance_tests", () => {
  test("a quality floor, a cost ceiling and the least evidence", async () => {
    const line =
      "acceptance_tests: {min_accuracy: 0.9, max_cost_per_accepted: 0.01, min_evidence_complete_rate: 1}";
    expect((await policyWith(line)).acceptance).toEqual({
      minAccuracy: 0.9,
      maxCostPerAcceptedNanoUsd: 10_000_000,
      minEvidenceCompleteRate: 1,
    });
  });
});

test.each([
  [
    "latency: {deadline_ms: 0}",
    '24: "latency.deadline_ms" expected a number above 0 and of 86400000 or less, got 0',
  ],
  [
    "latency: {max_queue_ms: x}",
    '25: "latency.max_queue_ms" expected a number above 0 and of 86400000 or less, got "x"',
  ],
  [
    "latency: {non_streaming_timeout_ms: -1}",
    '37: "latency.non_streaming_timeout_ms" expected a number above 0 and of 86400000 or less, got -1',
  ],
  [
    "health: {max_error_rate: 5}",
    '26: "health.max_error_rate" expected a number from 0 to 1, got 5',
  ],
  [
    "health: {min_attempts: 0}",
    '24: "health.min_attempts" expected a whole number from 1 to 1000000000, got 0',
  ],
  [
    "health: {probes: 1001}",
    '18: "health.probes" expected a whole number from 1 to 1000, got 1001',
  ],
  [
    "health: {counts: []}",
    '18: "health.counts" expected a list that is not empty, got an empty list',
  ],
  [
    "health: {windows_ms: 1}",
    '10: unknown key "windows_ms" in "health" (did you mean "window_ms"?)',
  ],
  [
    "workflow: {risk_class: hihg}",
    '24: "workflow.risk_class" expected one of low, medium, high, got "hihg" (did you mean "high"?)',
  ],
  ["risk: {class_by: tag.risk}", '18: "tag" is not known here (did you mean "tags"?)'],
  ["risk: {data_sensitivity_by: '[1]'}", "30: gives a list, but text or a number is needed"],
  [
    "risk: {approved_regions: []}",
    '26: "risk.approved_regions" expected a list that is not empty, got an empty list',
  ],
  [
    "risk: {approved_regions: {}}",
    '26: "risk.approved_regions" expected at least one kind of data',
  ],
  [
    "risk: {approved_regions: {public: eu}}",
    '35: "risk.approved_regions.public" expected a list that is not empty, got "eu"',
  ],
  [
    "risk: {approved_regions: eu}",
    '26: "risk.approved_regions" expected a list that is not empty or a mapping, got "eu"',
  ],
  [
    "risk: {on_no_eligible_route: refues}",
    '30: "risk.on_no_eligible_route" expected one of refuse, queue, ask_a_person, redact, got "refues" (did you mean "refuse"?)',
  ],
  [
    "risk: {redact: [mail]}",
    '17: "risk.redact.0" expected one of email, phone, card, iban, got "mail" (did you mean "email"?)',
  ],
  [
    "fallback: {degrade: [{}]}",
    '22: "fallback.degrade.0" needs one of reduced_scope and static_answer',
  ],
  [
    "fallback: {degrade: [{static_answer: x, reduced_scope: {without_tools: true}}]}",
    '22: "fallback.degrade.0" needs one of reduced_scope and static_answer',
  ],
  [
    "fallback: {degrade: [{reduced_scope: {route: small}}]}",
    '38: "fallback.degrade.0.reduced_scope" asks for no less: give it max_output_tokens, without_tools or instruction',
  ],
  [
    "fallback: {degrade: [{static_answer: x}, {static_answer: y}]}",
    "42: stands behind a static answer, after which nothing is tried (put the static answer last)",
  ],
  [
    "fallback: {side_effecting_tools: refund}",
    '34: "fallback.side_effecting_tools" expected a list, got "refund"',
  ],
  [
    "acceptance_tests: {min_accuracy: 90}",
    '34: "acceptance_tests.min_accuracy" expected a number from 0 to 1, got 90',
  ],
  [
    "acceptance_tests: {max_cost_per_accepted: -0.1}",
    '43: "acceptance_tests.max_cost_per_accepted" expected a number from 0 to 1000000, got -0.1',
  ],
  [
    "acceptance_tests: {min_evidence_complete_rate: 2}",
    '48: "acceptance_tests.min_evidence_complete_rate" expected a number from 0 to 1, got 2',
  ],
])("%s is refused", async (line, problem) => {
  using files = new PolicyFiles();
  const found = await files.problemsOf(files.policy(`primary_route: a\n${line}\n`));
  expect(found).toEqual([`p.yaml:2:${problem}`]);
});

test.each([
  [
    "health: {counts: [timeouts]}",
    '19: "timeouts" is no failure that is known (did you mean "timeout"?)',
  ],
  ["risk: {redact: [email]}", "16: is only looked at with on_no_eligible_route: redact"],
  [
    "risk: {on_no_eligible_route: redact, data_sensitivity_by: tags.data, approved_regions: {private: [eu], redacted: [us]}}",
    '30: redact needs "redact" (such as redact: [email])',
  ],
  [
    "fallback: {degrade: [{reduced_scope: {route: smal, without_tools: true}}]}",
    '46: the registry has no route "smal" (did you mean "small"?)',
  ],
])("%s cannot be meant", async (line, problem) => {
  const found = await needsOf(`primary_route: small\n${line}`);
  expect(found).toEqual([`p.yaml:2:${problem}`]);
});
