import { riskClasses } from "../../core/risk-rule.ts";
import { z } from "../../documents/shape.ts";
import { milliseconds, name, nameList, share, usdAmount } from "../amounts.ts";
import { costSchema } from "./cost-schema.ts";
import { fallbackSchema, triggersSchema } from "./fallback-schema.ts";
import { gateSchema } from "./gate-schema.ts";
import { healthSchema } from "./health-schema.ts";
import type { PolicyShape } from "./policy-shape.ts";
import { riskSchema } from "./risk-schema.ts";
import { routeSelectionSchema } from "./strategy-schema.ts";

const names = nameList.optional();
const duration = milliseconds.optional();

const workflow = z.strictObject({
  name: name.optional(),
  description: z.string().optional(),
  environment: z.string().optional(),
  data_sensitivity: z.string().optional(),
  risk_class: z.enum(riskClasses).optional(),
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
  fallback_triggers: triggersSchema.optional(),
  latency: z
    .strictObject({
      p95_first_token_ms: duration,
      p95_complete_ms: duration,
      timeout_ms: duration,
      first_token_timeout_ms: duration,
      deadline_ms: duration.describe("For all attempts and waits of a record together."),
      max_queue_ms: duration.describe("The longest wait between arrival and dispatch."),
      non_streaming_timeout_ms: duration.describe(
        "Of calls that do not stream. Default: timeout_ms.",
      ),
    })
    .optional(),
  health: healthSchema.optional(),
  cost: costSchema.optional(),
  risk: riskSchema.optional(),
  fallback: fallbackSchema.optional(),
  evidence: evidence.optional(),
  acceptance_tests: z
    .strictObject({
      min_eval_pass_rate: share.optional(),
      max_schema_error_rate: share.optional(),
      max_unreviewed_fallback_rate: share.optional(),
      min_accuracy: share.optional(),
      max_cost_per_accepted: usdAmount.optional().describe("US dollars."),
      min_evidence_complete_rate: share.optional(),
    })
    .optional(),
  promotion: z
    .strictObject({
      confidence: z.number().gt(0.5).lt(1).optional().describe("Default: 0.95."),
      decide_on: z.enum(["bound", "point"]).optional().describe("Default: bound."),
      gates: z.array(gateSchema).optional(),
      guard_segments: names.describe("Tags of which no value may get worse: they only reject."),
    })
    .optional(),
  provenance: z
    .record(name, z.unknown())
    .optional()
    .describe("Where the policy comes from, as tune writes it; it changes nothing."),
});
