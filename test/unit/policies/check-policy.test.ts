import { expect, test } from "vitest";
import { checkPolicy } from "../../../src/policies/checks/check-policy.ts";
import { needsOf } from "./needs-of.ts";
import { PolicyFiles } from "./policy-files.ts";

test("a policy whose routes, budgets and gates are all known needs nothing", async () => {
  const text = `route_selection: {strategy: priority, priority: {routes: [small, large]}, required_capabilities: [tool_calling]}
cost: {max_cost_per_workflow: approved_budget}
fallback: {fallback_to_backup_route: [primary_route_unavailable, compliance_flag], backup_routes: [large]}
evidence: {required_logs: [served_model]}
promotion: {gates: [{metric: acceptance_rate, min: 0.9}, {metric: acceptance_rate, max: 0.9}, {metric: p95_complete_ms, max: 7000}]}`;
  expect(await needsOf(text)).toEqual([]);
});

test.each([
  [
    "route_selection: {primary_route: smal}",
    'p.yaml:1:34: the registry has no route "smal" (did you mean "small"?)',
  ],
  [
    "route_selection: {strategy: weighted, weighted: {routes: {small: 1, huge_route: 2}}}",
    'p.yaml:1:81: the registry has no route "huge_route" (add it to registry.yaml)',
  ],
  [
    "route_selection: {strategy: rules, primary_route: small, rules: [{when: 'true', route: larg}]}",
    'p.yaml:1:88: the registry has no route "larg" (did you mean "large"?)',
  ],
  [
    "route_selection: {strategy: cascade, cascade: {routes: [small, x], escalate_when: 'true'}}",
    'p.yaml:1:64: the registry has no route "x" (add it to registry.yaml)',
  ],
  [
    "route_selection: {strategy: threshold, threshold: {score: '1', at_least: 1, route: small, otherwise: y}}",
    'p.yaml:1:102: the registry has no route "y" (add it to registry.yaml)',
  ],
  [
    "route_selection: {strategy: intent, primary_route: small, intent: {by: label, label: tags.i, routes: {a: lagre}}}",
    'p.yaml:1:106: the registry has no route "lagre" (did you mean "large"?)',
  ],
  [
    "route_selection: {strategy: intent, intent: {by: label, label: tags.i, routes: {a: large}, unsure: smal}}",
    'p.yaml:1:100: the registry has no route "smal" (did you mean "small"?)',
  ],
  [
    "route_selection: {strategy: intent, primary_route: small, intent: {by: model, model: {route: larg, labels: [faq, other]}, routes: {faq: large}}}",
    'p.yaml:1:94: the registry has no route "larg" (did you mean "large"?)',
  ],
  [
    "route_selection: {strategy: intent, primary_route: small, intent: {by: model, model: {route: large, labels: [refunds, other]}, routes: {refund: large}}}",
    'p.yaml:1:110: "refunds" has no route under routes (did you mean "refund"?)',
  ],
  [
    "route_selection: {strategy: latency_aware, latency_aware: {routes: [smal], budget_ms: 1}}",
    'p.yaml:1:69: the registry has no route "smal" (did you mean "small"?)',
  ],
  [
    "route_selection: {strategy: scored, scored: {weights: {price: 1}, routes: [lagre]}}",
    'p.yaml:1:76: the registry has no route "lagre" (did you mean "large"?)',
  ],
  [
    "route_selection: {strategy: latency_aware, latency_aware: {routes: [small, large], budget_ms: 1}, blocked_routes: [large]}",
    'p.yaml:1:76: "large" is also in blocked_routes',
  ],
  [
    "primary_route: small\nfallback: {backup_routes: [lrage]}",
    'p.yaml:2:28: the registry has no route "lrage" (did you mean "large"?)',
  ],
  [
    "primary_route: small\nfallback: {on_timeout: use_larg}",
    'p.yaml:2:24: the registry has no route "larg" (did you mean "large"?)',
  ],
  [
    "primary_route: small\nfallback: {approvals: [{from: small, to: lagre, by: me}]}",
    'p.yaml:2:42: the registry has no route "lagre" (did you mean "large"?)',
  ],
  [
    "route_selection: {primary_route: small, allowed_routes: [small, lagre]}",
    'p.yaml:1:65: the registry has no route "lagre" (did you mean "large"?)',
  ],
  [
    "route_selection: {primary_route: small, blocked_routes: [experimental_models, larg]}",
    'p.yaml:1:79: blocks "larg", which is no route (did you mean "large"?)',
  ],
  [
    "route_selection: {primary_route: small, blocked_routes: [small]}",
    'p.yaml:1:34: "small" is also in blocked_routes',
  ],
  [
    "route_selection: {primary_route: small, allowed_routes: [large]}",
    'p.yaml:1:34: "small" is not in allowed_routes',
  ],
  [
    "route_selection: {primary_route: small, allowed_routes: [small, large], blocked_routes: [large]}",
    'p.yaml:1:65: "large" is also in blocked_routes',
  ],
  [
    "primary_route: small\nallowed_fallbacks: [large]\nblocked_fallbacks: [large]",
    'p.yaml:2:21: "large" is also in blocked_fallbacks',
  ],
  [
    "primary_route: small\nfallback: {backup_routes: [large], blocked_fallbacks: [large]}",
    'p.yaml:2:28: "large" is also in blocked_fallbacks',
  ],
  [
    "primary_route: small\nfallback: {backup_routes: [large], allowed_fallbacks: [small]}",
    'p.yaml:2:28: "large" is not in allowed_fallbacks',
  ],
  [
    "primary_route: small\nfallback: {fallback_to_backup_route: [timeout]}",
    "p.yaml:2:38: has no backup route to fall back to (write backup_routes: [NAME])",
  ],
  [
    "route_selection: {primary_route: small, required_capabilities: [tool_calling, vision]}",
    'p.yaml:1:79: none of the policy\'s routes claims "vision"',
  ],
  [
    "route_selection: {primary_route: small, required_capabilities: [tool_caling]}",
    'p.yaml:1:65: none of the policy\'s routes claims "tool_caling" (did you mean "tool_calling"?)',
  ],
  [
    "primary_route: small\ncost: {max_cost_per_conversation: aproved_budget}",
    'p.yaml:2:35: the budget "aproved_budget" has no amount (did you mean "approved_budget"?)',
  ],
  [
    "primary_route: small\ncost: {max_cost_per_request: tiny}",
    'p.yaml:2:30: the budget "tiny" has no amount (give it an amount under budgets: in the registry)',
  ],
  [
    "primary_route: small\nfallback: {retry_same_route_once: [rate_limits]}",
    'p.yaml:2:36: "rate_limits" is no failure that is known (did you mean "rate_limit"?)',
  ],
  [
    "primary_route: small\nfallback_triggers: {stop_and_queue: [compliance_flag, unsupported_filetype]}",
    'p.yaml:2:55: "unsupported_filetype" is no failure that is known (did you mean "unsupported_file_type"?)',
  ],
  [
    "primary_route: small\nevidence: {required_logs: [served_modle]}",
    'p.yaml:2:28: "served_modle" is no log that a run can hold (did you mean "served_model"?)',
  ],
])("%s", async (text, problem) => {
  expect(await needsOf(text)).toEqual([problem]);
});

