import { z } from "../../documents/shape.ts";
import { count, expression, milliseconds, name, nameList, share, usdAmount } from "../amounts.ts";
import type { IntentShape } from "./intent-shape.ts";

const rule = z
  .strictObject({
    when: expression.optional(),
    keywords: nameList.min(1).optional(),
    intent: name,
    confidence: share.optional().describe("Default: 1."),
  })
  .refine(({ when, keywords }) => when !== undefined || keywords !== undefined, {
    error: "has neither when nor keywords: it would always hold",
  });

/** What a request is about, how that is found out, and which route follows from it. */
export const intentSchema: z.ZodType<IntentShape> = z.strictObject({
  by: z.enum(["label", "rules", "neighbours", "model"]).describe("Who says what it is about."),
  label: expression.optional().describe("By label: a CEL expression that gives it."),
  confidence: expression.optional().describe("By label: a CEL expression that gives a number."),
  rules: z.array(rule).min(1).optional().describe("By rules: first match wins."),
  prompts: name
    .optional()
    .describe("By neighbours: a JSONL file of {text, intent} lines, beside this one."),
  neighbours: count.optional().describe("How many of the nearest prompts vote. Default: 5."),
  model: z
    .strictObject({ route: name, labels: nameList.min(2), timeout_ms: milliseconds.optional() })
    .optional()
    .describe("By model: who is asked, and what it may answer."),
  routes: z
    .record(name, name)
    .refine((routes) => Object.keys(routes).length > 0, { error: "expected at least one intent" })
    .describe("The route of each intent."),
  min_confidence: share.optional().describe("Below it the intent is unsure. Default: 0.5."),
  unsure: name.optional().describe("A route, queue or ask_a_person. Default: primary_route."),
  golden_tag: name
    .optional()
    .describe("The tag that holds the right intent: for the report, never for a decision."),
  overhead: z
    .strictObject({
      latency_ms: z.number().min(0).max(86_400_000).optional(),
      cost_usd: usdAmount.optional(),
    })
    .optional()
    .describe("What classifying takes and costs where it runs. Default: nothing."),
});
