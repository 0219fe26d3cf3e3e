import type { IntentShape } from "./intent-shape.ts";
import type { Optional } from "../optional.ts";
import type { StrategyName } from "../strategy-names.ts";

type Names = readonly string[];

export interface RuleShape {
  readonly when: string;
  readonly route: string;
}

export interface CascadeShape {
  readonly routes: Names;
  readonly escalate_when: string;
  readonly max_escalations?: number | undefined;
}

export interface ThresholdShape {
  readonly score: string;
  readonly at_least: number;
  readonly route: string;
  readonly otherwise: string;
}

export interface WeightedShape {
  readonly routes: Readonly<Record<string, number>>;
  readonly sticky_by?: string | undefined;
}

export interface CostAwareShape extends Optional<{
  task: string;
  floors: Readonly<Record<string, number>>;
  bound: "estimate" | "lower";
  otherwise: string;
}> {
  readonly routes: Names;
  readonly floor: number;
  readonly quality_table: string;
}

export interface LatencyAwareShape extends Optional<{
  budget_ms: number;
  budget: string;
  of: "complete" | "first_token";
  percentile: number;
  window_ms: number;
  min_attempts: number;
  prefer: "cheapest" | "fastest";
}> {
  readonly routes: Names;
}

export type WeightsShape = Optional<{ quality: number; price: number; latency: number }>;

export type ScoredShape = Optional<{
  mode: "balanced" | "cost" | "quality";
  weights: WeightsShape;
  quality_table: string;
  fallbacks: number;
  task: string;
  routes: Names;
  model_scope: "all" | "open" | "closed";
  price_tier: "low" | "middle" | "high";
  allowed_models: Names;
}>;

export interface ModuleShape extends Optional<{ export: string; timeout_ms: number }> {
  readonly path: string;
  readonly routes: Names;
}

/** How a policy chooses a route for a record, as it is written. */
export type RouteSelectionShape = Optional<{
  strategy: StrategyName;
  primary_route: string;
  priority: { readonly routes: Names };
  rules: readonly RuleShape[];
  intent: IntentShape;
  cascade: CascadeShape;
  cost_aware: CostAwareShape;
  latency_aware: LatencyAwareShape;
  weighted: WeightedShape;
  scored: ScoredShape;
  threshold: ThresholdShape;
  gateway: { readonly route: string };
  module: ModuleShape;
  required_capabilities: Names;
  allowed_routes: Names;
  blocked_routes: Names;
}>;
