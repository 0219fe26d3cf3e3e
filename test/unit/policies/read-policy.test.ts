import { expect, test } from "vitest";
import { PolicyFiles, smallRegistry } from "./policy-files.ts";

const template = `policy_name: support_v2
owner: {team: support, approver: finance}
workflow: {name: chat, description: d, environment: production, data_sensitivity: customer, risk_class: medium}
registry: registry.yaml
route_selection:
  strategy: rules
  primary_route: large
  rules:
    - {when: 'tags.intent in ["faq"] && request.sla_ms < 2000', route: small}
    - when: |
        has(tags.tier) &&
        tags.tier == "gold"
      route: large
  required_capabilities: [tool_calling]
  allowed_routes: [small, large]
  blocked_routes: [old]
latency: {p95_first_token_ms: 1200, p95_complete_ms: 7000, timeout_ms: 10000, first_token_timeout_ms: 5000}
cost: {max_cost_per_request: 0.02, max_cost_per_workflow: 0.10, owner_key: support_prod}
risk: {human_review_required_when: [refund_exception, 'tags.risk == "high"']}
fallback:
  max_attempts: 3
  retry_same_route_once: [transient_error, rate_limit]
  fallback_to_backup_route: [primary_route_unavailable]
  backup_routes: [small]
  allowed_fallbacks: [small]
  blocked_fallbacks: [old]
  stop_without_fallback: [safety_refusal]
  stop_and_queue: [compliance_flag]
  approval_required: true
  approvals: [{from: large, to: small, by: lead, until: 2027-01-31}]
evidence: {required_logs: [workflow, served_model]}
acceptance_tests: {min_eval_pass_rate: 0.95, max_schema_error_rate: 0.01, max_unreviewed_fallback_rate: 0}
promotion:
  confidence: 0.9
  decide_on: point
  gates:
    - {metric: acceptance_rate, max_drop: 0.02}
    - {metric: acceptance_rate, segment: risk=a=b, min: 0.9}
    - {metric: provider_share, provider: openai, max: 0.5}
`;

test("the whole template is read", async () => {
  using files = new PolicyFiles();
  const { policy, notes, registryFile } = await files.policy(template);
  expect(notes).toEqual([]);
  expect(registryFile).toBe(`${files.folder}/registry.yaml`);
  const file = `${files.folder}/p.yaml`;
  expect(policy).toEqual({
    name: "support_v2",
    file,
    version: "",
    workflow: "chat",
    environment: "production",
    riskClass: "medium",
    dataSensitivity: "customer",
    owner: { team: "support", approver: "finance" },
    strategy: {
      kind: "rules",
      rules: [
        {
          when: { text: 'tags.intent in ["faq"] && request.sla_ms < 2000', place: `${file}:9:15` },
          route: "small",
        },
        {
          when: { text: 'has(tags.tier) &&\ntags.tier == "gold"\n', place: `${file}:11:9` },
          route: "large",
        },
      ],
      otherwise: "large",
    },
    primaryRoute: "large",
    requiredCapabilities: ["tool_calling"],
    allowedRoutes: ["small", "large"],
    blockedRoutes: ["old"],
    latency: {
      p95FirstTokenMs: 1200,
      p95CompleteMs: 7000,
      timeoutMs: 10_000,
      firstTokenTimeoutMs: 5000,
    },
    cost: {
      maxPerRequestNanoUsd: 20_000_000,
      maxPerWorkflowNanoUsd: 100_000_000,
      ownerKey: "support_prod",
      onCap: { kind: "stop" },
    },
    ceilings: [
      {
        name: "cost.max_cost_per_workflow",
        countedBy: "workflow",
        per: "run",
        most: { kind: "usd", nanoUsd: 100_000_000 },
        reaction: { kind: "stop" },
      },
    ],
    risk: { approvedRegions: [], redact: [] },
    onNoEligibleRoute: "refuse",
    reviewWhen: [
      { text: "refund_exception", place: `${file}:19:37` },
      { text: 'tags.risk == "high"', place: `${file}:19:56` },
    ],
    fallback: {
      maxAttempts: 3,
      transitions: [
        { trigger: "safety_refusal", reaction: { kind: "stop" } },
        { trigger: "compliance_flag", reaction: { kind: "queue" } },
        { trigger: "transient_error", reaction: { kind: "retry" } },
        { trigger: "rate_limit", reaction: { kind: "retry" } },
        {
          trigger: "primary_route_unavailable",
          reaction: { kind: "fallback", route: undefined },
        },
      ],
      backupRoutes: ["small"],
      allowedFallbacks: ["small"],
      blockedFallbacks: ["old"],
      approvalRequired: true,
      // The last millisecond of that day.
      approvals: [{ from: "large", to: "small", by: "lead", untilMs: Date.UTC(2027, 1, 1) - 1 }],
      degrade: [],
      sideEffectingTools: [],
    },
    requiredLogs: ["workflow", "served_model"],
    acceptance: { minEvalPassRate: 0.95, maxSchemaErrorRate: 0.01, maxUnreviewedFallbackRate: 0 },
    promotion: {
      confidence: 0.9,
      decideOn: "point",
      gates: [
        aGate({ bound: "max_drop", threshold: 0.02 }),
        aGate({ segment: { tag: "risk", value: "a=b" }, bound: "min", threshold: 0.9 }),
        aGate({ metric: "provider_share", provider: "openai", bound: "max", threshold: 0.5 }),
      ],
    },
    attachments: [],
  });
});

