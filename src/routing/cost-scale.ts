import type { RequestView } from "../core/request-view.ts";
import { usdFromNanoUsd } from "../core/money.ts";
import type { QualityTable } from "../core/quality-table.ts";
import { usdWords } from "./amount-words.ts";
import { blendedPriceNanoUsd } from "./blended-price.ts";
import type { StrategyContext } from "./strategies/prepared-strategy.ts";

/** What several routes cost, all measured alike. */
export interface CostScale {
  /** Infinity: not known. */
  costOf(route: string): number;
  /** As a reason tells it, such as `$0.00012 in the quality table`. */
  words(route: string): string;
  /** Whether it says the same of every record with this task. */
  readonly isOfTask: boolean;
}

type Measure = (route: string) => number | undefined;

/** The mean of a route's requests in a quality table; `task` absent: over all tasks. */
export function tableCost(table: QualityTable, task: string | undefined): Measure {
  return (route) => table.of(task, route)?.costNanoUsd;
}

/**
 * Compares routes by the first of these that is known of all of them: what their requests cost in
 * the quality table (`measured`), what this request is estimated to cost, their blended price.
 * Nothing is known of all: by the price, and what has none comes last.
 */
export function costScale(
  routes: readonly string[],
  measured: Measure | undefined,
  view: RequestView | undefined,
  { registry, options }: StrategyContext,
): CostScale {
  const isKnownOfAll = (measure: Measure): boolean =>
    routes.every((route) => measure(route) !== undefined);
  if (measured !== undefined && isKnownOfAll(measured)) {
    return scaleOf(measured, (cost) => `${usdWords(cost)} in the quality table`, true);
  }
  const estimated = new Map<string, number>();
  for (const name of view === undefined ? [] : routes) {
    const route = registry.routes.get(name);
    const cost = view && route && options.estimateNanoUsd(route, view);
    if (cost !== undefined) estimated.set(name, cost);
  }
  const estimate: Measure = (route) => estimated.get(route);
  if (isKnownOfAll(estimate)) {
    return scaleOf(estimate, (cost) => `${usdWords(cost)} by estimate`, false);
  }
  const price: Measure = (route) => blendedPriceNanoUsd(registry.routes.get(route)?.price);
  return scaleOf(price, (cost) => `$${usdFromNanoUsd(cost)} a million blended tokens`, false);
}

function scaleOf(measure: Measure, words: (cost: number) => string, isOfTask: boolean): CostScale {
  return {
    costOf: (route) => measure(route) ?? Infinity,
    words: (route) => {
      const cost = measure(route);
      return cost === undefined ? "cost not known" : words(cost);
    },
    isOfTask,
  };
}
