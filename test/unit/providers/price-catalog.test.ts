import { calcPrice, findProvider } from "@pydantic/genai-prices";
import { expect, test } from "vitest";
import { unitInterval } from "../../../src/core/seed.ts";
import { costNanoUsd } from "../../../src/providers/cost-nano-usd.ts";
import { catalogPrice, type PricedModel } from "../../../src/providers/price-catalog.ts";

const day = (text: string): number => Date.parse(`${text}T00:00:00Z`);
const today = day("2026-11-21");

const at = (provider: PricedModel["provider"], model: string, atMs: number = today) =>
  catalogPrice({ provider, model }, atMs);

// Figures of the package's data (0.1.8), read by hand.
test("a flat price with cached reads, as whole nano-dollars per million tokens", async () => {
  expect(await at("openai", "gpt-5-mini")).toEqual({
    source: "catalog",
    model: "gpt-5-mini",
    vendor: "openai",
    price: {
      inputNanoUsdPerMtok: 250_000_000,
      cachedInputNanoUsdPerMtok: 25_000_000,
      outputNanoUsdPerMtok: 2_000_000_000,
      perRequestNanoUsd: 0,
    },
  });
});

test("cache writes, those kept an hour, and tiers that change every price at one size", async () => {
  expect((await at("anthropic", "claude-sonnet-4-5"))?.price).toEqual({
    inputNanoUsdPerMtok: 3_000_000_000,
    cachedInputNanoUsdPerMtok: 300_000_000,
    cacheWriteNanoUsdPerMtok: 3_750_000_000,
    cacheWriteLongNanoUsdPerMtok: 6_000_000_000,
    outputNanoUsdPerMtok: 15_000_000_000,
    perRequestNanoUsd: 0,
    tiers: [
      {
        aboveInputTokens: 200_000,
        inputNanoUsdPerMtok: 6_000_000_000,
        cachedInputNanoUsdPerMtok: 600_000_000,
        cacheWriteNanoUsdPerMtok: 7_500_000_000,
        cacheWriteLongNanoUsdPerMtok: 12_000_000_000,
        outputNanoUsdPerMtok: 22_500_000_000,
      },
    ],
  });
});

test("a price changes on its day, and tiers may go with it", async () => {
  const input = async (model: string, atMs: number) =>
    (await at("openai", model, atMs))?.price.inputNanoUsdPerMtok;
  expect(await input("gpt-5.6-sol", day("2026-08-21") - 1)).toBe(5_000_000_000);
  expect(await input("gpt-5.6-sol", day("2026-08-21"))).toBe(4_000_000_000);
  expect(await input("o3", day("2025-06-09"))).toBe(10_000_000_000);
  expect(await input("o3", day("2025-06-10"))).toBe(2_000_000_000);
  const opus = async (atMs: number) => (await at("anthropic", "claude-opus-4-6", atMs))?.price;
  expect((await opus(day("2026-03-12")))?.tiers).toHaveLength(1);
  expect((await opus(day("2026-03-13")))?.tiers).toBeUndefined();
});

test("a price with more decimals than a double shows is exact", async () => {
  const price = (await at("google", "gemini-1.5-flash"))?.price;
  expect(price?.cachedInputNanoUsdPerMtok).toBe(18_750_000);
  expect(price?.tiers?.[0]).toMatchObject({
    aboveInputTokens: 128_000,
    cachedInputNanoUsdPerMtok: 37_500_000,
  });
});

test.each([
  ["openai", "gpt-5-mini-2026-09-01", "catalog", "gpt-5-mini"],
  ["openai", "gpt-4o-2024-08-06", "catalog", "gpt-4o"],
  ["openai", "gpt-4o-2024-05-13", "catalog", "gpt-4o-2024-05-13"],
  ["anthropic", "claude-opus-4-6-20260401", "catalog", "claude-opus-4-6"],
  ["anthropic", "claude-sonnet-5-5", "catalog_inferred", "claude-sonnet-5"],
  ["anthropic", "claude-3-5-haiku-20241022", "catalog_inferred", "claude-3-5-haiku-latest"],
  ["openai", "gpt-5.6", "catalog_inferred", "gpt-5.6-sol"],
  ["google", "gemini-2.0-flash-001", "catalog_inferred", "gemini-2.0-flash"],
] as const)("%s's %s is %s as %s", async (provider, model, source, matched) => {
  expect(await at(provider, model)).toMatchObject({ source, model: matched });
});

test("another vendor's entry is a likeness, even under the very name", async () => {
  expect(await at("google", "claude-sonnet-5")).toMatchObject({
    source: "catalog_inferred",
    model: "claude-sonnet-5",
  });
  expect((await at("google", "claude-sonnet-5-20260401"))?.source).toBe("catalog_inferred");
});

