import { expect, test } from "vitest";
import type { PolicyChange } from "../../../src/core/policy-change.ts";
import { diffPolicies } from "../../../src/policies/changes/diff-policies.ts";
import { aRegistry } from "../routing/policy-builders.ts";
import { aSide } from "./policy-text.ts";

const pinned = `policy_name: p
route_selection: {strategy: pinned, primary_route: a}
`;

function changesOf(before: string, after: string): readonly PolicyChange[] {
  return diffPolicies(aSide(before), aSide(after));
}

const pathsOf = (before: string, after: string): readonly string[] =>
  changesOf(before, after).map(({ path }) => path);

test("a changed primary route is one variable, though strategy and named routes change with it", () => {
  const changes = changesOf(pinned, pinned.replace("primary_route: a", "primary_route: b"));
  expect(changes).toEqual([
    {
      path: "route_selection.primary_route",
      kind: "value",
      concern: "behaviour",
      before: "a",
      after: "b",
    },
  ]);
});

test("sets in another order are the same, and so are comments and other spellings", () => {
  const sets = `${pinned}fallback: {stop_without_fallback: [safety_refusal, content_filter]}\n`;
  const reordered = `# why\n${pinned}fallback: {stop_without_fallback: [content_filter, safety_refusal]}\n`;
  expect(changesOf(sets, reordered)).toEqual([]);
  const allowing = (list: string) =>
    pinned.replace("primary_route: a", `primary_route: a, allowed_routes: [${list}]`);
  expect(changesOf(allowing("a, b, c"), allowing("c, a, b"))).toEqual([]);
  const short = `policy_name: p\nprimary_route: a\n`;
  expect(changesOf(short, pinned)).toEqual([]);
});

test("a priority list in another order is a change, and one", () => {
  const listing = (list: string) =>
    `policy_name: p\nroute_selection: {strategy: priority, priority: {routes: [${list}]}}\n`;
  expect(changesOf(listing("a, b, c"), listing("b, a, c"))).toEqual([
    {
      path: "route_selection.priority.routes",
      kind: "list",
      concern: "behaviour",
      before: ["a", "b", "c"],
      after: ["b", "a", "c"],
    },
  ]);
});

test("another strategy is one change with its options and its primary route", () => {
  const cascade = `policy_name: p
route_selection: {strategy: cascade, cascade: {routes: [a, b, c, d], escalate_when: "true"}}
`;
  const changes = changesOf(pinned, cascade);
  expect(changes.map(({ path }) => path)).toEqual(["route_selection.strategy"]);
  expect(changes[0]?.before).toEqual({ strategy: "pinned", primary_route: "a" });
  expect(changes[0]?.after).toEqual({
    strategy: "cascade",
    escalate_when: "true",
    routes: ["a", "b", "c", "d"],
  });
});

test("a route more in a cascade is one change, though attempts and escalations follow it", () => {
  const cascade = (list: string) =>
    `policy_name: p\nroute_selection: {strategy: cascade, cascade: {routes: [${list}], escalate_when: "true"}}\n`;
  expect(pathsOf(cascade("a, b, c, d"), cascade("a, b, c"))).toEqual([
    "route_selection.cascade.routes",
  ]);
});

test("rules are told apart: one that changed, one that is new, and a new order", () => {
  const rules = (...list: readonly string[]) =>
    `policy_name: p
route_selection:
  strategy: rules
  primary_route: a
  rules: [${list.join(", ")}]
`;
  const [one, two, three] = ["x", "y", "z"].map((tag) => `{when: 'tags.t == "${tag}"', route: b}`);
  const all = rules(one!, two!, three!);
  expect(pathsOf(all, rules(one!, two!.replace("route: b", "route: c"), three!))).toEqual([
    "route_selection.rules[2].route",
  ]);
  expect(pathsOf(all, rules(one!, three!))).toEqual(["route_selection.rules[2]"]);
  expect(pathsOf(rules(one!, three!), all)).toEqual(["route_selection.rules[2]"]);
  expect(pathsOf(all, rules(three!, two!, one!))).toEqual(["route_selection.rules"]);
  expect(
    pathsOf(all, rules(one!.replace('"x"', '"w"'), two!, three!.replace("route: b", "route: d"))),
  ).toEqual(["route_selection.rules[1].when", "route_selection.rules[3].route"]);
});

test("a share that moves from one weighted route to another is one variable", () => {
  const weighted = (a: number, b: number) =>
    `policy_name: p\nroute_selection: {strategy: weighted, weighted: {routes: {a: ${a}, b: ${b}, c: 1}}}\n`;
  expect(changesOf(weighted(9, 1), weighted(8, 2))).toEqual([
    {
      path: "route_selection.weighted.routes",
      kind: "map",
      concern: "behaviour",
      before: { a: 9, b: 1 },
      after: { a: 8, b: 2 },
    },
  ]);
});

