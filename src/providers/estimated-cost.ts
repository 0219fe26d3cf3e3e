import type { CostEstimate } from "../core/cost-estimate.ts";
import { estimatedPromptTokens } from "../core/model-request.ts";
import type { RequestView } from "../core/request-view.ts";
import type { Route } from "../core/route.ts";
import { costNanoUsd } from "./cost-nano-usd.ts";

/**
 * What a call of a route would cost, reckoned before it is made: the prompt counted by its length,
 * the answer by the route's simulation, else by the least limit on its length; nothing cached.
 * Absent: the route has no such price, or nothing tells how long an answer would be.
 */
export function estimateCost(
  route: Route,
  { request }: Pick<RequestView, "request">,
): CostEstimate | undefined {
  const limits = [request.maxOutputTokens, route.parameters["max_output_tokens"]].filter(
    (limit) => typeof limit === "number",
  );
  const simulated = route.simulation?.outputTokens;
  const atMost = limits.length === 0 ? undefined : Math.min(...limits);
  const outputTokens = simulated ?? atMost;
  const inputTokens = estimatedPromptTokens(request);
  const usage = {
    inputUncachedTokens: inputTokens,
    inputCacheReadTokens: 0,
    inputCacheWriteTokens: 0,
    outputTokens,
    outputReasoningTokens: undefined,
  };
  const tier = route.parameters["service_tier"];
  const nanoUsd = costNanoUsd(usage, route.price, typeof tier === "string" ? tier : undefined);
  if (nanoUsd === undefined) return undefined;
  const outputFrom =
    simulated !== undefined ? "simulation" : atMost === undefined ? undefined : "limit";
  return { nanoUsd, inputTokens, outputTokens, outputFrom };
}
