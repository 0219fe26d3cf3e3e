import { z } from "../documents/shape.ts";
import { day, milliseconds, name, nameList, share, usdAmount } from "./amounts.ts";
import { gateSchema } from "./gate-schema.ts";
import type { PolicyShape } from "./policy-shape.ts";
import { routeSelectionSchema } from "./strategy-schema.ts";

const names = nameList.optional();
const duration = milliseconds.optional();
const amountOrBudget = z.union([usdAmount, name]).optional();

const workflow = z.strictObject({
  name: name.optional(),
  description: z.string().optional(),
  environment: z.string().optional(),
  data_sensitivity: z.string().optional(),
  risk_class: z.string().optional(),
});

const triggers = {
  retry_same_route_once: names,
  fallback_to_backup_route: names,
  stop_without_fallback: names,
  stop_and_queue: names,
};

const approval = z.strictObject({
  from: name,
  to: name,
  by: name,
  until: day.optional().describe("Last day of validity, UTC."),
});

const action = name.describe(
  "use_ROUTE, retry_same_route_once, fallback_to_backup_route, stop_and_escalate, stop_and_queue or stop_without_fallback",
);

const fallback = z.strictObject({
  max_attempts: z.int().min(1).max(20).optional().describe("Calls for one record, all told."),
  ...triggers,
  backup_routes: names,
  allowed_fallbacks: names,
  blocked_fallbacks: names,
  approval_required: z.boolean().optional(),
  approvals: z.array(approval).optional(),
  on_timeout: action.optional(),
  on_schema_error: action.optional(),
  on_safety_or_policy_error: action.optional(),
});

const logFlag = z.boolean().optional();

const evidence = z.strictObject({
  required_logs: names,
  log_workflow: logFlag,
  log_owner: logFlag,
  log_requested_model: logFlag,
  log_served_model: logFlag,
  log_endpoint_family: logFlag,
  log_route_status: logFlag,
  log_usage_units: logFlag,
  log_cost_or_balance: logFlag,
  log_fallback_reason: logFlag,
  log_decision_reason: logFlag,
  log_policy_version: logFlag,
});

/** A policy as a user writes it: the template, and the other published spellings of its parts. */
export const policySchema: z.ZodType<PolicyShape> = z.strictObject({
  $schema: z.string().optional(),
  policy_name: name.optional(),
  owner: z.strictObject({ team: name.optional(), approver: name.optional() }).optional(),
  workflow: z.union([name, workflow]).optional(),
  registry: name.optional().describe("File of the routes, beside this one."),
  route_selection: routeSelectionSchema.optional(),
  primary_route: name.optional(),
  allowed_fallbacks: names,
  blocked_fallbacks: names,
  fallback_triggers: z.strictObject(triggers).optional(),
  latency: z
    .strictObject({
      p95_first_token_ms: duration,
      p95_complete_ms: duration,
      timeout_ms: duration,
      first_token_timeout_ms: duration,
    })
    .optional(),
  cost: z
    .strictObject({
      max_cost_per_request: amountOrBudget,
      max_cost_per_workflow: amountOrBudget,
      max_cost_per_conversation: amountOrBudget,
      owner_key: name.optional(),
      daily_spend_cap: amountOrBudget,
    })
    .optional()
    .describe("US dollars, or the name of an amount under `budgets:` in the registry."),
  risk: z.strictObject({ human_review_required_when: names }).optional(),
  fallback: fallback.optional(),
  evidence: evidence.optional(),
  acceptance_tests: z
    .strictObject({
      min_eval_pass_rate: share.optional(),
      max_schema_error_rate: share.optional(),
      max_unreviewed_fallback_rate: share.optional(),
    })
    .optional(),
  promotion: z
    .strictObject({
      confidence: z.number().gt(0.5).lt(1).optional().describe("Default: 0.95."),
      decide_on: z.enum(["bound", "point"]).optional().describe("Default: bound."),
      gates: z.array(gateSchema).optional(),
    })
    .optional(),
});
