import { expect, test } from "vitest";
import type { Registry, Route } from "../../../src/core/route.ts";
import { resolvePrices } from "../../../src/run/pricing/resolve-prices.ts";
import { aPrice, aRoute } from "../providers/provider-call-builders.ts";

const today = Date.parse("2026-11-21T00:00:00Z");
const own = aPrice({ input: 1, output: 2 });
const ofFile = aPrice({ input: 3, output: 4 });

const registryOf = (...routes: readonly Route[]): Registry => ({
  file: "registry.yaml",
  routes: new Map(routes.map((route) => [route.name, route])),
  budgetsNanoUsd: new Map(),
});
const resolved = async (route: Route, file?: typeof ofFile) => {
  const prices = file && { priceOf: () => file };
  const { registry, notes } = await resolvePrices(registryOf(route), prices, today);
  const found = registry.routes.get(route.name);
  return { price: found?.price, source: found?.priceSource, notes };
};

test("a route's own price comes before the file, the file before the catalog", async () => {
  const mini = aRoute({ model: "gpt-5-mini" });
  expect(await resolved({ ...mini, price: own }, ofFile)).toEqual({
    price: own,
    source: "route",
    notes: [],
  });
  expect(await resolved(mini, ofFile)).toEqual({
    price: ofFile,
    source: "prices_file",
    notes: [],
  });
  const catalog = await resolved(mini);
  expect(catalog).toMatchObject({ source: "catalog", notes: [] });
  expect(catalog.price?.inputNanoUsdPerMtok).toBe(250_000_000);
});

test("an inferred price is told with both models", async () => {
  const { source, notes } = await resolved(
    aRoute({ name: "sonnet", provider: "anthropic", model: "claude-sonnet-5-5" }),
  );
  expect(source).toBe("catalog_inferred");
  expect(notes).toEqual([
    {
      route: "sonnet",
      message:
        'route "sonnet": the price of claude-sonnet-5-5 is inferred from claude-sonnet-5 of anthropic',
    },
  ]);
});

test("an unknown price stays unknown, and the route is named", async () => {
  const { price, source, notes } = await resolved(aRoute({ name: "own", model: "s-1" }));
  expect([price, source]).toEqual([undefined, undefined]);
  expect(notes.map(({ route }) => route)).toEqual(["own"]);
  expect(notes[0]?.message).toContain('route "own" has no price');
});

test("the file is asked for the moment of the run, with provider and model", async () => {
  const asked: unknown[] = [];
  const prices = {
    priceOf: (...question: readonly unknown[]) => {
      asked.push(question);
      return ofFile;
    },
  };
  await resolvePrices(registryOf(aRoute({ provider: "google", model: "g" })), prices, today);
  expect(asked).toEqual([["google", "g", today]]);
});

test("notes come by route name, whatever the order of the registry", async () => {
  const registry = registryOf(
    aRoute({ name: "z", model: "none" }),
    aRoute({ name: "a", model: "none" }),
  );
  const { notes } = await resolvePrices(registry, undefined, today);
  expect(notes.map(({ route }) => route)).toEqual(["a", "z"]);
});
