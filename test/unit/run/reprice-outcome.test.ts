import { expect, test } from "vitest";
import type { Classification } from "../../../src/core/advice.ts";
import type { Attempt } from "../../../src/core/attempt.ts";
import type { Registry, Route } from "../../../src/core/route.ts";
import { unknownUsage } from "../../../src/core/usage.ts";
import { repricedOutcome } from "../../../src/run/pricing/reprice-outcome.ts";
import { tableCosts } from "../../../src/run/table-costs.ts";
import {
  aKnownOutcome,
  aPrice,
  aRecord,
  aRoute,
  aUsage,
} from "../providers/provider-call-builders.ts";
import { anAttempt, anOutcome } from "../replay/builders.ts";

const usage = { ...aUsage(1000, 100), inputCacheReadTokens: 0, inputCacheWriteTokens: 0 };
const gateway = aRoute({
  name: "gateway",
  price: { ...aPrice({ input: 2, output: 10 }), multipliers: { flex: 0.5 } },
});
const served = aRoute({ name: "served", price: aPrice({ input: 1, output: 1 }) });
const registryOf = (...routes: readonly Route[]): Registry => ({
  file: "registry.yaml",
  routes: new Map(routes.map((route) => [route.name, route])),
  budgetsNanoUsd: new Map(),
});
const costOf = (attempt: Partial<Attempt>, ...routes: readonly Route[]): number | undefined => {
  const outcome = anOutcome({ attempts: [anAttempt({ route: "gateway", usage, ...attempt })] });
  return repricedOutcome(outcome, registryOf(...routes), undefined).outcome.attempts[0]
    ?.costNanoUsd;
};

test("an attempt costs its usage at the route's new price, whatever it cost before", () => {
  expect(costOf({ costNanoUsd: 7 }, gateway)).toBe(3_000_000);
  expect(costOf({ costNanoUsd: 7 }, { ...gateway, price: undefined })).toBeUndefined();
});

test("the service tier that served counts", () => {
  expect(costOf({ evidence: { serviceTier: "flex" } }, gateway)).toBe(1_500_000);
  expect(costOf({ evidence: { serviceTier: "priority" } }, gateway)).toBeUndefined();
});

test("what a gateway served is paid for at its own price, where it has one", () => {
  const evidence = { gateway: { servedRoute: "served" } };
  expect(costOf({ evidence }, gateway, served)).toBe(1_100_000);
  expect(costOf({ evidence }, gateway, { ...served, price: undefined })).toBe(3_000_000);
});

test("a call that was turned away stays free, a route that was not covered stays unknown", () => {
  const failure = { kind: "rate_limit", detail: undefined, retryAfterMs: undefined } as const;
  const result = { kind: "failure", failure } as const;
  expect(costOf({ result, usage: aUsage(undefined, undefined) }, gateway)).toBe(0);
  expect(costOf({ result: { kind: "not_covered" }, costNanoUsd: undefined }, gateway)).toBe(
    undefined,
  );
});

test("a table's rows cost what they state, else what the new price makes of them", () => {
  const table = tableCosts(2, [gateway]);
  const outcomes = (known: Parameters<typeof aKnownOutcome>[0]) =>
    new Map([["gateway", aKnownOutcome(known)]]);
  table.observe(aRecord({ ordinal: 0, outcomes: outcomes({ usage, costNanoUsd: 5 }) }));
  table.observe(aRecord({ ordinal: 1, outcomes: outcomes({ usage }) }));
  const at = (ordinal: number, route: string) => {
    const outcome = anOutcome({ ordinal, attempts: [anAttempt({ route, costNanoUsd: 9 })] });
    const repriced = repricedOutcome(outcome, registryOf(gateway), table);
    return [repriced.outcome.attempts[0]?.costNanoUsd, repriced.ownCosts];
  };
  expect(at(0, "gateway")).toEqual([5, 1]);
  expect(at(1, "gateway")).toEqual([3_000_000, 0]);
  expect(at(1, "other")).toEqual([undefined, 0]);
});

test("what a classifier used is priced anew; what it was turned away for stays free", () => {
  const said = {
    label: "faq",
    confidence: 0.9,
    by: "model",
    because: "answered",
    latencyMs: 10,
    costNanoUsd: 7,
    usage,
  } as const;
  const pricedOf = (classification: Classification): number | undefined =>
    repricedOutcome(
      anOutcome({ trace: { classification } }),
      registryOf(served),
      undefined,
      "served",
    ).outcome.trace?.classification?.costNanoUsd;
  expect(pricedOf(said)).toBe(1_100_000);
  expect(pricedOf({ ...said, usage: undefined })).toBe(7);
  const refused = { ...said, label: undefined, failure: "rate_limit", costNanoUsd: 0 } as const;
  expect(pricedOf({ ...refused, usage: unknownUsage })).toBe(0);
});
