import type { Advice, Advisor } from "../../core/advice.ts";
import type { Policy } from "../../core/policy.ts";
import type { DrillRequest } from "../../policies/promises/promised.ts";

const because = "a drill runs no code and asks no classifier";

/**
 * Stands in for whoever a policy asks before it decides: the team's function names the first route
 * it may, and a model the first intent that has a route. Absent: nobody is asked.
 */
export function drillAdvisor({ strategy }: Policy): Advisor | undefined {
  const advice = adviceOf(strategy);
  return advice && { advise: () => Promise.resolve(advice) };
}

function adviceOf(strategy: Policy["strategy"]): Advice | undefined {
  if (strategy.kind === "module") {
    const [route] = strategy.routes;
    return route === undefined ? undefined : { kind: "chosen", route, because };
  }
  if (strategy.kind !== "intent" || strategy.classifier.by !== "model") return undefined;
  return {
    kind: "classified",
    classification: {
      label: strategy.routes[0]?.intent,
      confidence: 1,
      by: "model",
      because,
      latencyMs: undefined,
      costNanoUsd: undefined,
      usage: undefined,
    },
  };
}

/** A request in the words of a reference prompt, where a policy knows requests by those alone. */
export function inKnownWords(request: DrillRequest, { strategy }: Policy): DrillRequest {
  if (strategy.kind !== "intent" || strategy.classifier.by !== "neighbours") return request;
  const routed = new Set(strategy.routes.map(({ intent }) => intent));
  const known = strategy.classifier.prompts.find(({ intent }) => routed.has(intent));
  if (known === undefined) return request;
  const messages = [{ role: "user", content: known.text }];
  return { ...request, request: { ...request.request, messages } };
}
