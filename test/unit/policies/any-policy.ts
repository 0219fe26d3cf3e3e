import fc from "fast-check";

export const routeNames = ["a", "b", "c", "d", "x.y", "__proto__"] as const;
const route = fc.constantFrom(...routeNames);
const routes = fc.uniqueArray(route, { minLength: 1, maxLength: 4 });
const trigger = fc.constantFrom(
  "rate_limit",
  "timeout",
  "schema_invalid",
  "safety_refusal",
  "flag",
);
const triggers = fc.uniqueArray(trigger, { maxLength: 3 });
const condition = fc.constantFrom('tags.a == "x"', 'tags.a == "y"', "request.prompt_chars > 9");
const usd = fc.constantFrom(0.01, 0.02, 3);

const share = fc.constantFrom(0.1, 0.5);
const ms = fc.constantFrom(1, 2000);
const count = fc.constantFrom(1, 100);
/** Keys of a document: `__proto__` is refused as one. */
const key = fc.constantFrom("n", "m", "o.p", "constructor");
const name = fc.oneof(key, fc.constant("__proto__"));

/** An object of which any key may be missing. */
const some = <T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(model, { requiredKeys: [] });

/** The strategy `intent` with one classifier. */
function intentBy(classifier: Readonly<Record<string, fc.Arbitrary<unknown>>>) {
  const common = fc.record(
    {
      routes: fc.dictionary(key, route, { minKeys: 1, maxKeys: 3 }),
      min_confidence: share,
      unsure: fc.constantFrom("queue", "ask_a_person", "a", "b"),
      overhead: some({ latency_ms: ms, cost_usd: usd }),
    },
    { requiredKeys: ["routes"] },
  );
  return fc.tuple(fc.record(classifier), common).map(([one, other]) => ({ ...one, ...other }));
}

