import { estimatedPromptTokens } from "../core/model-request.ts";
import type { EstimateNanoUsd } from "../core/estimate-cost.ts";
import type { QualityTable } from "../core/quality-table.ts";
import type { RequestView } from "../core/request-view.ts";
import type { Route } from "../core/route.ts";
import { costNanoUsd } from "./cost-nano-usd.ts";

/** What is known of answers before they are given. */
export interface EstimateBasis {
  /** Absent: nobody measured how long a route's answers are. */
  readonly qualityTable: QualityTable | undefined;
  /** The longest answer that the policy asks for; absent: as the request or route says. */
  readonly maxOutputTokens: number | undefined;
}

/**
 * What a call is expected to cost: its prompt at four UTF-16 units a token, none of it cached, and
 * an answer as long as the quality table says, else the route's `simulation.output_tokens`, else as
 * long as it may be. Absent: the price is not known, or nothing says how long the answer will be
 * where that has a price.
 */
export function createEstimate(basis: EstimateBasis): EstimateNanoUsd {
  let lastView: RequestView | undefined;
  let promptTokens = 0;
  return (route, view) => {
    // Several routes are asked about for one record, and a prompt can be long.
    if (view !== lastView) promptTokens = estimatedPromptTokens(view.request);
    lastView = view;
    const tier = route.parameters["service_tier"];
    const usage = {
      inputUncachedTokens: promptTokens,
      inputCacheReadTokens: 0,
      inputCacheWriteTokens: 0,
      outputTokens: expectedOutputTokens(route, view, basis),
      outputReasoningTokens: 0,
    };
    return costNanoUsd(usage, route.price, typeof tier === "string" ? tier : undefined);
  };
}

function expectedOutputTokens(
  route: Route,
  { request }: RequestView,
  { qualityTable, maxOutputTokens }: EstimateBasis,
): number | undefined {
  const measured = qualityTable?.of(undefined, route.name)?.outputTokens;
  const known = measured ?? route.simulation?.outputTokens;
  if (known !== undefined) return Math.ceil(known);
  const ofRoute = route.parameters["max_output_tokens"];
  const limits = [request.maxOutputTokens, ofRoute, maxOutputTokens].filter(
    (limit) => typeof limit === "number",
  );
  return limits.length === 0 ? undefined : Math.ceil(Math.min(...limits));
}
