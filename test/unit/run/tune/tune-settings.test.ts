import { expect, test } from "vitest";
import { policyPath, policyValue } from "../../../../src/run/tune/policy-path.ts";
import { resolveSweep } from "../../../../src/run/tune/sweep-spec.ts";
import { placeSweeps, settingsOf, sweepsOf } from "../../../../src/run/tune/tune-settings.ts";

const policy = {
  route_selection: {
    strategy: "weighted",
    weighted: { routes: { "gpt-4": 1, "gpt-4.1": 2 } },
    cost_aware: { routes: ["a", "b", "c"] },
    rules: [{ when: "true", route: "a" }],
  },
};
const settings = (...texts: readonly string[]) =>
  settingsOf(sweepsOf(placeSweeps(texts.map(resolveSweep), policy), policy, () => []));

test("a name with a dot in it is found: the longest key wins", () => {
  const path = policyPath("route_selection.weighted.routes.gpt-4.1", policy);
  expect(path).toEqual(["route_selection", "weighted", "routes", "gpt-4.1"]);
  expect(policyValue(path, policy)).toBe(2);
  const rule = policyPath("route_selection.rules.0.route", policy);
  expect(rule).toEqual(["route_selection", "rules", 0, "route"]);
});

test("keys that the policy leaves out are added; a slip of one that it has is not", () => {
  for (const text of ["route_selection.cost_aware.floor", "latency.timeout_ms"]) {
    const path = policyPath(text, policy);
    expect(path.join(".")).toBe(text);
    expect(policyValue(path, policy)).toBeUndefined();
  }
  expect(() => policyPath("route_selection.strategy.x.y", policy)).toThrow("nothing can stand");
  expect(() => policyPath("route_selection.weighetd.routes", policy)).toThrow('no "weighetd"');
});

test("sweeps multiply, the last one turning fastest", () => {
  expect(settings("route_selection.x=1,2", "cost.y=a,b")).toEqual([
    { "route_selection.x": 1, "cost.y": "a" },
    { "route_selection.x": 1, "cost.y": "b" },
    { "route_selection.x": 2, "cost.y": "a" },
    { "route_selection.x": 2, "cost.y": "b" },
  ]);
});

test("subsets are every selection in the list's order, the whole list first", () => {
  const name = "route_selection.cost_aware.routes";
  const found = settings(`${name}=subsets`).map((setting) => setting[name]);
  expect(found).toHaveLength(7);
  expect(found[0]).toEqual(["a", "b", "c"]);
  expect(new Set(found.map(String))).toEqual(
    new Set(["a,b,c", "a,b", "a,c", "b,c", "a", "b", "c"]),
  );
});

test("too many settings and a list that is none are refused", () => {
  expect(() => settings("cost.x=1:100:1", "cost.y=1:100:1")).toThrow("10000 settings (100 × 100)");
  expect(() => settings("route_selection.strategy=subsets")).toThrow("no list of names");
});
