import type { ClassificationMetrics, Metrics } from "../core/metrics.ts";
import { isCostUnknown } from "./cost-text.ts";
import { count, derived, plain } from "./number-spans.ts";
import type { Place } from "./place.ts";
import { type Word, words } from "./words.ts";

type Spending = Place<Pick<Metrics, "attempts" | "cost">>;
type Amount =
  "total_usd" | "not_accepted_usd" | "retries_usd" | "fallbacks_usd" | "escalations_usd";

/** An amount of a policy: as it is, as a lower bound, or not available. */
export function amount(spending: Spending, key: Amount): Word {
  if (isCostUnknown(spending.value)) return derived(null, "usd", "no cost is known");
  const known = plain(spending.at("cost").at(key), "usd");
  return spending.value.cost.unknown_attempts > 0 ? words`at least ${known}` : known;
}

/** A policy's whole cost, and over how many attempts. */
export function total(spending: Spending): Word {
  return words`${amount(spending, "total_usd")} (${count(spending.at("attempts"))} attempts)`;
}

/** What classifying cost; a lower bound where not every cost is known. */
export function classifierCost(said: Place<ClassificationMetrics>): Word {
  const { unknown_costs: unknown, records } = said.value;
  if (records > 0 && unknown === records) return derived(null, "usd", "no cost is known");
  const known = plain(said.at("cost_usd"), "usd");
  return unknown > 0 ? words`at least ${known}` : known;
}
