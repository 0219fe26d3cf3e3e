import { z } from "../documents/shape.ts";
import { count, name, nameList } from "./amounts.ts";
import type { RouteSelectionShape } from "./policy-shape.ts";
import { builtStrategies, plannedStrategies } from "./strategy-names.ts";

const expression = name.describe("A CEL expression.");
const weight = z.number().positive().max(1_000_000);

const later = z.looseObject({}).optional();

/** The blocks of the strategies, each under its strategy's name. */
const strategyBlocks = {
  priority: z.strictObject({ routes: nameList.min(1) }).optional(),
  rules: z
    .array(z.strictObject({ when: expression, route: name }))
    .optional()
    .describe("First match wins, else primary_route."),
  cascade: z
    .strictObject({
      routes: nameList.min(2),
      escalate_when: expression,
      max_escalations: count.optional(),
    })
    .optional(),
  threshold: z
    .strictObject({ score: expression, at_least: z.number(), route: name, otherwise: name })
    .optional(),
  weighted: z
    .strictObject({ routes: z.record(name, weight), sticky_by: expression.optional() })
    .refine(({ routes }) => Object.keys(routes).length > 0, {
      error: "expected at least one route",
      path: ["routes"],
    })
    .optional(),
  gateway: z
    .strictObject({ route: name })
    .optional()
    .describe("The route of a gateway that chooses the model itself; or primary_route."),
  scored: z
    .strictObject({
      mode: name.optional(),
      weights: z
        .strictObject({
          quality: z.number().min(0).optional(),
          price: z.number().min(0).optional(),
          latency: z.number().min(0).optional(),
        })
        .optional(),
      quality_table: name.optional(),
      fallbacks: z.int().min(0).optional(),
    })
    .optional(),
  intent: later,
  cost_aware: later,
  latency_aware: later,
  module: later,
};

/** Names of the blocks: all strategies but pinned have one. */
export const strategyBlockNames: readonly string[] = Object.keys(strategyBlocks);

/** How a policy chooses a route for a record. */
export const routeSelectionSchema: z.ZodType<RouteSelectionShape> = z.strictObject({
  strategy: z.enum([...builtStrategies, ...plannedStrategies]).optional(),
  primary_route: name.optional(),
  ...strategyBlocks,
  required_capabilities: nameList.optional(),
  allowed_routes: nameList.optional(),
  blocked_routes: nameList.optional(),
});
