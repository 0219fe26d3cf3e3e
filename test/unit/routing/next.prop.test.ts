import {
  array,
  assert,
  boolean,
  constant,
  constantFrom,
  integer,
  oneof,
  property,
  record,
  subarray,
  type Arbitrary,
} from "fast-check";
import { expect, test } from "vitest";
import { failureKinds } from "../../../src/core/failure.ts";
import type { Degradation } from "../../../src/core/degradation.ts";
import type { Approval, Policy } from "../../../src/core/policy.ts";
import type { RiskClass } from "../../../src/core/risk-rule.ts";
import type { Strategy } from "../../../src/core/strategy.ts";
import type { Step } from "../../../src/core/step.ts";
import { aPolicy, aRegistry, aSource, type FallbackDocument } from "./policy-builders.ts";
import { aView, stepsOf, type End } from "./policy-walk.ts";

const names = ["a", "b", "c", "d", "unregistered"];
const capabilities = (contextWindow: number | undefined, ...regions: readonly string[]) => ({
  capabilities: { claims: {}, contextWindow, regions },
});
const registry = aRegistry({
  a: capabilities(undefined, "eu"),
  b: capabilities(10, "eu", "us"),
  c: { lifecycle: "deprecated", ...capabilities(undefined, "eu") },
  d: capabilities(20, "us"),
});
const route = constantFrom(...names);
const routes = subarray(names, { minLength: 1 });

const triggers = [
  ...failureKinds,
  "transient_error",
  "primary_route_unavailable",
  "schema_invalid_after_retry",
  "flagged",
  "unapproved_data_region",
  "429",
  "5xx",
  "over 30 s",
  "first token over 10 s",
  'has(response.error) && response.error == "timeout"',
];
const someTriggers = subarray(triggers, { maxLength: 6 });

const strategies: Arbitrary<Strategy> = oneof(
  record({ kind: constant("pinned" as const), route }),
  record({ kind: constant("priority" as const), routes }),
  record({
    kind: constant("rules" as const),
    rules: array(record({ when: constant(aSource("true")), route }), { maxLength: 2 }),
    otherwise: route,
  }),
  record({
    kind: constant("cascade" as const),
    routes,
    escalateWhen: constantFrom(
      aSource("true"),
      aSource("has(response.error) || has(response.signals.flagged)"),
    ),
    maxEscalations: integer({ min: 0, max: 4 }),
  }),
  record({
    kind: constant("weighted" as const),
    routes: routes.map((list) => list.map((name) => ({ route: name, weight: 1 }))),
    stickyBy: constant(undefined),
  }),
);

const optional = <T>(values: Arbitrary<T>): Arbitrary<T | undefined> =>
  oneof(values, constant(undefined));

interface Plan {
  readonly strategy: Strategy;
  readonly riskClass: RiskClass | undefined;
  readonly regions: readonly string[] | undefined;
  readonly redacts: boolean;
  readonly reaction: "refuse" | "queue" | "ask_a_person";
  readonly deadlineMs: number | undefined;
  readonly blocked: readonly string[];
  readonly allowed: readonly string[] | undefined;
  readonly allowedFallbacks: readonly string[] | undefined;
  readonly fallback: FallbackDocument;
}

const approvals: Arbitrary<readonly Approval[]> = array(
  record({
    from: route,
    to: route,
    by: constant("lead"),
    untilMs: constantFrom(undefined, -1, 0),
  }),
  { maxLength: 4 },
);

const services: Arbitrary<readonly Degradation[]> = array(
  oneof(
    record({
      kind: constant("reduced_scope" as const),
      route: optional(route),
      change: constant({ maxOutputTokens: 100 }),
    }),
    constant<Degradation>({ kind: "static_answer", text: "Please call us." }),
  ),
  { maxLength: 3 },
);