test("a name is what a policy is called, but in a weighted one it draws the split", () => {
  const renamed = (text: string) =>
    changesOf(text, text.replace("policy_name: p", "policy_name: q"));
  expect(renamed(pinned).map(({ concern }) => concern)).toEqual(["identity"]);
  const weighted = `policy_name: p\nroute_selection: {strategy: weighted, weighted: {routes: {a: 1, b: 1}}}\n`;
  expect(renamed(weighted).map(({ concern }) => concern)).toEqual(["behaviour"]);
});

test("what is said of owner and workflow is told key by key, what acts apart from what names", () => {
  const after = `${pinned}owner: {team: t, approver: boss}
workflow: {name: w, description: d, environment: production, risk_class: high, data_sensitivity: secret}
`;
  expect(changesOf(pinned, after).map(({ path, concern }) => [path, concern])).toEqual([
    ["owner.approver", "identity"],
    ["owner.team", "identity"],
    ["workflow.data_sensitivity", "behaviour"],
    ["workflow.description", "identity"],
    ["workflow.environment", "identity"],
    ["workflow.name", "identity"],
    ["workflow.risk_class", "behaviour"],
  ]);
});

test("what a policy has to prove is told in the words of its document", () => {
  const after = `${pinned}latency: {p95_complete_ms: 7000, timeout_ms: 9000}
cost: {max_cost_per_request: 0.02}
evidence: {required_logs: [workflow]}
acceptance_tests: {min_eval_pass_rate: 0.95}
promotion: {confidence: 0.9, gates: [{metric: acceptance_rate, segment: "risk=high", max_drop: 0.02}]}
fallback: {approval_required: true, approvals: [{from: a, to: b, by: lead, until: 2027-01-31}]}
`;
  expect(
    changesOf(pinned, after).map(({ path, concern, after: now }) => [path, concern, now]),
  ).toEqual([
    ["latency.p95_complete_ms", "proof", 7000],
    ["latency.timeout_ms", "behaviour", 9000],
    ["cost.max_cost_per_request", "behaviour", 0.02],
    ["fallback.approval_required", "behaviour", true],
    ["fallback.approvals", "behaviour", [{ by: "lead", from: "a", to: "b", until: "2027-01-31" }]],
    ["evidence.required_logs", "proof", ["workflow"]],
    ["acceptance_tests.min_eval_pass_rate", "proof", 0.95],
    ["promotion.confidence", "proof", 0.9],
    [
      "promotion.gates",
      "proof",
      [{ metric: "acceptance_rate", segment: "risk=high", max_drop: 0.02 }],
    ],
  ]);
});

test("transitions stand in the lists that a document has; those with a route keep their order", () => {
  const before = `${pinned}fallback: {retry_same_route_once: [rate_limit], on_timeout: use_b}\n`;
  const after = `${pinned}fallback: {retry_same_route_once: [rate_limit, overloaded], on_timeout: use_c}\n`;
  expect(changesOf(before, after)).toMatchObject([
    { path: "fallback.retry_same_route_once", kind: "set", before: ["rate_limit"] },
    {
      path: "fallback.use_route",
      kind: "list",
      before: [
        { trigger: "timeout", route: "b" },
        { trigger: "first_token_timeout", route: "b" },
      ],
      after: [
        { trigger: "timeout", route: "c" },
        { trigger: "first_token_timeout", route: "c" },
      ],
    },
  ]);
});

test("fallbacks that are read as backups too are one variable", () => {
  const short = (list: string) =>
    `policy_name: p\nprimary_route: a\nallowed_fallbacks: [${list}]\n`;
  expect(pathsOf(short("b, c"), short("b, d"))).toEqual(["fallback.backup_routes"]);
});

test("a changed model or price behind an unchanged name is a change of that route", () => {
  const price = (usd: number) => ({
    inputNanoUsdPerMtok: usd * 1e9,
    cachedInputNanoUsdPerMtok: undefined,
    outputNanoUsdPerMtok: 2e9,
    perRequestNanoUsd: 0,
  });
  const before = aSide(pinned, aRegistry({ a: { model: "m-1", price: price(0.25) }, b: {} }));
  const after = aSide(
    pinned,
    aRegistry({ a: { model: "m-2", price: price(0.5) }, b: { model: "x" } }),
  );
  expect(diffPolicies(before, after)).toMatchObject([
    { path: "routes.a.model", before: "m-1", after: "m-2" },
    {
      path: "routes.a.price",
      kind: "map",
      before: { input_per_mtok_usd: 0.25 },
      after: { input_per_mtok_usd: 0.5 },
    },
  ]);
});

