import { expect, test } from "vitest";
import { placeOf, type Problem } from "../../../src/core/problem.ts";
import { unfinishedOfRoutes, unfinishedProblems } from "../../../src/policies/unfinished.ts";
import { PolicyFiles } from "./policy-files.ts";

const saying = (files: PolicyFiles, problems: readonly Problem[]): readonly string[] =>
  problems.map((problem) => {
    const hint = problem.hint === undefined ? "" : ` (${problem.hint})`;
    return `${placeOf(problem)}: ${problem.message}${hint}`.replaceAll(`${files.folder}/`, "");
  });

// Packages that build one of these take its line out of unfinished.ts, and out of here.
test.each([
  ["health: {}", '9: "health" is not built in this version (leave it out)'],
  [
    "latency: {timeout_ms: 5, deadline_ms: 9}",
    '39: "latency.deadline_ms" is not built in this version (leave it out)',
  ],
  [
    "cost: {caps: [{name: a, max_usd: 1}]}",
    '14: "cost.caps" is not built in this version (leave it out)',
  ],
  [
    "risk: {approved_regions: [eu]}",
    '26: "risk.approved_regions" is not built in this version (leave it out)',
  ],
  [
    "fallback: {degrade: [{static_answer: x}]}",
    '21: "fallback.degrade" is not built in this version (leave it out)',
  ],
  [
    "acceptance_tests: {min_accuracy: 0.9}",
    '34: "acceptance_tests.min_accuracy" is not built in this version (leave it out)',
  ],
  [
    "fallback: {retry_same_route_once: [timeout, 429]}",
    '45: the trigger "429" is not built in this version (name a failure, a tag or a signal)',
  ],
  [
    "fallback_triggers: {stop_and_queue: [over 30 s]}",
    '38: the trigger "over 30 s" is not built in this version (name a failure, a tag or a signal)',
  ],
  [
    "fallback: {stop_and_queue: ['response.error == \"timeout\"']}",
    '29: the trigger "response.error == \\"timeout\\"" is not built in this version (name a failure, a tag or a signal)',
  ],
])("%s is read, and said to do nothing yet", async (line, problem) => {
  using files = new PolicyFiles();
  const { template } = await files.policy(`primary_route: small\n${line}\n`);
  expect(saying(files, unfinishedProblems(template))).toEqual([`p.yaml:2:${problem}`]);
});

test("a strategy that is only read is refused by name", async () => {
  using files = new PolicyFiles();
  const text =
    "route_selection: {strategy: latency_aware, latency_aware: {routes: [a], budget_ms: 1}}\n";
  const { template } = await files.policy(text);
  expect(saying(files, unfinishedProblems(template))).toEqual([
    "p.yaml:1:29: the strategy latency_aware is not built in this version (use one of pinned, priority, rules, intent, cascade, weighted, threshold, gateway, module)",
  ]);
});

test("a policy that asks for nothing of it has no problem", async () => {
  using files = new PolicyFiles();
  const { template, notes } = await files.policy(
    "policy_name: p\nroute_selection: {primary_route: a}\nworkflow: {name: w, risk_class: high, data_sensitivity: public}\ncost: {max_cost_per_request: 1, daily_spend_cap: 5}\nfallback: {stop_and_queue: [compliance_flag]}\n",
  );
  expect(unfinishedProblems(template)).toEqual([]);
  expect(notes).toEqual(['"cost.daily_spend_cap" is known but not enforced in this version']);
});

test("so are keys of routes", async () => {
  using files = new PolicyFiles();
  const loaded = await files.registry(`routes:
  a:
    provider: openai
    model: m
    simulation: {latency: {p50_ms: 1, p95_ms: 2}, accuracy: 1, incidents: [{from_s: 1, to_s: 2, latency_factor: 3}]}
    exit_criteria: {to: managed, gates: [{metric: acceptance_rate, min: 0.9}]}
  b: {provider: openai, model: m}
`);
  expect(saying(files, unfinishedOfRoutes(loaded))).toEqual([
    'registry.yaml:5:75: "routes.a.simulation.incidents" is not built in this version (leave it out)',
    'registry.yaml:6:20: "routes.a.exit_criteria" is not built in this version (leave it out)',
  ]);
});
