import { expect, test } from "vitest";
import type { Policy } from "../../../../src/core/policy.ts";
import { viewOf } from "../../../../src/core/request-view.ts";
import type { Scorer } from "../../../../src/core/scorer.ts";
import { createRouter } from "../../../../src/routing/create-router.ts";
import { attemptPaths } from "../../../../src/run/plan/attempt-paths.ts";
import type { CallFigures } from "../../../../src/run/plan/call-figures.ts";
import { expectedReplies } from "../../../../src/run/plan/expected-replies.ts";
import { expectationOf } from "../../../../src/run/plan/record-expectation.ts";
import { aRecord } from "../../comparison/a-comparison.ts";
import { aPolicy, aRegistry, someOptions } from "../../routing/policy-builders.ts";

const perRequest = (nanoUsd: number) => ({
  perRequestNanoUsd: nanoUsd,
  inputNanoUsdPerMtok: undefined,
  cachedInputNanoUsdPerMtok: undefined,
  outputNanoUsdPerMtok: undefined,
});
const registry = aRegistry({
  main: { price: perRequest(100) },
  backup: { price: perRequest(1_000) },
});
const scorer: Scorer = {
  graders: [],
  checkSchema: () => undefined,
  grade: () => {
    throw new Error("a plan grades nothing that it made up");
  },
};
const figures = (changes: Partial<CallFigures>): CallFigures => ({
  from: "simulation",
  errors: [],
  schemaErrorShare: 0,
  acceptance: 0.9,
  latency: { p50Ms: 1000, sigma: 0 },
  outputTokens: 10,
  ...changes,
});

function expected(policy: Policy, byRoute: Readonly<Record<string, CallFigures>>) {
  const router = createRouter(policy, registry, someOptions);
  const record = aRecord(0);
  const view = viewOf(record);
  const signals = { nowMs: 0 };
  const paths = attemptPaths(
    { record, view, arm: 0, repeat: 0 },
    { policy, router },
    router.decide(view, signals),
    signals,
    {
      routes: registry.routes,
      scorer,
      streams: false,
      repliesTo: (call) => expectedReplies(call, byRoute[call.route.name]!, 10),
    },
  );
  expect(paths.reduce((sum, { chance }) => sum + chance, 0)).toBeCloseTo(1, 9);
  return expectationOf(paths, () => 0);
}

test("a call that cannot fail is one call, its price, and as good as its route", () => {
  const found = expected(aPolicy(), { main: figures({}) });
  expect(found.calls).toEqual({ mean: 1, variance: 0 });
  expect(found.cost).toEqual({ mean: 100, variance: 0 });
  expect(found.acceptance).toBeCloseTo(0.9, 9);
  expect(found.latency?.mean).toBeCloseTo(1000, 6);
});

test("a tenth that fails is tried again and then sent elsewhere, by the policy's own steps", () => {
  const policy = aPolicy({
    fallback: {
      max_attempts: 3,
      retry_same_route_once: ["overloaded"],
      fallback_to_backup_route: ["primary_route_unavailable"],
      backup_routes: ["backup"],
    },
  });
  const failing = figures({ errors: [{ kind: "overloaded", share: 0.1 }] });
  const found = expected(policy, { main: failing, backup: figures({ acceptance: 0.5 }) });
  // 1 call, a retry in 0.1, and the backup in 0.1 * 0.1 of all records.
  expect(found.calls.mean).toBeCloseTo(1 + 0.1 + 0.01, 9);
  // What is turned away is not billed: 0.9 + 0.09 answers of the one, 0.01 of the other.
  expect(found.cost?.mean).toBeCloseTo(0.99 * 100 + 0.01 * 1_000, 6);
  expect(found.acceptance).toBeCloseTo(0.99 * 0.9 + 0.01 * 0.5, 9);
  expect(found.routes.get("backup")?.calls).toBeCloseTo(0.01, 9);
  // Second moment of the calls: 0.9 * 1 + 0.09 * 4 + 0.01 * 9.
  expect(found.calls.variance).toBeCloseTo(0.9 + 0.36 + 0.09 - 1.11 ** 2, 9);
});

test("answers that break their schema are told to the policy, and are never accepted", () => {
  const policy = aPolicy({ fallback: { retry_same_route_once: ["schema_invalid"] } });
  const found = expected(policy, { main: figures({ schemaErrorShare: 0.2, acceptance: 0.8 }) });
  expect(found.calls.mean).toBeCloseTo(1.2, 9);
  // 0.8 at once, 0.2 * 0.8 at the second try.
  expect(found.acceptance).toBeCloseTo(0.8 + 0.16, 9);
});

test("a timeout cuts off the share of answers that take longer", () => {
  const latency = { timeoutMs: 2000 };
  const found = expected(aPolicy({ latency }), {
    main: figures({ latency: { p50Ms: 2000, sigma: 0.5 }, acceptance: 1 }),
  });
  // Half of the answers take longer than their median.
  expect(found.acceptance).toBeCloseTo(0.5, 6);
});

test("what is not known stays unknown: a route without a price, answers that nobody judged", () => {
  const unpriced = aRegistry({ main: { price: undefined } }).routes.get("main");
  expect(unpriced?.price).toBeUndefined();
  const found = expected(aPolicy(), {
    main: figures({ acceptance: undefined, latency: undefined }),
  });
  expect(found.acceptance).toBeUndefined();
  expect(found.latency).toBeUndefined();
});