const plans: Arbitrary<Plan> = record({
  strategy: strategies,
  riskClass: constantFrom(undefined, "low", "high"),
  regions: constantFrom(undefined, ["eu"], ["eu", "us"]),
  redacts: boolean(),
  reaction: constantFrom("refuse", "queue", "ask_a_person"),
  deadlineMs: constantFrom(undefined, 250, 60_000),
  blocked: subarray(names, { maxLength: 2 }),
  allowed: optional(subarray(names)),
  allowedFallbacks: optional(subarray(names)),
  fallback: record({
    max_attempts: integer({ min: 1, max: 6 }),
    retry_same_route_once: someTriggers,
    fallback_to_backup_route: array(
      oneof(
        constantFrom(...triggers),
        record({ trigger: constantFrom(...triggers), to: route }).map(
          ({ trigger, to }) => `${trigger} -> ${to}`,
        ),
      ),
      { maxLength: 5 },
    ),
    backup_routes: subarray(names),
    blocked_fallbacks: subarray(names, { maxLength: 2 }),
    stop_without_fallback: subarray(triggers, { maxLength: 2 }),
    stop_and_queue: subarray(triggers, { maxLength: 2 }),
    approval_required: boolean(),
    approvals,
    degrade: services,
    side_effecting_tools: constantFrom([], ["refund"]),
  }),
});

const ends: Arbitrary<readonly End[]> = array(
  oneof(
    constantFrom<End[]>(...failureKinds),
    constantFrom<End[]>(
      "ok",
      "schema_broken",
      "cut_short",
      "filtered",
      "not_covered",
      { signals: { flagged: true } },
      { toolCalls: ["refund"], kind: "schema_broken" },
      { latencyMs: 40_000, firstTokenMs: 20_000 },
    ),
    constant<End>({ kind: "rate_limit", retryAfterMs: 1e12 }),
  ),
  { minLength: 1, maxLength: 8 },
);

function policyOf(plan: Plan): Policy {
  const { strategy, blocked, allowed, allowedFallbacks, fallback } = plan;
  return aPolicy({
    strategy,
    blocked_routes: blocked,
    ...(plan.riskClass && { risk_class: plan.riskClass }),
    ...(plan.regions && {
      data_sensitivity: "private",
      approved_regions: { private: plan.regions, redacted: ["eu", "us"] },
    }),
    ...(plan.redacts
      ? { on_no_eligible_route: "redact", redact: ["email"] }
      : { on_no_eligible_route: plan.reaction }),
    latency: { deadlineMs: plan.deadlineMs },
    ...(allowed === undefined ? {} : { allowed_routes: allowed }),
    fallback: {
      ...fallback,
      ...(allowedFallbacks === undefined ? {} : { allowed_fallbacks: allowedFallbacks }),
    },
  });
}

const settings = { seed: 20262, numRuns: 3000 };

type Call = Extract<Step, { kind: "call" }>;

const promptChars = 50;
const request = {
  ...aView().request,
  messages: [{ role: "user", content: "x".repeat(promptChars) }],
  tools: [{ name: "refund" }],
};

/** What a call does that its policy does not allow. */
function breaches(call: Call, before: readonly Call[], plan: Plan): string[] {
  const { route: to } = call;
  const { allowed, blocked } = plan;
  const found: string[] = [];
  const called = registry.routes.get(to);
  if (called === undefined) return ["calls a route that nobody registered"];
  if (blocked.includes(to)) found.push("calls a blocked route");
  if (allowed !== undefined && !allowed.includes(to)) found.push("calls a route not allowed");
  if (allowed === undefined && to === "c") found.push("calls a deprecated route unasked");
  if (!(call.waitMs >= 0 && call.waitMs <= 120_000)) found.push("waits out of bounds");
  const { contextWindow = Infinity, regions = [] } = called.capabilities;
  if (promptChars > 4 * contextWindow) found.push("calls a route that is too small");
  const isApproved = regions.every((region) => plan.regions?.includes(region) ?? true);
  if (!isApproved && call.change?.redact === undefined) found.push("leaves the approved regions");
  if (call.change?.redact !== undefined && !plan.redacts) found.push("redacts unasked");
  return [
    ...found,
    ...breachesOfOrder(call, before, plan),
    ...breachesOfChange(call, before, plan),
  ];
}

function breachesOfOrder(call: Call, before: readonly Call[], { deadlineMs }: Plan): string[] {
  const { route: to, attempt } = call;
  const found: string[] = [];
  if (attempt === "retry") {
    if (before.at(-1)?.route !== to) found.push("retries another route");
    const isSecond = before.some((one) => one.attempt === "retry" && one.route === to);
    if (isSecond) found.push("retries twice");
  } else if (attempt !== "reduced_scope" && before.some((one) => one.route === to)) {
    found.push("comes back to a route");
  }
  const isDegraded = before.some((one) => one.attempt === "reduced_scope");
  if (isDegraded && attempt !== "reduced_scope") found.push("goes on after a reduced scope");
  if (deadlineMs !== undefined && !((call.timeoutMs ?? Infinity) > 0)) found.push("calls too late");
  return found;
}

