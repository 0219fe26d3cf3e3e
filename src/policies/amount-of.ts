import { nanoUsdFromUsd } from "../core/money.ts";
import type { Registry } from "../core/route.ts";

/**
 * An amount in nano-dollars, written or named after a budget of the registry. A name that no budget
 * has stays unknown, and `checkPolicy` says so.
 */
export function amountOf(
  amount: number | string | undefined,
  registry: Registry | undefined,
): number | undefined {
  if (typeof amount === "number") return nanoUsdFromUsd(amount);
  return amount === undefined ? undefined : registry?.budgetsNanoUsd.get(amount);
}