test.each([
  ["openai", "s-1"],
  ["openai", "gpt-5-mini-2026-13-01"],
  ["openai", "gpt-5-mini-0901"],
  ["anthropic", "gpt-5-mini"],
  ["google", ""],
] as const)("the catalog does not know %s's %j", async (provider, model) => {
  expect(await at(provider, model)).toBeUndefined();
});

test.each([
  ["openai", "moderation", "no price at all is not a price of nothing"],
  ["google", "gemma-3n", "no price at all is not a price of nothing"],
  ["openai", "gpt-transcribe", "hours of sound"],
  ["openai", "gpt-audio", "output that may be sound"],
  ["google", "gemini-2.5-flash-image", "output that may be a picture"],
] as const)("%s's %s has no price that can be expressed: %s", async (provider, model, _why) => {
  expect(findProvider({ providerId: provider })?.models.map(({ id }) => id)).toContain(model);
  expect(await at(provider, model)).toBeUndefined();
});

test("a compatible provider is priced by exact name alone", async () => {
  const asked = { provider: "openai_compatible", model: "gpt-5-mini" } as const;
  // Nobody knows what a gateway asks for it: the maker's price is a likeness.
  expect(
    await catalogPrice({ ...asked, baseUrl: "http://127.0.0.1:8787/v1" }, today),
  ).toMatchObject({ source: "catalog_inferred", vendor: "openai", model: "gpt-5-mini" });
  const dated = { ...asked, model: "gpt-5-mini-2026-09-01" };
  expect(await catalogPrice(dated, today)).toBeUndefined();
  expect(await catalogPrice({ ...asked, model: "auto" }, today)).toBeUndefined();
});

test("at an address that the catalog knows it is that vendor's price or none", async () => {
  const asked = { provider: "openai_compatible", baseUrl: "https://openrouter.ai/api/v1" } as const;
  expect(await catalogPrice({ ...asked, model: "openai/gpt-5-mini" }, today)).toMatchObject({
    source: "catalog",
    vendor: "openrouter",
  });
  expect(await catalogPrice({ ...asked, model: "gpt-5-mini" }, today)).toBeUndefined();
});

test("a fee for each request is kept, and a price by the hour of the day is not", async () => {
  const sonar = { provider: "openai_compatible", baseUrl: "https://api.perplexity.ai" } as const;
  expect((await catalogPrice({ ...sonar, model: "sonar" }, today))?.price.perRequestNanoUsd).toBe(
    12_000_000,
  );
  const deepseek = { provider: "openai_compatible", baseUrl: "https://api.deepseek.com" } as const;
  expect(await catalogPrice({ ...deepseek, model: "deepseek-chat" }, today)).toBeUndefined();
});

test("every price of the three vendors gives what the catalog's own arithmetic gives", async () => {
  let compared = 0;
  for (const provider of ["openai", "anthropic", "google"] as const) {
    const vendor = findProvider({ providerId: provider });
    for (const { id } of vendor?.models ?? []) {
      for (const when of ["2025-01-01", "2026-08-01", "2026-11-21", "2027-02-01"]) {
        const found = await at(provider, id, day(when));
        if (found === undefined || found.price.outputNanoUsdPerMtok === undefined) continue;
        for (let index = 0; index < 6; index += 1) {
          const draw = (what: string, most: number): number =>
            Math.floor(unitInterval(`${id}/${when}/${index}/${what}`) * most);
          const { cachedInputNanoUsdPerMtok: read, cacheWriteNanoUsdPerMtok: write } = found.price;
          const written = write === undefined ? 0 : draw("written", 90_000);
          const usage = {
            inputUncachedTokens: draw("input", index % 2 === 0 ? 4000 : 300_000),
            inputCacheReadTokens: read === undefined ? 0 : draw("read", 90_000),
            inputCacheWriteTokens: written,
            inputCacheWriteLongTokens: Math.floor(written / 3),
            outputTokens: draw("output", 3000),
            outputReasoningTokens: 0,
          };
          const theirs = calcPrice(
            {
              input_tokens: usage.inputUncachedTokens + usage.inputCacheReadTokens + written,
              cache_read_tokens: usage.inputCacheReadTokens,
              cache_write_tokens: written,
              cache_write_1h_tokens: usage.inputCacheWriteLongTokens,
              output_tokens: usage.outputTokens,
            },
            id,
            { providerId: provider, timestamp: new Date(day(when)) },
          );
          if (theirs?.model.id !== id) continue;
          const ours = costNanoUsd(usage, found.price) ?? Number.NaN;
          expect(Math.abs(ours - theirs.total_price * 1e9), `${id} ${when}`).toBeLessThan(1);
          compared += 1;
        }
      }
    }
  }
  expect(compared).toBeGreaterThan(2000);
});
