import type { Attempt } from "../../core/attempt.ts";
import { YOCTO_PER_NANO, type CostPart, type UnpricedRow } from "../../core/billing-row.ts";
import type { Price } from "../../core/route.ts";
import type { Usage } from "../../core/usage.ts";
import { costParts, tierInForce } from "../../providers/cost-parts.ts";
import { multiplierOf } from "../../providers/price-in-force.ts";

/** A request's price is of one of them, a token's of a million. */
const TOKENS_PER_PRICE = 1_000_000n;

/** What is known of a call that is paid for. */
export type PaidCall = Pick<Attempt, "usage" | "costNanoUsd"> & {
  readonly serviceTier: string | undefined;
};

/** How a call's known cost is put together. */
export interface PricedCall {
  /** Empty: the price does not lead to the cost, which stands as it is. */
  readonly parts: readonly CostPart[];
  readonly aboveInputTokens: number | undefined;
}

/** Cost of one part in septillionths of a dollar, before any rounding. */
export function partCostYocto({ meter, quantity, unitPriceAtto }: CostPart): bigint {
  const product = quantity * unitPriceAtto;
  return meter === "requests" ? product * TOKENS_PER_PRICE : product;
}

/**
 * The parts of a call's cost, if they make that very cost once rounded to a nano-dollar: what an
 * outcome table states by itself, or a gateway made dearer, is no product of this price.
 */
export function pricedCall(call: PaidCall, price: Price | undefined): PricedCall {
  const { usage, costNanoUsd, serviceTier } = call;
  const asStated: PricedCall = { parts: [], aboveInputTokens: undefined };
  const parts = price && costParts(usage, price, serviceTier);
  if (parts === undefined || costNanoUsd === undefined) return asStated;
  const sum = parts.reduce((total, part) => total + partCostYocto(part), 0n);
  if (halfEvenNano(sum) !== BigInt(costNanoUsd)) return asStated;
  return { parts, aboveInputTokens: price && tierInForce(usage, price) };
}

function halfEvenNano(yocto: bigint): bigint {
  const floor = yocto / YOCTO_PER_NANO;
  const twice = (yocto % YOCTO_PER_NANO) * 2n;
  const isUp = twice > YOCTO_PER_NANO || (twice === YOCTO_PER_NANO && floor % 2n === 1n);
  return isUp ? floor + 1n : floor;
}

/** Why a call has no known cost. */
export function unpricedBecause(
  { usage, serviceTier }: { readonly usage: Usage; readonly serviceTier: string | undefined },
  price: Price | undefined,
): UnpricedRow["because"] {
  if (price === undefined) return "no_price";
  if (multiplierOf(price, serviceTier) === undefined) return "unknown_service_tier";
  const counts = [usage.inputUncachedTokens, usage.outputTokens];
  return counts.every((count) => count !== undefined) ? "no_price" : "unknown_usage";
}