/** What a change of route lacks. Approvals from day 0 on count on day 0. */
function breachesOfChange(call: Call, before: readonly Call[], plan: Plan): string[] {
  const { route: to, attempt } = call;
  const { fallback, allowedFallbacks, riskClass } = plan;
  const from = before.at(-1)?.route;
  const first = before[0]?.route;
  const found: string[] = [];
  const hasApproval = (fallback.approvals ?? []).some(
    ({ from: left, to: reached, untilMs }) =>
      reached === to && (from === undefined || left === from) && untilMs !== -1,
  );
  const isReduced = attempt === "reduced_scope";
  if (attempt === "fallback" || (isReduced && to !== first)) {
    if (fallback.blocked_fallbacks?.includes(to) === true) found.push("takes a blocked fallback");
    if (allowedFallbacks?.includes(to) === false) found.push("takes a fallback not allowed");
  }
  const isChange =
    attempt === "fallback" || attempt === "escalation" || (isReduced && to !== first);
  if (riskClass === "high" && isChange && to !== from && !hasApproval) {
    found.push("changes the route at high risk without an approval");
  }
  if (attempt === "fallback" && from !== undefined) {
    const lacksIt = fallback.approval_required === true && !hasApproval;
    if (call.isUnreviewed !== lacksIt) found.push("mistakes the approval");
  } else if (call.isUnreviewed && attempt !== "fallback" && !isReduced) {
    found.push("calls something else than a fallback unreviewed");
  }
  return found;
}

/** After these nothing may be sent again, where the policy knows tools with side effects. */
function isFinal(end: End | undefined): boolean {
  const ended = typeof end === "string" ? { kind: end } : (end ?? {});
  const unknown = ["timeout", "first_token_timeout", "stream_interrupted", "connection"];
  return "toolCalls" in ended || unknown.includes(ended.kind ?? "ok");
}

test("a policy always ends within its cap, and keeps to what it allows", () => {
  assert(
    property(plans, ends, boolean(), (plan, told, isFlagged) => {
      const policy = policyOf(plan);
      const view = aView({ request, ...(isFlagged && { tags: { flagged: "true" } }) });
      const steps = stepsOf(policy, told, { registry, view });
      const calls = steps.filter((step) => step.kind === "call");
      expect(calls.length).toBeLessThanOrEqual(policy.fallback.maxAttempts);
      // Whatever stops, queues, answers or gives up is the end.
      expect(steps.slice(0, -1)).toEqual(calls);
      const found = calls.flatMap((call, index) => breaches(call, calls.slice(0, index), plan));
      expect(found).toEqual([]);
      if (policy.fallback.sideEffectingTools.length > 0) {
        const finals = calls.slice(0, -1).filter((_, index) => isFinal(told[index] ?? told.at(-1)));
        expect(finals).toEqual([]);
      }
    }),
    settings,
  );
});

test("a static answer is given only where the policy has one and nothing was answered", () => {
  assert(
    property(plans, ends, (plan, told) => {
      const view = aView({ request });
      const steps = stepsOf(policyOf(plan), told, { registry, view });
      const end = steps.at(-1);
      if (end?.kind !== "static_answer") return;
      expect(plan.fallback.degrade?.some(({ kind }) => kind === "static_answer")).toBe(true);
      const last = steps.length < 2 ? undefined : (told[steps.length - 2] ?? told.at(-1));
      const kind = typeof last === "string" ? last : last?.kind;
      expect(last === undefined || failureKinds.some((failure) => failure === kind)).toBe(true);
    }),
    settings,
  );
});

test("the same attempts always lead to the same steps", () => {
  assert(
    property(plans, ends, (plan, told) => {
      const policy = policyOf(plan);
      const setting = { registry, view: aView({ request }) };
      expect(stepsOf(policy, told, setting)).toEqual(stepsOf(policy, told, setting));
    }),
    { ...settings, numRuns: 300 },
  );
});
