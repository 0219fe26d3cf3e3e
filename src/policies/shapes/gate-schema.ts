import { providerNames } from "../../core/route.ts";
import { z } from "../../documents/shape.ts";
import { name } from "../amounts.ts";
import { gateBounds } from "../gate-bounds.ts";
import type { GateShape } from "./gate-shape.ts";

const difference = z.number().min(0).optional();
const ratio = z.number().positive().optional();

/** One measurable condition of promotion: a metric, a scope, and exactly one bound. */
export const gateSchema: z.ZodType<GateShape> = z
  .strictObject({
    metric: name,
    segment: z
      .string()
      .regex(/^[^=]+=.+$/s, { error: "expected TAG=VALUE, such as risk_class=high" })
      .optional(),
    route: name.optional(),
    provider: z.enum(providerNames).optional(),
    min: z.number().optional(),
    max: z.number().optional(),
    max_drop: difference.describe("Largest fall below the baseline."),
    max_rise: difference.describe("Largest rise above the baseline."),
    max_ratio: ratio.describe("Largest multiple of the baseline."),
    min_ratio: ratio.describe("Smallest multiple of the baseline."),
  })
  .superRefine((gate, context) => {
    const bounds = gateBounds.filter((bound) => gate[bound] !== undefined);
    const all = gateBounds.join(", ");
    if (bounds.length === 0) {
      context.addIssue({ code: "custom", message: `has no bound: give one of ${all}` });
    } else if (bounds.length > 1) {
      const message = `has ${bounds.length} bounds (${bounds.join(", ")}): write a gate for each`;
      context.addIssue({ code: "custom", message });
    }
    if (gate.segment !== undefined && gate.route !== undefined) {
      context.addIssue({ code: "custom", message: "has both a segment and a route: give one" });
    }
  });
