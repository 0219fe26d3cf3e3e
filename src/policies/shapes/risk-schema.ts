import { redactionKinds } from "../../core/redaction-kinds.ts";
import { z } from "../../documents/shape.ts";
import { expression, nameList } from "../amounts.ts";
import type { RiskShape } from "./risk-shape.ts";

const regions = nameList.min(1);

/** What a policy does about risk. */
export const riskSchema: z.ZodType<RiskShape> = z.strictObject({
  human_review_required_when: nameList.optional(),
  class_by: expression
    .optional()
    .describe("Gives a record's risk class: low, medium or high. The workflow's is the least."),
  data_sensitivity_by: expression
    .optional()
    .describe("Gives the sensitivity of a record's data. Default: the workflow's."),
  approved_regions: z
    .union([
      regions,
      z.record(nameList.element, regions).refine((lists) => Object.keys(lists).length > 0, {
        error: "expected at least one kind of data",
      }),
    ])
    .optional()
    .describe("Where data may go: a list, or a list for each data sensitivity."),
  on_no_eligible_route: z
    .enum(["refuse", "queue", "ask_a_person", "redact"])
    .optional()
    .describe("Default: refuse."),
  redact: z
    .array(z.enum(redactionKinds))
    .min(1)
    .optional()
    .describe("What is taken out of a request by on_no_eligible_route: redact."),
});
