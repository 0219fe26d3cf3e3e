import { usdWords } from "../amount-words.ts";
import type { MakeFilter } from "./filter.ts";

/** What the cap on one request is called where it is told. */
export const REQUEST_CAP = "cost.max_cost_per_request";

/**
 * Refuses a route whose call is expected to cost more than one request may. Where nobody can say
 * what a call will cost it is sent, and held against the cap after.
 */
export const requestCap: MakeFilter = ({ policy, options }) => {
  const cap = policy.cost.maxPerRequestNanoUsd;
  if (cap === undefined) return undefined;
  return {
    refusalOf(route, view) {
      const estimate = options.estimateNanoUsd(route, view);
      if (estimate === undefined || estimate <= cap) return undefined;
      const because = `its call is expected to cost ${usdWords(estimate)}, more than ${REQUEST_CAP} ${usdWords(cap)}`;
      return { kind: "budget", ceiling: REQUEST_CAP, because };
    },
  };
};