const selection = fc.oneof(
  fc.record({ strategy: fc.constant("pinned"), primary_route: route }),
  fc.record({ strategy: fc.constant("gateway"), primary_route: route }),
  fc.record({ strategy: fc.constant("gateway"), gateway: fc.record({ route }) }),
  fc.record({ strategy: fc.constant("priority"), priority: fc.record({ routes }) }),
  fc.record({
    strategy: fc.constant("rules"),
    primary_route: route,
    rules: fc.array(fc.record({ when: condition, route }), { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    strategy: fc.constant("cascade"),
    cascade: fc.record(
      {
        routes: fc.uniqueArray(route, { minLength: 2, maxLength: 4 }),
        escalate_when: fc.constantFrom("true", "false"),
        max_escalations: fc.constantFrom(1, 2),
      },
      { requiredKeys: ["routes", "escalate_when"] },
    ),
  }),
  fc.record({
    strategy: fc.constant("threshold"),
    threshold: fc.record({
      score: fc.constantFrom("features.s", "request.prompt_chars"),
      at_least: fc.constantFrom(0.1, 0.2),
      route,
      otherwise: route,
    }),
  }),
  fc.record({
    strategy: fc.constant("weighted"),
    weighted: fc.record(
      {
        routes: fc.dictionary(fc.constantFrom("a", "b", "c"), fc.constantFrom(1, 2), {
          minKeys: 1,
        }),
        sticky_by: fc.constantFrom("tags.customer", "owner"),
      },
      { requiredKeys: ["routes"] },
    ),
  }),
);

const compared = fc.oneof(
  fc.record({
    strategy: fc.constant("cost_aware"),
    cost_aware: fc.record(
      {
        routes,
        task: fc.constantFrom("tags.task", "tags.kind"),
        floor: share,
        floors: fc.dictionary(key, share, { maxKeys: 2 }),
        bound: fc.constantFrom("estimate", "lower"),
        otherwise: fc.constantFrom("best", "a", "b"),
        quality_table: fc.constantFrom("one.yaml", "two.yaml"),
      },
      { requiredKeys: ["routes", "floor", "quality_table"] },
    ),
  }),
  fc.record({
    strategy: fc.constant("latency_aware"),
    latency_aware: fc.oneof(
      fc.record(
        { routes, budget_ms: ms, of: fc.constantFrom("complete", "first_token"), window_ms: ms },
        { requiredKeys: ["routes", "budget_ms"] },
      ),
      fc.record({ routes, budget: fc.constantFrom("request.sla_ms", "100") }),
    ),
  }),
  fc.record({
    strategy: fc.constant("scored"),
    scored: fc.record(
      {
        quality_table: fc.constantFrom("one.yaml", "two.yaml"),
        mode: fc.constantFrom("balanced", "cost"),
        weights: some({ quality: share, price: share }),
        routes,
        price_tier: fc.constantFrom("low", "high"),
        allowed_models: fc.uniqueArray(name, { minLength: 1, maxLength: 2 }),
      },
      { requiredKeys: ["quality_table"] },
    ),
  }),
  fc.record({
    strategy: fc.constant("module"),
    module: fc.record(
      { path: fc.constantFrom("one.ts", "two.ts"), timeout_ms: ms, routes },
      { requiredKeys: ["path", "routes"] },
    ),
  }),
  fc.record(
    {
      strategy: fc.constant("intent"),
      primary_route: route,
      intent: fc.oneof(
        intentBy({ by: fc.constant("label"), label: fc.constantFrom("tags.a", "tags.b") }),
        intentBy({
          by: fc.constant("rules"),
          rules: fc.array(fc.record({ when: condition, intent: name }), {
            minLength: 1,
            maxLength: 2,
          }),
        }),
        intentBy({
          by: fc.constant("model"),
          model: fc.record({ route, labels: fc.uniqueArray(name, { minLength: 2, maxLength: 3 }) }),
        }),
      ),
    },
    { requiredKeys: ["strategy", "primary_route", "intent"] },
  ),
);

const cap = fc.record(
  {
    name: fc.constantFrom("one", "two.max_usd", "__proto__"),
    by: fc.constantFrom("tags.tenant", "owner"),
    routes: fc.uniqueArray(route, { minLength: 1, maxLength: 2 }),
    max_usd: usd,
    max_requests: fc.constantFrom(1, 2),
    per: fc.constantFrom("day", "run"),
    downgrade_to: route,
  },
  { requiredKeys: ["name", "max_usd"] },
);

const regions = fc.uniqueArray(fc.constantFrom("eu", "us"), { minLength: 1, maxLength: 2 });

const degrade = fc
  .tuple(
    fc.array(
      fc.record({
        reduced_scope: fc.record(
          { route, max_output_tokens: count, without_tools: fc.boolean() },
          { requiredKeys: ["max_output_tokens"] },
        ),
      }),
      { maxLength: 2 },
    ),
    fc.constantFrom([], [{ static_answer: "sorry" }], [{ static_answer: "later" }]),
  )
  .map(([scopes, answers]) => [...scopes, ...answers]);

const lists = some({
  required_capabilities: fc.uniqueArray(fc.constantFrom("vision", "streaming"), { maxLength: 2 }),
  allowed_routes: routes,
  blocked_routes: fc.uniqueArray(route, { maxLength: 2 }),
});

/** Policies of every strategy, with any part of the template. */
export const anyDocument: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc
  .record(
    {
      policy_name: fc.constantFrom("p", "q"),
      owner: some({ team: fc.constantFrom("t", "u"), approver: fc.constant("boss") }),
      workflow: fc.oneof(
        fc.constantFrom("w", "v"),
        some({ name: fc.constant("w"), risk_class: fc.constantFrom("low", "high") }),
      ),
      latency: some({ p95_complete_ms: fc.constantFrom(1, 2), timeout_ms: fc.constantFrom(1, 2) }),
      health: some({
        window_ms: ms,
        counts: fc.uniqueArray(trigger, { minLength: 1, maxLength: 3 }),
      }),
      cost: some({
        max_cost_per_request: usd,
        max_cost_per_workflow: usd,
        daily_spend_cap: usd,
        daily_spend_cap_per_owner: usd,
        max_output_tokens: count,
        caps: fc.uniqueArray(cap, { maxLength: 3, selector: (one) => one.name }),
        route_quotas: fc.dictionary(fc.constantFrom("a", "b", "x.y"), share, { maxKeys: 2 }),
        on_cap: fc.constantFrom("stop", "queue", "downgrade"),
      }),
      risk: some({
        human_review_required_when: fc.uniqueArray(condition, { maxLength: 2 }),
        class_by: fc.constantFrom("tags.risk", "tags.class"),
        data_sensitivity_by: fc.constantFrom("tags.data", "tags.secret"),
        approved_regions: fc.oneof(
          regions,
          fc.dictionary(key, regions, { minKeys: 1, maxKeys: 2 }),
        ),
        on_no_eligible_route: fc.constantFrom("refuse", "queue", "redact"),
        redact: fc.uniqueArray(fc.constantFrom("email", "phone"), { minLength: 1 }),
      }),
      fallback: some({
        max_attempts: fc.constantFrom(3, 4, 5),
        retry_same_route_once: triggers,
        fallback_to_backup_route: triggers,
        stop_without_fallback: triggers,
        stop_and_queue: triggers,
        on_timeout: fc.constantFrom("use_a", "use_b", "stop_and_escalate"),
        on_schema_error: fc.constantFrom("use_a", "use_b", "retry_same_route_once"),
        backup_routes: routes,
        allowed_fallbacks: routes,
        blocked_fallbacks: fc.uniqueArray(route, { maxLength: 2 }),
        approval_required: fc.boolean(),
        degrade,
        side_effecting_tools: fc.uniqueArray(name, { maxLength: 2 }),
        approvals: fc.array(
          fc.record(
            { from: route, to: route, by: fc.constant("lead"), until: fc.constant("2027-01-31") },
            { requiredKeys: ["from", "to", "by"] },
          ),
          { maxLength: 2 },
        ),
      }),
      evidence: some({ required_logs: fc.uniqueArray(fc.constantFrom("workflow", "cost"), {}) }),
      acceptance_tests: some({ min_eval_pass_rate: share, max_cost_per_accepted: usd }),
      promotion: some({
        confidence: fc.constantFrom(0.9, 0.95),
        gates: fc.array(
          fc.record(
            {
              metric: fc.constantFrom("acceptance_rate", "coverage"),
              min: fc.constantFrom(0.1, 0.2),
              segment: fc.constant("risk=high"),
            },
            { requiredKeys: ["metric", "min"] },
          ),
          { maxLength: 2 },
        ),
      }),
    },
    { requiredKeys: ["policy_name"] },
  )
  .chain((parts) =>
    fc
      .tuple(
        fc.oneof({ arbitrary: selection, weight: 2 }, { arbitrary: compared, weight: 1 }),
        lists,
      )
      .map(([one, other]) => ({ ...parts, route_selection: { ...one, ...other } })),
  );
