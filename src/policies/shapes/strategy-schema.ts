import { z } from "../../documents/shape.ts";
import { count, expression, milliseconds, name, nameList, share } from "../amounts.ts";
import { intentSchema } from "./intent-schema.ts";
import { strategyNames } from "../strategy-names.ts";
import type { RouteSelectionShape } from "./strategy-shape.ts";

const weight = z.number().positive().max(1_000_000);
const routeList = nameList.min(1);
const part = z.number().min(0).max(1_000_000).optional();

const costAware = z.strictObject({
  routes: routeList,
  task: expression.optional().describe("Gives the task. Default: all tasks together."),
  floor: share.describe("The least quality that a route needs."),
  floors: z.record(name, share).optional().describe("Floors of single tasks."),
  bound: z
    .enum(["estimate", "lower"])
    .optional()
    .describe("What has to reach the floor: the estimate, or its lower bound. Default: estimate."),
  quality_table: name.describe("A file beside this one."),
  otherwise: name
    .optional()
    .describe("Where no route reaches the floor: best, or a route. Default: best."),
});

const latencyAware = z
  .strictObject({
    routes: routeList,
    budget_ms: milliseconds.optional(),
    budget: expression.optional().describe("Gives the budget in milliseconds."),
    of: z.enum(["complete", "first_token"]).optional().describe("Default: complete."),
    percentile: z.number().gt(0).lt(1).optional().describe("Default: 0.95."),
    window_ms: milliseconds.optional().describe("Default: 120000."),
    min_attempts: count.optional().describe("Default: 20."),
    prefer: z.enum(["cheapest", "fastest"]).optional().describe("Default: cheapest."),
  })
  .refine(({ budget_ms, budget }) => (budget_ms === undefined) !== (budget === undefined), {
    error: "needs one of budget_ms and budget",
  });

const scored = z.strictObject({
  mode: z.enum(["balanced", "cost", "quality"]).optional().describe("Default: balanced."),
  weights: z
    .strictObject({ quality: part, price: part, latency: part })
    .refine((weights) => Object.values(weights).some((value) => (value ?? 0) > 0), {
      error: "expected at least one weight above 0",
    })
    .optional()
    .describe("Default: those of the mode; what is not named counts 0."),
  quality_table: name.optional().describe("A file beside this one."),
  fallbacks: z.int().min(0).max(10).optional().describe("Default: 2."),
  task: expression.optional().describe("Gives the task. Default: all tasks together."),
  routes: routeList.optional().describe("Default: every route of the registry."),
  model_scope: z.enum(["all", "open", "closed"]).optional().describe("Default: all."),
  price_tier: z.enum(["low", "middle", "high"]).optional().describe("Default: all."),
  allowed_models: nameList.min(1).optional().describe("Default: all."),
});

/** The blocks of the strategies, each under its strategy's name. */
const strategyBlocks = {
  priority: z.strictObject({ routes: routeList }).optional(),
  rules: z
    .array(z.strictObject({ when: expression, route: name }))
    .optional()
    .describe("First match wins, else primary_route."),
  intent: intentSchema.optional(),
  cascade: z
    .strictObject({
      routes: nameList.min(2),
      escalate_when: expression,
      max_escalations: count.optional(),
    })
    .optional(),
  cost_aware: costAware.optional().describe("The cheapest route that is good enough."),
  latency_aware: latencyAware.optional().describe("A route that keeps a budget of time."),
  weighted: z
    .strictObject({ routes: z.record(name, weight), sticky_by: expression.optional() })
    .refine(({ routes }) => Object.keys(routes).length > 0, {
      error: "expected at least one route",
      path: ["routes"],
    })
    .optional(),
  scored: scored.optional().describe("The best of a pool by quality, price and latency."),
  threshold: z
    .strictObject({ score: expression, at_least: z.number(), route: name, otherwise: name })
    .optional(),
  gateway: z
    .strictObject({ route: name })
    .optional()
    .describe("The route of a gateway that chooses the model itself; or primary_route."),
  module: z
    .strictObject({
      path: name.describe("A JavaScript or TypeScript file beside this one."),
      export: name.optional().describe("Default: default."),
      timeout_ms: milliseconds.optional().describe("Default: 1000."),
      routes: routeList.describe("All that it may answer."),
    })
    .optional()
    .describe("The team's own code; run only with --allow-code."),
};

/** Names of the blocks: all strategies but pinned have one. */
export const strategyBlockNames: readonly string[] = Object.keys(strategyBlocks);

/** How a policy chooses a route for a record. */
export const routeSelectionSchema: z.ZodType<RouteSelectionShape> = z.strictObject({
  strategy: z.enum(strategyNames).optional(),
  primary_route: name.optional(),
  ...strategyBlocks,
  required_capabilities: nameList.optional(),
  allowed_routes: nameList.optional(),
  blocked_routes: nameList.optional(),
});
