import { expect, test } from "vitest";
import type { Policy } from "../../../src/core/policy.ts";
import { routesCalledBy, routesNamedBy } from "../../../src/core/routes-of-policy.ts";
import type { Strategy } from "../../../src/core/strategy.ts";
import { restOfPolicy } from "../../support/policy-defaults.ts";
import { aRegistry } from "../routing/policy-builders.ts";

const intent: Strategy = {
  kind: "intent",
  classifier: { by: "model", route: "judge", labels: ["faq"], timeoutMs: undefined },
  routes: [{ intent: "faq", route: "small" }],
  minConfidence: 0.5,
  unsure: { kind: "route", route: "large" },
  goldenTag: undefined,
  overhead: undefined,
};

const scored: Strategy = {
  kind: "scored",
  routes: undefined,
  mode: "balanced",
  weights: undefined,
  fallbacks: 2,
  modelScope: "all",
  priceTier: undefined,
  allowedModels: undefined,
  task: undefined,
};

function aPolicy(strategy: Strategy, over: Partial<Policy> = {}): Policy {
  return { ...restOfPolicy, strategy, ...over };
}

test("a classifier's route is called, but no record's request goes there", () => {
  expect(routesNamedBy(aPolicy(intent), undefined)).toEqual(["small", "large"]);
  expect(routesCalledBy(aPolicy(intent), undefined)).toEqual(["small", "large", "judge"]);
});

test("a pool without a list is the whole registry, and nothing where there is none", () => {
  const registry = aRegistry({ one: {}, two: {} });
  expect(routesNamedBy(aPolicy(scored), registry)).toEqual(["one", "two"]);
  expect(routesNamedBy(aPolicy(scored), undefined)).toEqual([]);
  expect(routesNamedBy(aPolicy({ ...scored, routes: ["two"] }), registry)).toEqual(["two"]);
});

test("routes that a ceiling or a lesser service leads to are named too", () => {
  const policy = aPolicy(
    { kind: "pinned", route: "main" },
    {
      ceilings: [
        {
          name: "cost.daily_spend_cap",
          countedBy: "policy",
          key: undefined,
          routes: undefined,
          per: "day",
          most: { kind: "usd", nanoUsd: 1 },
          reaction: { kind: "downgrade", route: "cheap" },
        },
      ],
      fallback: {
        ...restOfPolicy.fallback,
        degrade: [
          { kind: "reduced_scope", route: "tiny", change: { withoutTools: true } },
          { kind: "static_answer", text: "sorry" },
        ],
      },
    },
  );
  expect(routesNamedBy(policy, undefined)).toEqual(["main", "cheap", "tiny"]);
});