test("a route's name that is no plain word stands in quotes", () => {
  const name = "a.b\u001b[2J";
  const text = JSON.stringify({ policy_name: "p", primary_route: name });
  const sides = ["1", "2"].map((model) => aSide(text, aRegistry({ [name]: { model } })));
  expect(diffPolicies(sides[0]!, sides[1]!).map(({ path }) => path)).toEqual([
    'routes["a.b\\u001b[2J"].model',
  ]);
});

const capped = `${pinned}cost:
  max_cost_per_workflow: 0.1
  daily_spend_cap: 200
  on_cap: stop
  route_quotas: {a: 0.5}
  caps:
    - {name: premium, by: tags.tenant, routes: [a, b], max_usd: 5, max_requests: 100, downgrade_to: c}
    - {name: spare, max_usd: 1}
`;
const intent = `policy_name: p
route_selection:
  strategy: intent
  primary_route: a
  intent: {by: label, label: tags.intent, routes: {faq: b}, overhead: {cost_usd: 0.00001}}
`;
const cheapest = `policy_name: p
route_selection:
  strategy: cost_aware
  cost_aware: {routes: [a, b], floor: 0.8, floors: {faq: 0.9}, quality_table: one.yaml}
`;
const fast = `policy_name: p
route_selection:
  strategy: latency_aware
  latency_aware: {routes: [a, b], budget_ms: 100}
`;

test.each([
  ["a ceiling", capped, "0.1", "0.2", [["cost.max_cost_per_workflow", 0.1, 0.2]]],
  ["a daily cap", capped, "200", "100", [["cost.daily_spend_cap", 200, 100]]],
  [
    "what becomes of a record beyond a cap",
    capped,
    "on_cap: stop",
    "on_cap: queue",
    [["cost.on_cap", "stop", "queue"]],
  ],
  ["a quota", capped, "{a: 0.5}", "{a: 0.4}", [["cost.route_quotas.a", 0.5, 0.4]]],
  ["a cap's money", capped, "max_usd: 5", "max_usd: 6", [["cost.caps.premium.max_usd", 5, 6]]],
  ["a cap's way out", capped, "_to: c", "_to: d", [["cost.caps.premium.downgrade_to", "c", "d"]]],
  ["a cap's routes in another order", capped, "[a, b]", "[b, a]", []],
  [
    "a cap's name",
    capped,
    "spare",
    "rest",
    [
      ["cost.caps.spare", { per: "day", max_usd: 1 }, undefined],
      ["cost.caps.rest", undefined, { per: "day", max_usd: 1 }],
    ],
  ],
  [
    "an intent's route",
    intent,
    "faq: b",
    "faq: c",
    [["route_selection.intent.routes.faq", "b", "c"]],
  ],
  [
    "the route of the unsure by default",
    intent,
    "primary_route: a",
    "primary_route: d",
    [["route_selection.primary_route", "a", "d"]],
  ],
  [
    "what classifying costs",
    intent,
    "0.00001",
    "0.00002",
    [["route_selection.intent.overhead.cost_usd", 0.00001, 0.00002]],
  ],
  [
    "a task's floor",
    cheapest,
    "faq: 0.9",
    "faq: 0.7",
    [["route_selection.cost_aware.floors.faq", 0.9, 0.7]],
  ],
  ["a pool in another order", cheapest, "[a, b]", "[b, a]", []],
  [
    "a quality table",
    cheapest,
    "one.yaml",
    "two.yaml",
    [["attachments.quality_table", "one.yaml", "two.yaml"]],
  ],
  ["a budget", fast, "100", "200", [["route_selection.latency_aware.budget_ms", 100, 200]]],
  [
    "regions",
    `${pinned}risk: {approved_regions: [eu]}\n`,
    "[eu]",
    "[us, eu]",
    [["risk.approved_regions", ["eu"], ["eu", "us"]]],
  ],
  [
    "a lesser service",
    `${pinned}fallback: {degrade: [{static_answer: sorry}]}\n`,
    "sorry",
    "later",
    [["fallback.degrade", [{ static_answer: "sorry" }], [{ static_answer: "later" }]]],
  ],
  [
    "a trigger",
    `${pinned}fallback: {stop_and_queue: ["5xx"]}\n`,
    "5xx",
    "over 30 s",
    [["fallback.stop_and_queue", ["5xx"], ["over 30 s"]]],
  ],
] as const)("%s is told in the words of its document, once", (_, text, from, to, expected) => {
  expect(text).toContain(from);
  const changes = changesOf(text, text.replace(from, to));
  expect(changes.map(({ path, before, after }) => [path, before, after])).toEqual(expected);
});

test("caps in another order are one change: the first that objects is the one that counts", () => {
  const lines = capped.trimEnd().split("\n");
  const swapped = [...lines.slice(0, -2), lines.at(-1), lines.at(-2)].join("\n");
  expect(changesOf(capped, swapped)).toMatchObject([
    { path: "cost.caps", kind: "list", before: ["premium", "spare"], after: ["spare", "premium"] },
  ]);
});
