import { expect, test } from "vitest";
import type { Ceiling } from "../../../src/core/ceiling.ts";
import { needsOf } from "./needs-of.ts";
import { PolicyFiles, smallRegistry } from "./policy-files.ts";

/** Of a policy with such a `cost:`, without what is undefined. */
async function ceilingsOf(cost: string): Promise<unknown> {
  using files = new PolicyFiles();
  files.write("registry.yaml", smallRegistry);
  const text = `primary_route: small\nregistry: registry.yaml\ncost: ${cost}\n`;
  const { policy } = await files.policy(text);
  return JSON.parse(JSON.stringify(policy.ceilings).replaceAll(`${files.folder}/`, ""));
}

const aCeiling = (over: Partial<Ceiling>): object => ({
  countedBy: "policy",
  per: "day",
  reaction: { kind: "stop" },
  ...over,
});
const usd = (nanoUsd: number): Ceiling["most"] => ({ kind: "usd", nanoUsd });

test("what a workflow, a day and an owner's day may cost are ceilings of their own", async () => {
  const cost =
    "{max_cost_per_request: 0.02, max_cost_per_workflow: 0.1, daily_spend_cap: approved_budget, daily_spend_cap_per_owner: 50}";
  expect(await ceilingsOf(cost)).toEqual([
    aCeiling({
      name: "cost.max_cost_per_workflow",
      countedBy: "workflow",
      per: "run",
      most: usd(100_000_000),
    }),
    // The budget's amount in the registry: 0.05 dollars.
    aCeiling({ name: "cost.daily_spend_cap", most: usd(50_000_000) }),
    aCeiling({
      name: "cost.daily_spend_cap_per_owner",
      countedBy: "owner",
      most: usd(50_000_000_000),
    }),
  ]);
});

test("a cap on money and on requests is two ceilings", async () => {
  const cost =
    "{caps: [{name: premium, by: tags.tenant, routes: [large], max_usd: 5, max_requests: 100, per: run, downgrade_to: small}], on_cap: queue}";
  const common = {
    countedBy: "key",
    key: { text: "tags.tenant", place: "p.yaml:3:35" },
    routes: ["large"],
    per: "run",
    reaction: { kind: "downgrade", route: "small" },
  } as const;
  expect(await ceilingsOf(cost)).toEqual([
    aCeiling({ ...common, name: "cost.caps.premium.max_usd", most: usd(5_000_000_000) }),
    aCeiling({
      ...common,
      name: "cost.caps.premium.max_requests",
      most: { kind: "requests", count: 100 },
    }),
  ]);
});

test("a quota is a share of a day's requests, and on_cap is for what has no downgrade of its own", async () => {
  const cost =
    "{route_quotas: {small: 0.5, large: 0.2}, caps: [{name: all, max_usd: approved_budget}], on_cap: downgrade}";
  const reaction: Ceiling["reaction"] = { kind: "downgrade", route: undefined };
  const plain = JSON.parse(JSON.stringify(reaction)) as Ceiling["reaction"];
  expect(await ceilingsOf(cost)).toEqual([
    aCeiling({ name: "cost.caps.all.max_usd", most: usd(50_000_000), reaction: plain }),
    aCeiling({
      name: "cost.route_quotas.large",
      routes: ["large"],
      most: { kind: "share", share: 0.2 },
      reaction: plain,
    }),
    aCeiling({
      name: "cost.route_quotas.small",
      routes: ["small"],
      most: { kind: "share", share: 0.5 },
      reaction: plain,
    }),
  ]);
});

test("the longest answer is read as it stands", async () => {
  using files = new PolicyFiles();
  const { policy } = await files.policy("primary_route: a\ncost: {max_output_tokens: 800}\n");
  expect(policy.cost.maxOutputTokens).toBe(800);
  expect(policy.ceilings).toEqual([]);
});

test.each([
  ["{caps: [{name: a}]}", '15: "cost.caps.0" has no limit: give it max_usd or max_requests'],
  [
    "{caps: [{name: a, max_requests: 0}]}",
    '39: "cost.caps.0.max_requests" expected a whole number from 1 to 1000000000, got 0',
  ],
  [
    "{caps: [{name: a, max_usd: 1, per: week}]}",
    '42: "cost.caps.0.per" expected one of day, run, got "week"',
  ],
  [
    "{caps: [{name: a, max_usd: 1, by: '[1]'}]}",
    "42: gives a list, but text or a number is needed",
  ],
  [
    "{caps: [{name: a, max_usd: 1, max_requests: 2, by: owners}]}",
    '58: "owners" is not known here (did you mean "owner"?)',
  ],
  [
    "{caps: [{name: a, max_use: 1}]}",
    '25: unknown key "max_use" in "cost.caps.0" (did you mean "max_usd"?)',
  ],
  [
    "{route_quotas: {small: 20}}",
    '30: "cost.route_quotas.small" expected a number from 0 to 1, got 20',
  ],
  ["{on_cap: wait}", '16: "cost.on_cap" expected one of stop, queue, downgrade, got "wait"'],
  [
    "{daily_spend_cap_per_owner: -1}",
    '35: "cost.daily_spend_cap_per_owner" expected a number from 0 to 1000000, got -1',
  ],
  [
    "{max_output_tokens: 1.5}",
    '27: "cost.max_output_tokens" expected a whole number from 1 to 1000000000, got 1.5',
  ],
])("cost: %s is refused", async (cost, problem) => {
  using files = new PolicyFiles();
  const found = await files.problemsOf(files.policy(`primary_route: a\ncost: ${cost}\n`));
  expect(found.map((text) => text.replace("p.yaml:2:", ""))).toContain(problem);
});

test.each([
  [
    "{caps: [{name: a, max_usd: tiny}]}",
    '34: the budget "tiny" has no amount (give it an amount under budgets: in the registry)',
  ],
  [
    "{daily_spend_cap: aproved_budget}",
    '25: the budget "aproved_budget" has no amount (did you mean "approved_budget"?)',
  ],
  [
    "{caps: [{name: a, max_usd: 1}, {name: a, max_usd: 2}]}",
    '45: "a" is already the name of another cap (give it another)',
  ],
  [
    "{on_cap: queue}",
    "16: says what happens beyond a ceiling, and there is none (write a ceiling or leave it out)",
  ],
  [
    "{caps: [{name: a, max_usd: 1, routes: [lrage]}]}",
    '46: the registry has no route "lrage" (did you mean "large"?)',
  ],
  [
    "{caps: [{name: a, max_usd: 1, downgrade_to: smal}]}",
    '51: the registry has no route "smal" (did you mean "small"?)',
  ],
  ["{route_quotas: {lagre: 0.2}}", '30: the registry has no route "lagre" (did you mean "large"?)'],
])("cost: %s cannot be kept", async (cost, problem) => {
  const found = await needsOf(`primary_route: small\ncost: ${cost}`);
  expect(found.map((text) => text.replace("p.yaml:2:", ""))).toEqual([problem]);
});
