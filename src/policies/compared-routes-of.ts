import type { Strategy } from "../core/strategy.ts";
import { byName } from "./by-name.ts";
import { conditionAt, conditionIfAny } from "./condition-at.ts";
import type { CostAwareShape, LatencyAwareShape, ScoredShape } from "./shapes/strategy-shape.ts";
import type { Path, Template } from "./template.ts";

type StrategyOf<K extends Strategy["kind"]> = Extract<Strategy, { readonly kind: K }>;

const section: Path = ["route_selection"];

/** The strategy `cost_aware`: the cheapest route that is good enough. */
export function costAwareOf(template: Template, shape: CostAwareShape): StrategyOf<"cost_aware"> {
  const { otherwise = "best" } = shape;
  return {
    kind: "cost_aware",
    routes: shape.routes,
    task: conditionIfAny(template, [...section, "cost_aware", "task"], shape.task),
    floor: shape.floor,
    floors: byName(shape.floors ?? {}).map(([task, floor]) => ({ task, floor })),
    bound: shape.bound ?? "estimate",
    otherwise: otherwise === "best" ? { kind: "best" } : { kind: "route", route: otherwise },
  };
}

/** The strategy `latency_aware`: a route that keeps a budget of time. */
export function latencyAwareOf(
  template: Template,
  shape: LatencyAwareShape,
): StrategyOf<"latency_aware"> {
  const { budget_ms: ms, budget: text = "" } = shape;
  const path = [...section, "latency_aware", "budget"];
  return {
    kind: "latency_aware",
    routes: shape.routes,
    budget:
      ms === undefined
        ? { kind: "expression", source: conditionAt(template, path, text) }
        : { kind: "ms", ms },
    of: shape.of ?? "complete",
    percentile: shape.percentile ?? 0.95,
    windowMs: shape.window_ms ?? 120_000,
    minAttempts: shape.min_attempts ?? 20,
    prefer: shape.prefer ?? "cheapest",
  };
}

/** The strategy `scored`: the best of a pool by quality, price and latency. */
export function scoredOf(template: Template, shape: ScoredShape): StrategyOf<"scored"> {
  const { weights } = shape;
  return {
    kind: "scored",
    routes: shape.routes,
    mode: shape.mode ?? "balanced",
    weights: weights && {
      quality: weights.quality ?? 0,
      price: weights.price ?? 0,
      latency: weights.latency ?? 0,
    },
    fallbacks: shape.fallbacks ?? 2,
    modelScope: shape.model_scope ?? "all",
    priceTier: shape.price_tier,
    allowedModels: shape.allowed_models,
    task: conditionIfAny(template, [...section, "scored", "task"], shape.task),
  };
}
