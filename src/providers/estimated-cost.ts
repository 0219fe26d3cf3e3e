import type { CostEstimate } from "../core/cost-estimate.ts";
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
    return costOf(route, promptTokens, expectedOutput(route, view, basis)?.tokens);
  };
}

/** The same for one call, with what it was reckoned from. */
export function explainedEstimate(
  route: Route,
  view: RequestView,
  basis: EstimateBasis,
): CostEstimate | undefined {
  const inputTokens = estimatedPromptTokens(view.request);
  const output = expectedOutput(route, view, basis);
  const nanoUsd = costOf(route, inputTokens, output?.tokens);
  if (nanoUsd === undefined) return undefined;
  return { nanoUsd, inputTokens, outputTokens: output?.tokens, outputFrom: output?.from };
}

function costOf(
  route: Route,
  inputTokens: number,
  outputTokens: number | undefined,
): number | undefined {
  const tier = route.parameters["service_tier"];
  const usage = {
    inputUncachedTokens: inputTokens,
    inputCacheReadTokens: 0,
    inputCacheWriteTokens: 0,
    outputTokens,
    outputReasoningTokens: 0,
  };
  return costNanoUsd(usage, route.price, typeof tier === "string" ? tier : undefined);
}

interface ExpectedOutput {
  readonly tokens: number;
  readonly from: NonNullable<CostEstimate["outputFrom"]>;
}

function expectedOutput(
  route: Route,
  { request }: RequestView,
  { qualityTable, maxOutputTokens }: EstimateBasis,
): ExpectedOutput | undefined {
  const measured = qualityTable?.of(undefined, route.name)?.outputTokens;
  if (measured !== undefined) return { tokens: Math.ceil(measured), from: "quality_table" };
  const simulated = route.simulation?.outputTokens;
  if (simulated !== undefined) return { tokens: Math.ceil(simulated), from: "simulation" };
  const ofRoute = route.parameters["max_output_tokens"];
  const limits = [request.maxOutputTokens, ofRoute, maxOutputTokens].filter(
    (limit) => typeof limit === "number",
  );
  if (limits.length === 0) return undefined;
  return { tokens: Math.ceil(Math.min(...limits)), from: "limit" };
}