function aGate(changes: object): object {
  const scope = { segment: undefined, route: undefined, provider: undefined };
  return { metric: "acceptance_rate", ...scope, ...changes };
}

test("what a policy does not say has its default", async () => {
  using files = new PolicyFiles();
  const { policy, registryFile } = await files.policy("policy_name: p\nprimary_route: small");
  expect(registryFile).toBeUndefined();
  expect(policy.strategy).toEqual({ kind: "pinned", route: "small" });
  expect(policy.allowedRoutes).toBeUndefined();
  expect(policy.fallback.maxAttempts).toBe(4);
  expect(policy.fallback.allowedFallbacks).toBeUndefined();
  expect(policy.promotion).toEqual({ confidence: 0.95, decideOn: "bound", gates: [] });
  expect(policy.cost.maxPerRequestNanoUsd).toBeUndefined();
});

test("a registry named on the command line wins, an absolute one stays", async () => {
  using files = new PolicyFiles();
  const text = "primary_route: a\nregistry: /abs/r.yaml";
  expect((await files.policy(text)).registryFile).toBe("/abs/r.yaml");
  expect((await files.policy(text, "other.yaml")).registryFile).toBe("other.yaml");
});

test.each([
  ["strategy: priority\n  priority: {routes: [b, a]}", { kind: "priority", routes: ["b", "a"] }],
  [
    "strategy: cascade\n  cascade: {routes: [a, b, c], escalate_when: '!response.schema_valid'}",
    {
      kind: "cascade",
      routes: ["a", "b", "c"],
      escalateWhen: { text: "!response.schema_valid", place: "p.yaml:3:48" },
      maxEscalations: 2,
    },
  ],
  [
    "strategy: cascade\n  cascade: {routes: [a, b, c], escalate_when: 'true', max_escalations: 1}",
    {
      kind: "cascade",
      routes: ["a", "b", "c"],
      escalateWhen: { text: "true", place: "p.yaml:3:48" },
      maxEscalations: 1,
    },
  ],
  [
    "strategy: threshold\n  threshold: {score: features.win_rate, at_least: 0.42, route: a, otherwise: b}",
    {
      kind: "threshold",
      score: { text: "features.win_rate", place: "p.yaml:3:22" },
      atLeast: 0.42,
      route: "a",
      otherwise: "b",
    },
  ],
  [
    "strategy: weighted\n  weighted: {routes: {b: 0.1, a: 0.9}, sticky_by: tags.customer}",
    {
      kind: "weighted",
      routes: [
        { route: "a", weight: 0.9 },
        { route: "b", weight: 0.1 },
      ],
      stickyBy: { text: "tags.customer", place: "p.yaml:3:51" },
    },
  ],
  [
    "strategy: weighted\n  weighted: {routes: {a: 2}}",
    { kind: "weighted", routes: [{ route: "a", weight: 2 }], stickyBy: undefined },
  ],
])("route_selection with %s", async (lines, strategy) => {
  using files = new PolicyFiles();
  const { policy } = await files.policy(`route_selection:\n  ${lines}\n`);
  const found: unknown = JSON.parse(
    JSON.stringify(policy.strategy).replaceAll(`${files.folder}/`, ""),
  );
  expect(found).toEqual(JSON.parse(JSON.stringify(strategy)));
});

