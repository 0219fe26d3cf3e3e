import { expect, test } from "vitest";
import { servableRoutes } from "../../../src/run/servable-routes.ts";
import { aPolicy, aRegistry } from "../routing/policy-builders.ts";

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

test("a route that no policy leaves to a gateway has nothing behind it", () => {
  expect(namesBehind("gate", [{}])).toBeUndefined();
});
