import type { ClassificationMetrics, Metrics } from "../core/metrics.ts";
import { countText, notAvailable, usdDifferenceText, usdText } from "./numbers.ts";

type Spending = Pick<Metrics, "attempts" | "cost">;

/** Whether not one attempt's cost is known: then a total of 0 would be a lie. */
export function isCostUnknown({ attempts, cost }: Spending): boolean {
  return attempts > 0 && cost.unknown_attempts >= attempts;
}

/** An amount of a policy: as it is, as a lower bound, or not available. */
export function amountText(spending: Spending, usd: number): string {
  if (isCostUnknown(spending)) return notAvailable("no cost is known");
  return spending.cost.unknown_attempts > 0 ? `at least ${usdText(usd)}` : usdText(usd);
}

/** A policy's whole cost, and over how many attempts. */
export function totalText(spending: Spending): string {
  return `${amountText(spending, spending.cost.total_usd)} (${countText(spending.attempts)} attempts)`;
}

/** The difference of two known amounts; absent where either is not wholly known. */
export function amountDifferenceText(
  before: Spending,
  after: Spending,
  amountOf: (spending: Spending) => number,
): string {
  if (before.cost.unknown_attempts > 0 || after.cost.unknown_attempts > 0) {
    return notAvailable("unknown costs");
  }
  return usdDifferenceText(amountOf(after) - amountOf(before));
}

/** What classifying cost; a lower bound where not every cost is known. */
export function classifierCostText(said: ClassificationMetrics): string {
  const { cost_usd: usd, unknown_costs: unknown, records } = said;
  if (records > 0 && unknown === records) return notAvailable("no cost is known");
  return unknown > 0 ? `at least ${usdText(usd)}` : usdText(usd);
}
