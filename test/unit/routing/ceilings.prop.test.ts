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
  tuple,
  type Arbitrary,
} from "fast-check";
import { expect, test } from "vitest";
import type { Attempt } from "../../../src/core/attempt.ts";
import type { Ceiling, CeilingReading, CeilingReaction } from "../../../src/core/ceiling.ts";
import type { Policy } from "../../../src/core/policy.ts";
import type { RouteHealth } from "../../../src/core/route-health.ts";
import type { Signals } from "../../../src/core/router.ts";
import type { Strategy } from "../../../src/core/strategy.ts";
import { createRouter } from "../../../src/routing/create-router.ts";
import { aPolicy, aRegistry, type FallbackDocument } from "./policy-builders.ts";
import { anAttempt, aView, type End } from "./policy-walk.ts";

const names = ["a", "b", "c"];
const registry = aRegistry({ a: {}, b: {}, c: {} });
const estimates: Readonly<Record<string, number>> = { a: 100, b: 10, c: 30 };
const route = constantFrom(...names);

const strategies: Arbitrary<Strategy> = oneof(
  record({ kind: constant("pinned" as const), route }),
  record({ kind: constant("priority" as const), routes: subarray(names, { minLength: 1 }) }),
);

const reactions: Arbitrary<CeilingReaction> = oneof(
  constantFrom<CeilingReaction>({ kind: "stop" }, { kind: "queue" }),
  record({ kind: constant("downgrade" as const), route: oneof(route, constant(undefined)) }),
);

const ceilings: Arbitrary<readonly Ceiling[]> = array(
  record({
    countedBy: constant("policy" as const),
    key: constant(undefined),
    routes: oneof(subarray(names, { minLength: 1 }), constant(undefined)),
    per: constantFrom("day" as const, "run" as const),
    most: oneof(
      integer({ min: 0, max: 300 }).map((nanoUsd) => ({ kind: "usd" as const, nanoUsd })),
      integer({ min: 0, max: 3 }).map((count) => ({ kind: "requests" as const, count })),
      constantFrom(0, 0.25, 1).map((share) => ({ kind: "share" as const, share })),
    ),
    reaction: reactions,
  }),
  { maxLength: 3 },
).map((found) => found.map((ceiling, index) => ({ ...ceiling, name: `cap ${index}` })));

const readings: Arbitrary<CeilingReading> = record({
  spentNanoUsd: integer({ min: 0, max: 300 }),
  reservedNanoUsd: integer({ min: 0, max: 100 }),
  requests: integer({ min: 0, max: 3 }),
  ofRequests: integer({ min: 3, max: 8 }),
  unknown: constantFrom(0, 1),
});

const healths: Arbitrary<ReadonlyMap<string, RouteHealth>> = tuple(
  ...names.map(() => constantFrom<RouteHealth["state"]>("closed", "open")),
).map(
  (states) =>
    new Map(
      names.map((name, index) => [
        name,
        { state: states[index]!, mayProbe: false, attempts: 9, errors: 9, because: "it fails" },
      ]),
    ),
);

const triggers = ["timeout", "budget_exceeded", "primary_route_unavailable", "transient_error"];
const fallbacks: Arbitrary<FallbackDocument> = record({
  max_attempts: integer({ min: 1, max: 4 }),
  retry_same_route_once: subarray(triggers),
  fallback_to_backup_route: subarray([...triggers, "budget_exceeded -> b", "timeout -> c"]),
  backup_routes: subarray(names),
  blocked_fallbacks: subarray(names),
  stop_without_fallback: subarray(triggers, { maxLength: 1 }),
  approvals: array(
    record({ from: route, to: route, by: constant("lead"), untilMs: constant(undefined) }),
    { maxLength: 3 },
  ),
  degrade: constantFrom<NonNullable<FallbackDocument["degrade"]>>(
    [],
    [{ kind: "static_answer", text: "Sorry" }],
  ),
});

