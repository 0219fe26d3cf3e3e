import { assert, bigInt, integer, property, record } from "fast-check";
import { expect, test } from "vitest";
import { costNanoUsd } from "../../../src/providers/cost-nano-usd.ts";

const tokens = integer({ min: 0, max: 2_000_000_000 });
const perMtok = bigInt({ min: 0n, max: 200_000_000_000n }).map(Number);
const usages = record({
  inputUncachedTokens: tokens,
  inputCacheReadTokens: tokens,
  inputCacheWriteTokens: integer({ min: 0, max: 0 }),
  outputTokens: tokens,
  outputReasoningTokens: tokens,
});
const prices = record({
  inputNanoUsdPerMtok: perMtok,
  cachedInputNanoUsdPerMtok: perMtok,
  outputNanoUsdPerMtok: perMtok,
  perRequestNanoUsd: integer({ min: 0, max: 1_000_000_000 }),
});
/** Of the two neighbours the nearer one; of two equally near ones the even one. */
function nearestEven(millionths: bigint): bigint {
  const [below, above] = [millionths / 1_000_000n, millionths / 1_000_000n + 1n];
  const [down, up] = [millionths - below * 1_000_000n, above * 1_000_000n - millionths];
  if (down === up) return below % 2n === 0n ? below : above;
  return down < up ? below : above;
}

const settings = { seed: 20261, numRuns: 2000 };

test("the cost is the exact sum over kinds, rounded once to the nearest nano-dollar", () => {
  assert(
    property(usages, prices, (usage, price) => {
      const exact =
        BigInt(usage.inputUncachedTokens) * BigInt(price.inputNanoUsdPerMtok) +
        BigInt(usage.inputCacheReadTokens) * BigInt(price.cachedInputNanoUsdPerMtok) +
        BigInt(usage.outputTokens) * BigInt(price.outputNanoUsdPerMtok) +
        BigInt(price.perRequestNanoUsd) * 1_000_000n;
      expect(costNanoUsd(usage, price)).toBe(Number(nearestEven(exact)));
    }),
    settings,
  );
});

test("the cost is additive wherever nothing has to be rounded", () => {
  // Prices in thousandths of a dollar and counts in thousands leave no fraction of a nano-dollar.
  const thousands = integer({ min: 0, max: 1_000_000 }).map((count) => count * 1000);
  const round = integer({ min: 0, max: 100_000 }).map((price) => price * 1_000_000);
  assert(
    property(thousands, thousands, round, (first, second, price) => {
      const cost = (input: number): bigint => {
        const usage = {
          inputUncachedTokens: input,
          inputCacheReadTokens: 0,
          inputCacheWriteTokens: 0,
          outputTokens: 0,
          outputReasoningTokens: 0,
        };
        const list = {
          inputNanoUsdPerMtok: price,
          cachedInputNanoUsdPerMtok: undefined,
          outputNanoUsdPerMtok: price,
          perRequestNanoUsd: 0,
        };
        return BigInt(costNanoUsd(usage, list) ?? -1);
      };
      expect(cost(first) + cost(second)).toBe(cost(first + second));
    }),
    settings,
  );
});