test("a long cascade may use all its routes", async () => {
  using files = new PolicyFiles();
  const text =
    "route_selection: {strategy: cascade, cascade: {routes: [a, b, c, d, e], escalate_when: 'true'}}";
  expect((await files.policy(text)).policy.fallback.maxAttempts).toBe(6);
});

test.each([
  ["strategy: gateway", 'p.yaml:2:13: the strategy gateway needs "gateway"'],
  ["strategy: pinned", 'p.yaml:2:13: the strategy pinned needs "primary_route"'],
  [
    "strategy: rules\n  rules: [{when: 'true', route: a}]",
    'p.yaml:2:13: the strategy rules needs "primary_route"',
  ],
  ["strategy: weighted", 'p.yaml:2:13: the strategy weighted needs "weighted"'],
  [
    "primary_route: a\n  rules: [{when: 'true', route: b}]",
    'p.yaml:3:10: "rules" is not looked at by the strategy pinned (write strategy: rules)',
  ],
  [
    "strategy: cascade\n  cascade: {routes: [a], escalate_when: 'true'}",
    'p.yaml:3:21: "route_selection.cascade.routes" expected a list of 2 or more, got a list of 1',
  ],
  [
    "strategy: weighted\n  weighted: {routes: {}}",
    'p.yaml:3:22: "route_selection.weighted.routes" expected at least one route',
  ],
  [
    "strategy: rules\n  primary_route: a\n  rules: [{when: 'tag.x == 1', route: b}]",
    'p.yaml:4:19: "tag" is not known here (did you mean "tags"?)',
  ],
  [
    "strategy: cascade\n  cascade: {routes: [a, b], escalate_when: 'response.txt == \"\"'}",
    'p.yaml:3:54: "response.txt" does not exist (did you mean "text"?)',
  ],
  [
    "strategy: threshold\n  threshold: {score: '\"x\"', at_least: 1, route: a, otherwise: b}",
    "p.yaml:3:23: gives text, but a number is needed",
  ],
  [
    "primary_route: a\nrisk: {human_review_required_when: ['tags.x = 1']}",
    "p.yaml:3:45: unexpected character =",
  ],
])("route_selection with %s is refused", async (lines, message) => {
  using files = new PolicyFiles();
  const problems = await files.problemsOf(files.policy(`route_selection:\n  ${lines}\n`));
  expect(problems).toEqual([message]);
});

