import { expect, test } from "vitest";
import { placeOf } from "../../../src/core/problem.ts";
import { routesNamedBy } from "../../../src/core/routes-of-policy.ts";
import { checkPolicy } from "../../../src/policies/checks/check-policy.ts";
import { PolicyFiles } from "./policy-files.ts";

const registryText = `routes:
  gate: {provider: openai_compatible, model: auto, base_url: "http://127.0.0.1:8787/v1"}
  homeless: {provider: openai_compatible, model: auto}
  mini: {provider: openai, model: gpt-5-mini}
  nano: {provider: openai, model: gpt-5-nano}
`;

async function needsOf(selection: string, more = ""): Promise<readonly string[]> {
  using files = new PolicyFiles();
  files.write("registry.yaml", registryText);
  const text = `route_selection: ${selection}\nregistry: registry.yaml\n${more}`;
  const loaded = await files.policy(text);
  const { registry } = await files.registry(registryText);
  return checkPolicy(loaded, registry).map((problem) => {
    const hint = problem.hint === undefined ? "" : ` (${problem.hint})`;
    return `${placeOf(problem)}: ${problem.message}${hint}`.replaceAll(`${files.folder}/`, "");
  });
}

test.each([
  "{strategy: gateway, gateway: {route: gate}}",
  "{strategy: gateway, primary_route: gate}",
  "{strategy: gateway, primary_route: gate, gateway: {route: gate}}",
])("%s sends every request to the gateway", async (selection) => {
  using files = new PolicyFiles();
  const { policy } = await files.policy(`route_selection: ${selection}\n`);
  expect(policy.strategy).toEqual({ kind: "gateway", route: "gate" });
  expect(routesNamedBy(policy, undefined)).toEqual(["gate"]);
  expect(await needsOf(selection)).toEqual([]);
});

test("the lists of routes speak of what the gateway may serve, not of the way to it", async () => {
  const lists = "allowed_routes: [mini, nano], blocked_routes: [experimental_models]";
  expect(await needsOf(`{strategy: gateway, gateway: {route: gate}, ${lists}}`)).toEqual([]);
});

test("a violation rate is a metric that a gate may name", async () => {
  const gates = "promotion: {gates: [{metric: policy_violation_rate, max: 0}]}\n";
  expect(await needsOf("{strategy: gateway, gateway: {route: gate}}", gates)).toEqual([]);
});

test.each([
  [
    "{strategy: gateway, gateway: {route: mini}}",
    'p.yaml:1:55: "mini" leads to openai, not to a gateway (give it provider: openai_compatible)',
  ],
  [
    "{strategy: gateway, primary_route: mini}",
    'p.yaml:1:53: "mini" leads to openai, not to a gateway (give it provider: openai_compatible)',
  ],
  [
    "{strategy: gateway, gateway: {route: homeless}}",
    'p.yaml:1:55: "homeless" has no base_url: nobody knows where the gateway is (give it one, such as http://127.0.0.1:8787/v1)',
  ],
  [
    "{strategy: gateway, gateway: {route: gat}}",
    'p.yaml:1:55: the registry has no route "gat" (did you mean "gate"?)',
  ],
  [
    "{strategy: gateway, gateway: {route: gate}, blocked_routes: [gate]}",
    'p.yaml:1:55: "gate" is also in blocked_routes',
  ],
  [
    "{strategy: gateway, gateway: {route: gate}, allowed_routes: [mimi]}",
    'p.yaml:1:79: the registry has no route "mimi" (did you mean "mini"?)',
  ],
])("%s needs something", async (selection, problem) => {
  expect(await needsOf(selection)).toEqual([problem]);
});

test.each([
  [
    "{strategy: gateway, primary_route: mini, gateway: {route: gate}}",
    'p.yaml:1:53: "primary_route" is not the gateway\'s route "gate" (keep one)',
  ],
  ["{strategy: gateway}", 'p.yaml:1:29: the strategy gateway needs "gateway"'],
])("%s cannot be read", async (selection, problem) => {
  using files = new PolicyFiles();
  const problems = await files.problemsOf(files.policy(`route_selection: ${selection}\n`));
  expect(problems.map((text) => text.trim())).toEqual([problem]);
});
