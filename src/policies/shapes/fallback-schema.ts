import { z } from "../../documents/shape.ts";
import { count, day, name, nameList } from "../amounts.ts";
import type { FallbackShape, TriggersShape } from "./fallback-shape.ts";

const names = nameList.optional();

const trigger = z
  .union([name, z.int().min(100).max(599)])
  .describe("A failure, a tag or signal that is true, 429, 5xx, over 30 s, or a CEL expression.");
const triggerList = z.array(trigger).optional();

const triggers = {
  retry_same_route_once: triggerList,
  fallback_to_backup_route: triggerList,
  stop_without_fallback: triggerList,
  stop_and_queue: triggerList,
};

/** Transitions of the flat spelling. */
export const triggersSchema: z.ZodType<TriggersShape> = z.strictObject(triggers);

const approval = z.strictObject({
  from: name,
  to: name,
  by: name,
  until: day.optional().describe("Last day of validity, UTC."),
});

const action = name
  .optional()
  .describe(
    "use_ROUTE, retry_same_route_once, fallback_to_backup_route, stop_and_escalate, stop_and_queue or stop_without_fallback",
  );

const reducedScope = z
  .strictObject({
    route: name.optional().describe("Default: the route that was decided on."),
    max_output_tokens: count.optional(),
    without_tools: z.boolean().optional(),
    instruction: name.optional().describe("A system message put before the others."),
  })
  .refine(
    (scope) =>
      scope.max_output_tokens !== undefined ||
      scope.without_tools === true ||
      scope.instruction !== undefined,
    { error: "asks for no less: give it max_output_tokens, without_tools or instruction" },
  );

const degrade = z
  .strictObject({ reduced_scope: reducedScope.optional(), static_answer: name.optional() })
  .refine((step) => (step.reduced_scope === undefined) !== (step.static_answer === undefined), {
    error: "needs one of reduced_scope and static_answer",
  });

/** What a policy does when an attempt fails. */
export const fallbackSchema: z.ZodType<FallbackShape> = z.strictObject({
  max_attempts: z.int().min(1).max(20).optional().describe("Calls for one record, all told."),
  ...triggers,
  backup_routes: names,
  allowed_fallbacks: names,
  blocked_fallbacks: names,
  approval_required: z.boolean().optional(),
  approvals: z.array(approval).optional(),
  on_timeout: action,
  on_schema_error: action,
  on_safety_or_policy_error: action,
  side_effecting_tools: names.describe(
    "Tools that change the world: an answer that calls one is final.",
  ),
  degrade: z
    .array(degrade)
    .optional()
    .describe("Lesser services after the last fallback, in order; a static answer comes last."),
});
