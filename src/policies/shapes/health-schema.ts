import { z } from "../../documents/shape.ts";
import { count, milliseconds, nameList, share } from "../amounts.ts";
import type { HealthShape } from "./health-shape.ts";

/** When a route is taken out of the traffic, and when it comes back. */
export const healthSchema: z.ZodType<HealthShape> = z.strictObject({
  window_ms: milliseconds.optional().describe("How far back attempts count. Default: 120000."),
  max_error_rate: share
    .optional()
    .describe("A route with a larger share of errors is excluded. Default: 0.05."),
  min_attempts: count
    .optional()
    .describe("With fewer in the window nothing is concluded. Default: 20."),
  cooldown_ms: milliseconds
    .optional()
    .describe("From the exclusion to the first probe. Default: 120000."),
  probes: count.max(1000).optional().describe("Good attempts that let it back. Default: 1."),
  max_p95_complete_ms: milliseconds.optional(),
  max_p95_first_token_ms: milliseconds.optional(),
  counts: nameList
    .min(1)
    .optional()
    .describe("Failures that are errors of a route. Default: transient_error."),
});
