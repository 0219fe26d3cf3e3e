import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { checkPolicy } from "../../../src/policies/checks/check-policy.ts";
import { readPolicy } from "../../../src/policies/read-policy.ts";
import { PolicyFiles } from "./policy-files.ts";

test("a policy written flat is the template's policy, and says how it was read", async () => {
  using files = new PolicyFiles();
  const { policy, notes } = await files.policy(`workflow: receipts
primary_route: main
allowed_fallbacks: [spare]
blocked_fallbacks: [chatty]
fallback_triggers:
  retry_same_route_once: [transient_5xx]
  stop_and_queue: [schema_invalid_after_retry, fraud_flag]
evidence: {log_served_model: true, log_usage_units: true, log_fallback_reason: false}
cost: {max_cost_per_conversation: 0.5}
`);
  expect(policy.name).toBe("receipts");
  expect(policy.workflow).toBe("receipts");
  expect(policy.strategy).toEqual({ kind: "pinned", route: "main" });
  expect(policy.primaryRoute).toBe("main");
  expect(policy.requiredLogs).toEqual(["served_model", "usage_units"]);
  expect(policy.cost.maxPerWorkflowNanoUsd).toBe(500_000_000);
  expect(policy.fallback).toMatchObject({
    backupRoutes: ["spare"],
    allowedFallbacks: ["spare"],
    blockedFallbacks: ["chatty"],
    transitions: [
      { trigger: "schema_invalid_after_retry", reaction: { kind: "queue" } },
      { trigger: "fraud_flag", reaction: { kind: "queue" } },
      { trigger: "transient_5xx", reaction: { kind: "retry" } },
      { trigger: "primary_route_unavailable", reaction: { kind: "fallback" } },
    ],
  });
  expect(notes).toEqual([
    '"workflow: receipts" is read as the workflow\'s name',
    '"primary_route" is read as "route_selection.primary_route"',
    '"cost.max_cost_per_conversation" is read as "cost.max_cost_per_workflow"',
    '"allowed_fallbacks" is read as "fallback.allowed_fallbacks"',
    '"blocked_fallbacks" is read as "fallback.blocked_fallbacks"',
    '"fallback_triggers.retry_same_route_once" is read as "fallback.retry_same_route_once"',
    '"fallback_triggers.stop_and_queue" is read as "fallback.stop_and_queue"',
    '"allowed_fallbacks" without "backup_routes" are read as the backup routes too',
    "fallbacks without a trigger are read as those of primary_route_unavailable",
    '"log_…: true" is read as required_logs: served_model, usage_units',
    'no "policy_name": it is called receipts, after its workflow',
  ]);
});

test.each([
  [
    "on_timeout: use_spare",
    ["timeout", "first_token_timeout"],
    { kind: "fallback", route: "spare" },
  ],
  [
    "on_timeout: fallback_to_backup_route",
    ["timeout", "first_token_timeout"],
    { kind: "fallback" },
  ],
  ["on_schema_error: retry_same_route_once", ["schema_invalid"], { kind: "retry" }],
  ["on_schema_error: stop_without_fallback", ["schema_invalid"], { kind: "stop" }],
  [
    "on_safety_or_policy_error: stop_and_escalate",
    ["safety_refusal", "content_filter", "policy_stop"],
    { kind: "queue" },
  ],
  [
    "on_safety_or_policy_error: stop_and_queue",
    ["safety_refusal", "content_filter", "policy_stop"],
    { kind: "queue" },
  ],
])("%s is read as a transition for each failure it speaks of", async (line, triggers, reaction) => {
  using files = new PolicyFiles();
  const { policy, notes } = await files.policy(`policy_name: p\nfallback: {${line}}\n`);
  const { transitions } = policy.fallback;
  expect(transitions.map(({ trigger }) => trigger)).toEqual(triggers);
  for (const transition of transitions) expect(transition.reaction).toMatchObject(reaction);
  expect(notes).toHaveLength(1);
  expect(notes[0]).toContain(`"${line}" is read as: `);
});

test("stopping comes before retrying and retrying before falling back, however it is written", async () => {
  using files = new PolicyFiles();
  const { policy } = await files.policy(`fallback:
  on_timeout: use_spare
  fallback_to_backup_route: [overloaded]
  retry_same_route_once: [timeout]
  on_schema_error: retry_same_route_once
  stop_and_queue: [compliance_flag]
  stop_without_fallback: [authentication]
`);
  expect(policy.fallback.transitions.map(({ reaction }) => reaction.kind)).toEqual([
    "stop",
    "queue",
    "retry",
    "retry",
    "fallback",
    "fallback",
    "fallback",
  ]);
});

test("a policy without name and workflow is called after its file", async () => {
  using files = new PolicyFiles();
  const { policy, notes } = await files.policy("route_selection: {primary_route: a}");
  expect(policy.name).toBe("p");
  expect(notes).toEqual(['no "policy_name": it is called p, after its file']);
});

test("problems stand where the other spelling was written", async () => {
  using files = new PolicyFiles();
  const { registry } = await files.registry("routes: {main: {provider: google, model: m}}");
  const loaded = await files.policy("registry: registry.yaml\nprimary_route: mian\n");
  expect(checkPolicy(loaded, registry)).toMatchObject([
    { line: 2, column: 16, hint: 'did you mean "main"?' },
  ]);
});

// Absent beside a checkout of its own; the tests above say the same in our own wording.
const published = resolve(import.meta.dirname, "../../../../shared/reference/policy-examples");

test.skipIf(!existsSync(published)).each([
  ["customer_support_v1", ["names no registry", "the budget", "has no backup route"]],
  ["invoice_extraction", ["names no registry"]],
  ["support_chat_triage", ["names no registry", "names no route"]],
])(
  "the published shape %s loads, and says what a run would need (skipped without ../shared)",
  async (name, needs) => {
    const loaded = await readPolicy(`${published}/${name}.yaml`);
    const problems = checkPolicy(loaded, undefined).map(({ message }) => message);
    expect(problems).toHaveLength(needs.length);
    for (const [index, need] of needs.entries()) expect(problems[index]).toContain(need);
  },
);
