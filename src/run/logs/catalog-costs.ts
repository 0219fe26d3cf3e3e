import type { LoggedAttempt } from "../../core/logged-request.ts";
import type { Price, ProviderName } from "../../core/route.ts";
import type { CostOf } from "../../datasets/logs/cost-of-call.ts";
import { recomputedAt, wasSeen } from "../../providers/log-provider.ts";
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

interface Known {
  readonly vendor: ProviderName;
  readonly day: number;
  readonly price: Price | undefined;
}

/** What the catalog's list prices make of logged tokens, by the day of the call. */
export async function catalogCosts(): Promise<CostOf> {
  const priceOf = await openCatalog();
  /** By model: the price of the last call's day, as one call comes after the other. */
  const prices = new Map<string, Known>();
  const known = (
    { provider, servedModel, requestedModel }: LoggedAttempt,
    atMs: number,
  ): Price | undefined => {
    const model = servedModel ?? requestedModel;
    if (model === undefined) return undefined;
    const vendor = vendors.get(provider ?? "") ?? "openai_compatible";
    const day = Math.floor(atMs / DAY_MS);
    const last = prices.get(model);
    if (last?.vendor === vendor && last.day === day) return last.price;
    const price = priceOf({ provider: vendor, model }, atMs)?.price;
    prices.set(model, { vendor, day, price });
    return price;
  };
  return (attempt, atMs = 0) => {
    const price = known(attempt, atMs);
    const isKnownModel = attempt.isCacheHit || price !== undefined;
    // A call that was turned away costs nothing at whatever price, here as in a replay.
    return { nanoUsd: wasSeen(attempt) ? recomputedAt(attempt, price) : undefined, isKnownModel };
  };
}
