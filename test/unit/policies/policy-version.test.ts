import { expect, test } from "vitest";
import { policyVersion } from "../../../src/policies/policy-version.ts";
import { PolicyFiles, smallRegistry } from "./policy-files.ts";

const policy = `policy_name: p
route_selection:
  strategy: rules
  primary_route: small
  rules: [{when: 'tags.a == "b"', route: large}]
  blocked_routes: [x, y]
cost: {max_cost_per_workflow: 0.05}
promotion: {gates: [{metric: coverage, min: 0.9}, {metric: error_rate, max: 0.1}]}
`;

async function versionOf(text = policy, registryText = smallRegistry): Promise<string> {
  using files = new PolicyFiles();
  const { registry } = await files.registry(registryText);
  const loaded = await files.policy(`${text}\nregistry: registry.yaml\n`);
  return policyVersion(loaded, registry);
}

test("a version is a SHA-256 that stays the same from run to run", async () => {
  const version = await versionOf();
  expect(version).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(await versionOf()).toBe(version);
});

test.each([
  [
    "comments and line breaks",
    `# comment\n\n${policy.replace("strategy: rules", "strategy:    rules")}`,
  ],
  ["order of keys", `${policy.split("\n").slice(1).join("\n")}policy_name: p\n`],
  ["order of a set", policy.replace("[x, y]", "[y, x]")],
  [
    "order and repetition of triggers that react alike",
    `${policy}fallback: {retry_same_route_once: [overloaded, rate_limit, rate_limit]}\n`,
    `${policy}fallback: {retry_same_route_once: [rate_limit, overloaded]}\n`,
  ],
  ["order of gates", policy.replace(/\[(\{metric: cov.*\}), (\{metric: err.*\})\]/, "[$2, $1]")],
  ["another spelling", policy.replace("max_cost_per_workflow", "max_cost_per_conversation")],
  ["an amount by its name", policy.replace("0.05", "approved_budget")],
  [
    "order of failures, regions and tools",
    `${policy}health: {counts: [timeout, overloaded]}\nrisk: {approved_regions: {b: [eu, us], a: [us]}}\nfallback: {side_effecting_tools: [pay, send]}\n`,
    `${policy}health: {counts: [overloaded, timeout]}\nrisk: {approved_regions: {a: [us], b: [us, eu]}}\nfallback: {side_effecting_tools: [send, pay]}\n`,
  ],
  [
    "where an expression stands",
    `${policy}risk: {class_by:    tags.risk}\nfallback: {stop_and_queue: [   'response.error == "timeout"']}\n`,
    `${policy}risk: {class_by: tags.risk}\nfallback: {stop_and_queue: ['response.error == "timeout"']}\n`,
  ],
  ["a default written out", `${policy}fallback: {max_attempts: 4}\n`],
])("%s does not change it", async (_, text, original = policy) => {
  expect(await versionOf(text)).toBe(await versionOf(original));
});

test.each([
  ["a condition", policy.replace('"b"', '"c"')],
  ["a threshold", policy.replace("min: 0.9", "min: 0.8")],
  ["a risk class", `${policy}workflow: {name: w, risk_class: high}\n`],
  ["a cap that is stated only", policy.replace("{max_cost", "{daily_spend_cap: 5, max_cost")],
  ["an empty rule of health", `${policy}health: {}\n`],
  ["a ceiling's reaction", policy.replace("cost: {", "cost: {on_cap: queue, ")],
  ["a lesser service", `${policy}fallback: {degrade: [{static_answer: sorry}]}\n`],
  [
    "an expression as a trigger",
    `${policy}fallback: {stop_and_queue: ['response.cost_usd > 0.1']}\n`,
  ],
  ["a name", policy.replace("policy_name: p", "policy_name: q")],
  ["the order of what is tried", `${policy}fallback: {backup_routes: [large, small]}\n`],
])("%s changes it", async (_, text) => {
  expect(await versionOf(text)).not.toBe(await versionOf());
});

test("the order of backups is part of it", async () => {
  const backups = (order: string) => versionOf(`${policy}fallback: {backup_routes: [${order}]}\n`);
  expect(await backups("large, small")).not.toBe(await backups("small, large"));
});

test("a changed model or price behind an unchanged name is a new version", async () => {
  const version = await versionOf();
  expect(await versionOf(policy, smallRegistry.replace("l-1", "l-2"))).not.toBe(version);
  expect(await versionOf(policy, smallRegistry.replace("0.25", "0.26"))).not.toBe(version);
});

test("a route that is only allowed is named too", async () => {
  const allowing = policy.replace(
    "blocked_routes",
    "allowed_routes: [small, large, spare]\n  blocked_routes",
  );
  const spare = (model: string): string =>
    smallRegistry.replace("budgets:", `  spare: {provider: google, model: ${model}}\nbudgets:`);
  const version = await versionOf(allowing, spare("one"));
  expect(await versionOf(allowing, spare("two"))).not.toBe(version);
});

test("a change of a route that the policy does not name is none of its business", async () => {
  const other = smallRegistry.replace(
    "budgets:",
    "  other: {provider: google, model: o}\nbudgets:",
  );
  expect(await versionOf(policy, other)).toBe(await versionOf());
});

test("a pool of routes to compare has no order, and without a list it is the whole registry", async () => {
  const latency = (routes: string): string =>
    `policy_name: p\nroute_selection: {strategy: latency_aware, latency_aware: {routes: [${routes}], budget_ms: 9}}\n`;
  expect(await versionOf(latency("small, large"))).toBe(await versionOf(latency("large, small")));
  const scored =
    "policy_name: p\nroute_selection: {strategy: scored, scored: {weights: {price: 1}}}\n";
  const changed = smallRegistry.replace("l-1", "l-2");
  expect(await versionOf(scored, changed)).not.toBe(await versionOf(scored));
  expect(await versionOf(latency("small"), changed)).toBe(await versionOf(latency("small")));
});
