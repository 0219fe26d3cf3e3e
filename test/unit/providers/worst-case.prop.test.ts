import { array, assert, constantFrom, double, integer, option, property, record } from "fast-check";
import { expect, test } from "vitest";
import type { Price } from "../../../src/core/route.ts";
import { costNanoUsd } from "../../../src/providers/cost-nano-usd.ts";
import { worstCase } from "../../../src/providers/worst-case.ts";
import { aRecord, aRoute } from "./provider-call-builders.ts";

const perMtok = integer({ min: 0, max: 100_000_000_000 });
const maybe = option(perMtok, { nil: undefined });
const tokenPrices = record({
  inputNanoUsdPerMtok: maybe,
  cachedInputNanoUsdPerMtok: maybe,
  cacheWriteNanoUsdPerMtok: maybe,
  cacheWriteLongNanoUsdPerMtok: maybe,
  outputNanoUsdPerMtok: maybe,
});
const multipliers = record({
  batch: constantFrom(0.5, 0.333333333, 0.1),
  priority: constantFrom(1.75, 2, 2.000000001),
});
const prices = record({
  base: tokenPrices,
  tiers: array(tokenPrices, { maxLength: 2 }),
  perRequestNanoUsd: integer({ min: 0, max: 10_000_000 }),
  multipliers,
}).map(({ base, tiers, ...rest }): Price => ({
  ...base,
  ...rest,
  tiers: tiers.map((tier, index) => ({ ...tier, aboveInputTokens: 500 * (index + 1) })),
}));
const share = double({ min: 0, max: 1, noNaN: true });
const shares = record({ prompt: share, uncached: share, read: share, long: share, output: share });

test("no usage within the bounds costs more than the worst case", () => {
  let bounded = 0;
  assert(
    property(
      prices,
      shares,
      integer({ min: 0, max: 1500 }),
      constantFrom(undefined, "default", "auto", "batch", "priority"),
      constantFrom(undefined, "standard", "batch", "priority"),
      (price, part, bodyBytes, askedTier, otherTier) => {
        const parameters = {
          max_output_tokens: 700,
          ...(askedTier !== undefined && { service_tier: askedTier }),
        };
        const route = aRoute({ price, parameters });
        const worst = worstCase(route, { request: aRecord().request, bodyBytes });
        const input = Math.round((bodyBytes + 64) * part.prompt);
        const uncached = Math.floor(input * part.uncached);
        const read = Math.floor((input - uncached) * part.read);
        const written = input - uncached - read;
        const usage = {
          inputUncachedTokens: uncached,
          inputCacheReadTokens: read,
          inputCacheWriteTokens: written,
          inputCacheWriteLongTokens: Math.floor(written * part.long),
          outputTokens: Math.floor(700 * part.output),
          outputReasoningTokens: undefined,
        };
        // Whoever asked for the plain tier gets it; all others may get any.
        const served = askedTier === "default" ? "default" : otherTier;
        const cost = costNanoUsd(usage, price, served);
        if (worst.kind === "unbounded" || cost === undefined) return;
        bounded += 1;
        expect(cost).toBeLessThanOrEqual(worst.nanoUsd);
      },
    ),
    { seed: 20263, numRuns: 5000 },
  );
  expect(bounded).toBeGreaterThan(200);
});
