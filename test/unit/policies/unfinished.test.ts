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
  [
    "acceptance_tests: {min_accuracy: 0.9}",
    '34: "acceptance_tests.min_accuracy" is not built in this version (leave it out)',
  ],
])("%s is read, and said to do nothing yet", async (line, problem) => {
  using files = new PolicyFiles();
  const { template } = await files.policy(`primary_route: small\n${line}\n`);
  expect(saying(files, unfinishedProblems(template))).toEqual([`p.yaml:2:${problem}`]);
});

test("a strategy that is only read is refused by name", async () => {
  using files = new PolicyFiles();
  files.write("router.ts", "export default () => 'a';\n");
  const text = "route_selection: {strategy: module, module: {path: router.ts, routes: [a]}}\n";
  const { template } = await files.policy(text);
  expect(saying(files, unfinishedProblems(template))).toEqual([
    "p.yaml:1:29: the strategy module is not built in this version (use one of pinned, priority, rules, cascade, cost_aware, latency_aware, weighted, scored, threshold, gateway)",
  ]);
});

test("a policy that asks for nothing of it has no problem", async () => {
  using files = new PolicyFiles();
  const { template } = await files.policy(
    "policy_name: p\nroute_selection: {primary_route: a}\nworkflow: {name: w, risk_class: high, data_sensitivity: public}\ncost: {max_cost_per_request: 1, daily_spend_cap: 5}\nfallback: {stop_and_queue: [compliance_flag]}\n",
  );
  expect(unfinishedProblems(template)).toEqual([]);
});

test("so are keys of routes", async () => {
  using files = new PolicyFiles();
  const loaded = await files.registry(`routes:
  a:
    provider: openai
    model: m
    simulation: {latency: {p50_ms: 1, p95_ms: 2}, accuracy: 1}
    exit_criteria: {to: managed, gates: [{metric: acceptance_rate, min: 0.9}]}
  b: {provider: openai, model: m}
`);
  expect(saying(files, unfinishedOfRoutes(loaded))).toEqual([
    'registry.yaml:6:20: "routes.a.exit_criteria" is not built in this version (leave it out)',
  ]);
});
