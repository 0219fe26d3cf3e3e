import { expect, test } from "vitest";
import type { Advice } from "../../../../src/core/advice.ts";
import { createRouter } from "../../../../src/routing/create-router.ts";
import type { StrategyOf } from "../../../../src/routing/strategies/prepared-strategy.ts";
import { aPolicy, aRegistry, someOptions } from "../policy-builders.ts";
import { aView } from "../policy-walk.ts";

const strategy: StrategyOf<"module"> = {
  kind: "module",
  path: "router.ts",
  exportName: "default",
  timeoutMs: 1000,
  routes: ["small", "large"],
};
const registry = aRegistry({ small: {}, large: {} });

function decide(advice: Advice | undefined, blocked: readonly string[] = []) {
  const policy = aPolicy({ strategy, blocked_routes: blocked });
  const router = createRouter(policy, registry, someOptions);
  return router.decide(aView(), { nowMs: 0, ...(advice && { advice }) });
}

test("the route that it answered, with its reason", () => {
  expect(decide({ kind: "chosen", route: "large", because: "vip" })).toMatchObject({
    route: "large",
    because: "vip",
  });
});

test("hard filters hold for what it answers", () => {
  expect(decide({ kind: "chosen", route: "large", because: "vip" }, ["large"])).toMatchObject({
    route: undefined,
    because: 'vip; "large" is refused: it is in blocked_routes',
  });
});

test("what it broke is an error of the record", () => {
  expect(() => decide({ kind: "failed", because: "router.ts threw: no" })).toThrow(
    "router.ts threw: no",
  );
});

test("a route that it may not answer is an error of the record", () => {
  expect(() => decide({ kind: "chosen", route: "gold", because: "" })).toThrow(
    'router.ts chose "gold", not one of small, large',
  );
});

test("nobody decides without having asked", () => {
  expect(() => decide(undefined)).toThrow("nobody asked router.ts");
});