test.each([
  [
    "metric: acceptence_rate, max_drop: 0.1",
    '21: "acceptence_rate" is no metric (did you mean "acceptance_rate"?)',
  ],
  [
    "metric: provider_share, max: 0.5",
    '21: provider_share needs "provider" (such as provider: openai)',
  ],
  [
    "metric: coverage, provider: openai, min: 0.5",
    '41: "provider" means nothing to coverage (use metric: provider_share)',
  ],
  [
    "metric: coverage, route: larg, min: 0.5",
    '38: the registry has no route "larg" (did you mean "large"?)',
  ],
  [
    "metric: error_rate, max_rise: 2",
    "43: error_rate is a share from 0 to 1, and 2 is none (for 2 % write 0.02)",
  ],
  ["metric: error_rate, min: -1", "38: error_rate is a share from 0 to 1, and -1 is none"],
  [
    "metric: coverage, min: 0.9}, {metric: coverage, max: 0.8",
    "66: no coverage can be at least 0.9 and at most 0.8 (correct one of the two gates)",
  ],
  [
    "metric: p95_complete_ms, max_ratio: 1}, {metric: p95_complete_ms, min_ratio: 2",
    "90: no p95_complete_ms can be at least 2 and at most 1 (correct one of the two gates)",
  ],
])("a gate with %s can never be decided", async (gate, problem) => {
  const text = `primary_route: small\npromotion:\n  gates: [{${gate}}]`;
  const [found, ...others] = await needsOf(text);
  expect(others).toEqual([]);
  expect(found?.replace(/^p\.yaml:3:\d+/, "")).toBe(problem.replace(/^\d+/, ""));
  expect(found).toMatch(/^p\.yaml:3:\d+: /);
});

test("bounds of different scopes contradict nothing", async () => {
  const gates =
    "{metric: coverage, segment: a=b, min: 0.9}, {metric: coverage, max: 0.8}, {metric: coverage, route: small, min: 0.9}";
  expect(await needsOf(`primary_route: small\npromotion: {gates: [${gates}]}`)).toEqual([]);
});

test("a grader's name is a metric; with the graders known, another name is none", async () => {
  const text = "primary_route: small\npromotion: {gates: [{metric: label_match, min: 0.9}]}";
  expect(await needsOf(text)).toEqual([]);
  expect(await needsOf(text, { graders: ["label_match"] })).toEqual([]);
  const [problem] = await needsOf(text, { graders: ["label_matches"] });
  expect(problem).toContain('"label_match" is no metric (did you mean "label_matches"?)');
  expect((await needsOf(text, { graders: [] }))[0]).toContain("(known: acceptance_rate, ");
});

test("without a registry and without a route, both are asked for", async () => {
  expect(await needsOf("workflow: triage", { registry: "none" })).toEqual([
    "p.yaml:1:1: names no registry (write registry: registry.yaml, or pass --registry FILE)",
    "p.yaml:1:1: names no route to send requests to (write primary_route: NAME)",
  ]);
});

test("a registry that is named but could not be read is not asked for again", async () => {
  using files = new PolicyFiles();
  const loaded = await files.policy("primary_route: small\nregistry: gone.yaml");
  expect(checkPolicy(loaded, undefined)).toEqual([]);
});
