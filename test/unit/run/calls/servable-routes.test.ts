import { expect, test } from "vitest";
import { servableRoutes } from "../../../../src/run/calls/servable-routes.ts";
import { aPrice } from "../../providers/provider-call-builders.ts";
import { aPolicy, aRegistry } from "../../routing/policy-builders.ts";

const registry = aRegistry({
  gate: { provider: "openai_compatible", model: "auto" },
  other_gate: { provider: "openai_compatible", model: "auto" },
  mini: { model: "gpt-5-mini" },
  trial: { model: "gpt-6", lifecycle: "experimental" },
});
const through = (route: string) => ({ strategy: { kind: "gateway", route } }) as const;
const namesBehind = (gateway: string, policies: Parameters<typeof aPolicy>[0][]) =>
  servableRoutes({ policies: policies.map((policy) => aPolicy(policy)), registry })
    .get(gateway)
    ?.map(({ route, isAllowed }) => [route.name, isAllowed]);

test("behind a gateway stand all routes but gateways, each allowed or not by the policy", () => {
  const both = [through("gate"), through("other_gate")];
  expect(namesBehind("gate", both)).toEqual([
    ["mini", true],
    ["trial", false],
  ]);
});

test("a route is allowed where one of several policies allows it", () => {
  const lists = [["trial"], ["mini"]].map((allowed_routes) => ({
    ...through("gate"),
    allowed_routes,
  }));
  expect(
    namesBehind("gate", lists)
      ?.map(([, isAllowed]) => isAllowed)
      .slice(-2),
  ).toEqual([true, true]);
});

test("a priced route to a compatible server may turn out to be a gateway: others count behind it", () => {
  const priced = aRegistry({
    server: { provider: "openai_compatible", model: "m", price: aPrice({ input: 1, output: 1 }) },
    mini: { model: "gpt-5-mini" },
  });
  const policy = aPolicy({ strategy: { kind: "pinned", route: "server" } });
  const behind = servableRoutes({ policies: [policy], registry: priced });
  expect(behind.get("server")?.map(({ route, isAllowed }) => [route.name, isAllowed])).toEqual([
    ["mini", false],
  ]);
});

test("behind a vendor's own route, and one without a price that no policy leaves to a gateway, is nothing", () => {
  expect(namesBehind("gate", [{}])).toBeUndefined();
  expect(namesBehind("mini", [{}])).toBeUndefined();
});