test.each([
  [
    "promotion: {gates: [{metric: coverage}]}",
    'p.yaml:2:21: "promotion.gates.0" has no bound: give one of min, max, max_drop, max_rise, max_ratio, min_ratio',
  ],
  [
    "promotion: {gates: [{metric: coverage, min: 0.1, max_drop: 0.2}]}",
    'p.yaml:2:21: "promotion.gates.0" has 2 bounds (min, max_drop): write a gate for each',
  ],
  [
    "promotion: {gates: [{metric: coverage, segment: risk, min: 0.1}]}",
    'p.yaml:2:49: "promotion.gates.0.segment" expected TAG=VALUE, such as risk_class=high',
  ],
  [
    "promotion: {gates: [{metric: coverage, segment: a=b, route: r, min: 0.1}]}",
    'p.yaml:2:21: "promotion.gates.0" has both a segment and a route: give one',
  ],
  [
    "promotion: {confidence: 0.5}",
    'p.yaml:2:25: "promotion.confidence" expected a number above 0.5 and below 1, got 0.5',
  ],
  [
    "promotion: {confidence: 95}",
    'p.yaml:2:25: "promotion.confidence" expected a number above 0.5 and below 1, got 95',
  ],
  [
    "fallback: {max_attempts: 0}",
    'p.yaml:2:26: "fallback.max_attempts" expected a whole number from 1 to 20, got 0',
  ],
  [
    "fallback: {approvals: [{from: a, to: b, by: c, until: 2027-02-30}]}",
    'p.yaml:2:55: "fallback.approvals.0.until" expected a day such as 2027-01-31',
  ],
  [
    "fallback: {on_timeout: panic}",
    'p.yaml:2:24: "panic" is no action (write use_ROUTE or one of retry_same_route_once, fallback_to_backup_route, stop_and_escalate, stop_and_queue, stop_without_fallback, stop)',
  ],
  [
    "route_selection: {primary_route: b}",
    'p.yaml:1:16: "primary_route" says again what "route_selection.primary_route" says (keep one)',
  ],
  [
    "cost: {max_cost_per_request: -1}",
    'p.yaml:2:30: "cost.max_cost_per_request" expected a number from 0 to 1000000, got -1',
  ],
  [
    "cost: {max_cost_per_workflow: 0.1, max_cost_per_conversation: 0.2}",
    'p.yaml:2:63: "cost.max_cost_per_conversation" says again what "cost.max_cost_per_workflow" says (keep one)',
  ],
  [
    "latency: {timeout_ms: 0}",
    'p.yaml:2:23: "latency.timeout_ms" expected a number above 0 and of 86400000 or less, got 0',
  ],
  ["falback: {}", 'p.yaml:2:1: unknown key "falback" (did you mean "fallback"?)'],
  [
    "evidence: {log_requested_modle: true}",
    'p.yaml:2:12: unknown key "log_requested_modle" in "evidence" (did you mean "log_requested_model"?)',
  ],
  [
    "owner: {team: sk-abcdefghijklmnop}",
    'p.yaml:2:15: "owner.team" looks like a secret key (name an environment variable with api_key_env; keys never stand in a file)',
  ],
])("a policy with %s is refused", async (line, message) => {
  using files = new PolicyFiles();
  expect(await files.problemsOf(files.policy(`primary_route: a\n${line}\n`))).toEqual([message]);
});

test("all problems of a policy are told at once, expressions included", async () => {
  using files = new PolicyFiles();
  const text = `route_selection:
  strategy: rules
  primary_route: a
  rules: [{when: 'nope', route: b}, {when: '(', route: c}]
fallback: {on_timeout: x}
`;
  expect(await files.problemsOf(files.policy(text))).toHaveLength(3);
});

test("a budget's name stands for its amount in the registry", async () => {
  using files = new PolicyFiles();
  files.write("registry.yaml", smallRegistry);
  const text = "registry: registry.yaml\nprimary_route: small\ncost: {max_cost_per_workflow: ";
  const known = await files.policy(`${text}approved_budget}`);
  expect(known.policy.cost.maxPerWorkflowNanoUsd).toBe(50_000_000);
  const unknown = await files.policy(`${text}approved_budgets}`);
  expect(unknown.policy.cost.maxPerWorkflowNanoUsd).toBeUndefined();
});

test("what happens beyond a ceiling without a downgrade of its own is on_cap, else stop", async () => {
  using files = new PolicyFiles();
  const text = "policy_name: p\nroute_selection: {primary_route: a}\ncost: {daily_spend_cap: 200";
  const { policy, notes } = await files.policy(`${text}}`);
  expect([policy.cost.onCap, policy.ceilings[0]?.reaction]).toEqual([
    { kind: "stop" },
    { kind: "stop" },
  ]);
  expect(notes).toEqual([]);
  const queueing = await files.policy(`${text}, on_cap: queue}`);
  expect(queueing.policy.cost.onCap).toEqual({ kind: "queue" });
});
