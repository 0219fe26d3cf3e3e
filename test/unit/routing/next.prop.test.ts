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
import type { Policy } from "../../../src/core/policy.ts";
import type { Strategy } from "../../../src/core/strategy.ts";
import type { Step } from "../../../src/core/step.ts";
import { aPolicy, aRegistry, aSource, type FallbackDocument } from "./policy-builders.ts";
import { aView, stepsOf, type End } from "./policy-walk.ts";

const names = ["a", "b", "c", "d", "unregistered"];
const registry = aRegistry({ a: {}, b: {}, c: { lifecycle: "deprecated" }, d: {} });
const route = constantFrom(...names);
const routes = subarray(names, { minLength: 1 });

const triggers = [
  ...failureKinds,
  "transient_error",
  "primary_route_unavailable",
  "schema_invalid_after_retry",
  "flagged",
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
  readonly blocked: readonly string[];
  readonly allowed: readonly string[] | undefined;
  readonly allowedFallbacks: readonly string[] | undefined;
  readonly fallback: FallbackDocument;
}

const plans: Arbitrary<Plan> = record({
  strategy: strategies,
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
  }),
});

const ends: Arbitrary<readonly End[]> = array(
  oneof(
    constantFrom<End[]>(...failureKinds),
    constantFrom<End[]>("ok", "schema_broken", "cut_short", "filtered", "not_covered", {
      signals: { flagged: true },
    }),
    constant<End>({ kind: "rate_limit", retryAfterMs: 1e12 }),
  ),
  { minLength: 1, maxLength: 8 },
);

function policyOf({ strategy, blocked, allowed, allowedFallbacks, fallback }: Plan): Policy {
  return aPolicy({
    strategy,
    blocked_routes: blocked,
    ...(allowed === undefined ? {} : { allowed_routes: allowed }),
    fallback: {
      ...fallback,
      ...(allowedFallbacks === undefined ? {} : { allowed_fallbacks: allowedFallbacks }),
    },
  });
}

const settings = { seed: 20262, numRuns: 3000 };

type Call = Extract<Step, { kind: "call" }>;

/** What a call does that its policy does not allow. */
function breaches(call: Call, before: readonly Call[], plan: Plan): string[] {
  const { route: to } = call;
  const { fallback, allowed, allowedFallbacks, blocked } = plan;
  const found: string[] = [];
  if (!registry.routes.has(to)) found.push("calls a route that nobody registered");
  if (blocked.includes(to)) found.push("calls a blocked route");
  if (allowed !== undefined && !allowed.includes(to)) found.push("calls a route not allowed");
  if (allowed === undefined && to === "c") found.push("calls a deprecated route unasked");
  if (!(call.waitMs >= 0 && call.waitMs <= 120_000)) found.push("waits out of bounds");
  if (call.attempt === "retry") {
    if (before.at(-1)?.route !== to) found.push("retries another route");
    const isSecond = before.some((one) => one.attempt === "retry" && one.route === to);
    if (isSecond) found.push("retries twice");
  } else if (before.some((one) => one.route === to)) found.push("comes back to a route");
  if (call.attempt === "fallback") {
    if (fallback.blocked_fallbacks?.includes(to) === true) found.push("takes a blocked fallback");
    if (allowedFallbacks?.includes(to) === false) found.push("takes a fallback not allowed");
    if (call.isUnreviewed !== fallback.approval_required) found.push("mistakes the approval");
  } else if (call.isUnreviewed) found.push("calls something else than a fallback unreviewed");
  return found;
}

test("a policy always ends within its cap, and keeps to what it allows", () => {
  assert(
    property(plans, ends, boolean(), (plan, told, isFlagged) => {
      const policy = policyOf(plan);
      const view = aView(isFlagged ? { tags: { flagged: "true" } } : {});
      const steps = stepsOf(policy, told, { registry, view });
      const calls = steps.filter((step) => step.kind === "call");
      expect(calls.length).toBeLessThanOrEqual(policy.fallback.maxAttempts);
      expect(steps.slice(0, -1)).toEqual(calls);
      const found = calls.flatMap((call, index) => breaches(call, calls.slice(0, index), plan));
      expect(found).toEqual([]);
    }),
    settings,
  );
});

test("the same attempts always lead to the same steps", () => {
  assert(
    property(plans, ends, (plan, told) => {
      const policy = policyOf(plan);
      expect(stepsOf(policy, told, { registry })).toEqual(stepsOf(policy, told, { registry }));
    }),
    { ...settings, numRuns: 300 },
  );
});
