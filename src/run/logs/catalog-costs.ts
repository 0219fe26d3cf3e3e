import type { LoggedAttempt } from "../../core/logged-request.ts";
import type { Price, ProviderName } from "../../core/route.ts";
import type { CostOf } from "../../datasets/logs/read-log.ts";
import { costNanoUsd } from "../../providers/cost-nano-usd.ts";
import { openCatalog } from "../../providers/price-catalog.ts";

const DAY_MS = 86_400_000;

/** Who logs name as provider, and whose list price it is; of anybody else names of models decide. */
const vendors: ReadonlyMap<string, ProviderName> = new Map<string, ProviderName>([
  ["openai", "openai"],
  ["anthropic", "anthropic"],
  ["google", "google"],
  ["gemini", "google"],
  ["vertex_ai", "google"],
]);

/** What the catalog's list prices make of logged tokens, by the day of the call. */
export async function catalogCosts(): Promise<CostOf> {
  const priceOf = await openCatalog();
  const prices = new Map<string, Price | undefined>();
  const known = ({ provider, servedModel, requestedModel }: LoggedAttempt, atMs: number) => {
    const model = servedModel ?? requestedModel;
    if (model === undefined) return undefined;
    const vendor = vendors.get(provider ?? "") ?? "openai_compatible";
    const key = `${vendor}\n${model}\n${Math.floor(atMs / DAY_MS)}`;
    if (!prices.has(key)) prices.set(key, priceOf({ provider: vendor, model }, atMs)?.price);
    return prices.get(key);
  };
  return (attempt, atMs = 0) => {
    const price = known(attempt, atMs);
    if (attempt.isCacheHit) return { nanoUsd: 0, isKnownModel: true };
    const nanoUsd = costNanoUsd(attempt.usage, price, attempt.serviceTier);
    return { nanoUsd, isKnownModel: price !== undefined };
  };
}
