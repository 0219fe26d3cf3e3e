import { regionRefusal } from "../approved-regions.ts";
import { requestText } from "../policy-expression.ts";
import type { FilterAtWork, FilterSetup } from "./filter.ts";

/**
 * Content that may not go where a route serves, where each record says how sensitive its own is.
 * What the workflow says of all of them is judged once for the whole run.
 */
export function region({ policy: { risk } }: FilterSetup): FilterAtWork | undefined {
  if (risk.sensitivityBy === undefined || risk.approvedRegions.length === 0) return undefined;
  const sensitivityOf = requestText("data_sensitivity_by", risk.sensitivityBy);
  return { refusalOf: (route, view) => regionRefusal(risk, sensitivityOf(view), route) };
}