const rule: NonNullable<Policy["health"]> = {
  windowMs: 1000,
  maxErrorRate: 0.5,
  minAttempts: 1,
  cooldownMs: 1000,
  probes: 1,
  maxP95CompleteMs: undefined,
  maxP95FirstTokenMs: undefined,
  counts: ["transient_error"],
};

/** Why a route may not be called, recounted from what the policy was told; absent: it may. */
function objection(
  to: string,
  policy: Policy,
  signals: Signals,
  spent: number,
): string | undefined {
  if (signals.health?.get(to)?.state === "open") return `${to} is excluded`;
  const cost = estimates[to]!;
  const cap = policy.cost.maxPerRequestNanoUsd ?? Infinity;
  if (spent + cost > cap) return `${to} takes the request over its cap`;
  const full = policy.ceilings.find(({ routes, most }, index) => {
    if (routes?.includes(to) === false) return false;
    const { spentNanoUsd, reservedNanoUsd, requests, ofRequests } = signals.ceilings![index]!;
    if (most.kind === "usd") return spentNanoUsd + reservedNanoUsd + cost > most.nanoUsd;
    if (most.kind === "requests") return requests + 1 > most.count;
    return requests + 1 > most.share * (ofRequests + 1);
  });
  return full && `${to} does not fit under ${full.name}`;
}

/** What a change of route lacks; `from`: the route that the strategy wanted, or the one before. */
function changeLacks(from: string, to: string, { fallback, riskClass }: Policy): string[] {
  const isApproved = fallback.approvals.some((one) => one.from === from && one.to === to);
  return [
    ...(fallback.blockedFallbacks.includes(to) ? [`${to} is blocked`] : []),
    ...(riskClass === "high" && !isApproved ? [`nobody approved ${from} to ${to}`] : []),
  ];
}

test("no call passes a ceiling, goes to an excluded route, or changes to one that may not follow", () => {
  assert(
    property(
      strategies,
      ceilings,
      array(readings, { minLength: 3, maxLength: 3 }),
      healths,
      fallbacks,
      constantFrom<End>("timeout", "rate_limit", "ok"),
      boolean(),
      oneof(integer({ min: 0, max: 250 }), constant(undefined)),
      (strategy, caps, read, health, fallback, end, isHighRisk, requestCap) => {
        const plain = aPolicy({ strategy, fallback, risk_class: isHighRisk ? "high" : "low" });
        const policy: Policy = {
          ...plain,
          ceilings: caps,
          health: rule,
          cost: { ...plain.cost, maxPerRequestNanoUsd: requestCap },
        };
        const router = createRouter(policy, registry, {
          seed: 1,
          estimateNanoUsd: ({ name }) => estimates[name],
          qualityTable: undefined,
        });
        const signals = {
          nowMs: 0,
          atMs: 0,
          health,
          ceilings: caps.map((_, index) => read[index]!),
        };
        const decision = router.decide(aView(), signals);
        expect(router.decide(aView(), signals)).toEqual(decision);
        const attempts: Attempt[] = [];
        let spent = 0;
        for (;;) {
          const step = router.next(aView(), decision, attempts, signals);
          if (step.kind !== "call") return;
          expect(attempts.length).toBeLessThan(policy.fallback.maxAttempts);
          expect(objection(step.route, policy, signals, spent)).toBeUndefined();
          const from = attempts.at(-1)?.route ?? decision.standsInFor ?? decision.downgradedFrom;
          // A list of priorities chooses any of its routes by itself, before the first call.
          const isOwnChoice =
            attempts.length === 0 &&
            decision.standsInFor === undefined &&
            strategy.kind === "priority" &&
            strategy.routes.includes(step.route);
          const isChange = from !== undefined && from !== step.route && !isOwnChoice;
          expect(isChange ? changeLacks(from, step.route, policy) : []).toEqual([]);
          if (from === undefined && strategy.kind === "pinned")
            expect(step.route).toBe(strategy.route);
          // Of what nobody knows the cost of, the estimate counts.
          attempts.push(anAttempt(step, end, attempts.length));
          spent += estimates[step.route]!;
        }
      },
    ),
    { seed: 20263, numRuns: 3000 },
  );
});
