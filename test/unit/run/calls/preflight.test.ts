import { expect, test } from "vitest";
import { HarnessError } from "../../../../src/core/harness-error.ts";
import type { Route } from "../../../../src/core/route.ts";
import { createRedaction } from "../../../../src/run/redaction.ts";
import { preflight } from "../../../../src/run/calls/preflight.ts";
import { aPrice, aRoute } from "../../providers/provider-call-builders.ts";
import { aPolicy } from "../../routing/policy-builders.ts";

function refusedWith(
  routes: readonly Partial<Route>[],
  environment: Readonly<Record<string, string>> = {},
  provider: "live" | "simulated" = "live",
): readonly string[] {
  const named = routes.map((route, index) =>
    aRoute({ name: `route_${index}`, price: aPrice({ input: 1, output: 2 }), ...route }),
  );
  const registry = {
    file: "registry.yaml",
    routes: new Map(named.map((route) => [route.name, route])),
    budgetsNanoUsd: new Map<string, number>(),
  };
  const arms = named.map(({ name }) => ({
    key: name,
    policy: aPolicy({ strategy: { kind: "pinned", route: name } }),
  }));
  const session = {
    inputs: { registry, arms },
    options: { provider, onMiss: "fail" },
    world: { env: (name: string) => environment[name], redaction: createRedaction() },
  };
  try {
    preflight(session as unknown as Parameters<typeof preflight>[0]);
    return [];
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    return error.problems.map(({ message }) => message);
  }
}

test("a run that calls nobody needs no keys", () => {
  expect(refusedWith([{ apiKeyEnv: "A_KEY" }], {}, "simulated")).toEqual([]);
});

test("keys that are set and addresses that can be called are enough", () => {
  expect(refusedWith([{ apiKeyEnv: "A_KEY" }], { A_KEY: "long enough" })).toEqual([]);
});

test("a missing key is named once, with every route that wants it", () => {
  expect(refusedWith([{ apiKeyEnv: "A_KEY" }, { apiKeyEnv: "A_KEY" }], { A_KEY: " " })).toEqual([
    "A_KEY is not set (route_0, route_1)",
  ]);
});

test("everything that is wrong is said at once", () => {
  const problems = refusedWith([
    { apiKeyEnv: undefined, baseUrl: undefined },
    { provider: "openai_compatible", baseUrl: undefined, apiKeyEnv: "B_KEY" },
  ]);
  expect(problems).toContain('route "route_1" needs a base_url');
  expect(problems).toContain('route "route_0" names no api_key_env');
  expect(problems).toContain("B_KEY is not set (route_1)");
});

test("a server with an address of its own may want no key", () => {
  const local = { provider: "openai_compatible", baseUrl: "http://127.0.0.1:9/v1" } as const;
  expect(refusedWith([{ ...local, apiKeyEnv: undefined }])).toEqual([]);
});

test("a route without a price is refused: no cap could hold it", () => {
  expect(refusedWith([{ apiKeyEnv: "A_KEY", price: undefined }], { A_KEY: "long enough" })).toEqual(
    ['no spend cap can hold route "route_0": it has no price'],
  );
});

test("a key that would go to two hosts is refused", () => {
  const [problem] = refusedWith(
    [
      { apiKeyEnv: "A_KEY", baseUrl: "http://127.0.0.1:1/v1" },
      { apiKeyEnv: "A_KEY", baseUrl: "http://127.0.0.2:1/v1" },
    ],
    { A_KEY: "long enough" },
  );
  expect(problem).toContain("the key in A_KEY would be sent to 2 hosts");
});
