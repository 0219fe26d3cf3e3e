import { ceiling } from "./ceiling.ts";
import { contextWindow } from "./context-window.ts";
import { fileParts } from "./file-parts.ts";
import { health } from "./health.ts";
import { quota } from "./quota.ts";
import { region } from "./region.ts";
import { requestCap } from "./request-cap.ts";
import { riskClass } from "./risk-class.ts";
import type { FilterAtWork, FilterSetup, MakeFilter } from "./filter.ts";

/**
 * What can speak against a route for one record or at one moment: a new filter is one file and one
 * line. The first objection is the one that is told.
 */
const filters: readonly MakeFilter[] = [
  fileParts,
  contextWindow,
  region,
  riskClass,
  health,
  requestCap,
  ceiling,
  quota,
];

/** The filters that can object at all; none of them is asked of a policy that gives no cause. */
export function filtersAtWork(setup: FilterSetup): readonly FilterAtWork[] {
  return filters.flatMap((makeFilter) => makeFilter(setup) ?? []);
}
