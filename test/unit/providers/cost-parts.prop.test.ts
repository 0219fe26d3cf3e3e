import { assert, constantFrom, integer, option, property, record } from "fast-check";
import { expect, test } from "vitest";
import { unknownUsage } from "../../../src/core/usage.ts";
import { costNanoUsd } from "../../../src/providers/cost-nano-usd.ts";
import { costParts, tierInForce } from "../../../src/providers/cost-parts.ts";
import { pricedCall } from "../../../src/run/finance/price-attempt.ts";
import { pricesAndUsages } from "./prices-and-usages.ts";

test("the parts of a cost are its tokens, and make the cost once rounded, whatever the price", () => {
  assert(
    property(pricesAndUsages, constantFrom(undefined, "batch"), ({ price, usage }, tier) => {
      const cost = costNanoUsd(usage, price, tier);
      const { parts } = pricedCall({ usage, costNanoUsd: cost, serviceTier: tier }, price);
      if (cost === undefined) return expect(parts).toEqual([]);
      // Each part by fractions of a nano-dollar, in units of 10^-24 dollars.
      const exact = parts.reduce(
        (sum, { meter, quantity, unitPriceAtto }) =>
          sum + quantity * unitPriceAtto * (meter === "requests" ? 1_000_000n : 1n),
        0n,
      );
      const distance = exact - BigInt(cost) * 10n ** 15n;
      expect(distance <= 5n * 10n ** 14n && distance >= -5n * 10n ** 14n).toBe(true);
      const tokens = parts
        .filter(({ meter }) => meter !== "requests")
        .reduce((sum, { quantity }) => sum + quantity, 0n);
      const used =
        (usage.inputUncachedTokens ?? 0) +
        (usage.inputCacheReadTokens ?? 0) +
        (usage.inputCacheWriteTokens ?? 0) +
        (usage.outputTokens ?? 0);
      expect(tokens).toBe(BigInt(used));
    }),
    { seed: 20266, numRuns: 1000 },
  );
});

test("a cost that the price does not make has no parts", () => {
  assert(
    property(
      pricesAndUsages,
      record({ off: integer({ min: 1, max: 1000 }), tier: option(constantFrom("fast")) }),
      ({ price, usage }, { off }) => {
        const cost = (costNanoUsd(usage, price) ?? 0) + off;
        const found = pricedCall({ usage, costNanoUsd: cost, serviceTier: undefined }, price);
        expect(found.parts).toEqual([]);
      },
    ),
    { seed: 20267, numRuns: 300 },
  );
});

test("worked by hand: 1,000 input tokens at $2.50 a million on a batch tier of half the price", () => {
  const price = {
    inputNanoUsdPerMtok: 2_500_000_000,
    cachedInputNanoUsdPerMtok: undefined,
    outputNanoUsdPerMtok: 10_000_000_000,
    perRequestNanoUsd: 0,
    multipliers: { batch: 0.5 },
  };
  const usage = { ...unknownUsage, inputUncachedTokens: 1000, outputTokens: 0 };
  expect(costParts(usage, price, "batch")).toEqual([
    { meter: "input", quantity: 1000n, unitPriceAtto: 1_250_000_000_000_000_000n },
  ]);
  expect(costParts(usage, price, "flex")).toBeUndefined();
  expect(tierInForce(usage, price)).toBeUndefined();
});
