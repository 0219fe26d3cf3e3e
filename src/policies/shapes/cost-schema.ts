import { z } from "../../documents/shape.ts";
import { count, expression, name, nameList, share, usdAmount } from "../amounts.ts";
import type { CostShape } from "./cost-shape.ts";

const amountOrBudget = z.union([usdAmount, name]).optional();

const cap = z
  .strictObject({
    name: name.describe("What reports call it."),
    by: expression
      .optional()
      .describe("Gives whom it counts, such as tags.tenant. Default: everybody together."),
    routes: nameList.min(1).optional().describe("What it counts. Default: every route."),
    max_usd: amountOrBudget,
    max_requests: count.optional(),
    per: z.enum(["day", "run"]).optional().describe("Default: day, of UTC."),
    downgrade_to: name.optional().describe("The route beyond it. Default: on_cap."),
  })
  .refine(({ max_usd, max_requests }) => max_usd !== undefined || max_requests !== undefined, {
    error: "has no limit: give it max_usd or max_requests",
  });

/** What a policy may spend. */
export const costSchema: z.ZodType<CostShape> = z
  .strictObject({
    max_cost_per_request: amountOrBudget,
    max_cost_per_workflow: amountOrBudget,
    max_cost_per_conversation: amountOrBudget,
    owner_key: name.optional(),
    daily_spend_cap: amountOrBudget,
    daily_spend_cap_per_owner: amountOrBudget,
    max_output_tokens: count.optional().describe("The longest answer that is asked for."),
    caps: z.array(cap).optional().describe("Ceilings of your own."),
    route_quotas: z
      .record(name, share)
      .optional()
      .describe("The largest share of a day's requests that a route may be chosen for."),
    on_cap: z
      .enum(["stop", "queue", "downgrade"])
      .optional()
      .describe("What happens beyond a ceiling without a downgrade_to. Default: stop."),
  })
  .describe("US dollars, or the name of an amount under `budgets:` in the registry.");
