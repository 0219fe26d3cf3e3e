import { nanoUsdFromUsd } from "../../core/money.ts";
import type { WrittenPolicy } from "./written-policy.ts";

/** What a budget is taken for whose amount no registry says. */
export const STAND_IN_BUDGET_USD = 0.01;

/** An amount in whole nano-dollars; a name stands for one of the registry. */
export function nanoUsdOf(amount: number | string, { registry }: WrittenPolicy): number {
  if (typeof amount === "number") return nanoUsdFromUsd(amount);
  return registry?.budgetsNanoUsd.get(amount) ?? nanoUsdFromUsd(STAND_IN_BUDGET_USD);
}
