import type { Optional } from "../optional.ts";

type Names = readonly string[];

/** A failure, event, tag, feature or signal by its name, `5xx`, `over 30 s`, an expression; or 429. */
export type TriggerShape = string | number;

export type TriggersShape = Optional<{
  retry_same_route_once: readonly TriggerShape[];
  fallback_to_backup_route: readonly TriggerShape[];
  stop_without_fallback: readonly TriggerShape[];
  stop_and_queue: readonly TriggerShape[];
}>;

export interface ApprovalShape {
  readonly from: string;
  readonly to: string;
  readonly by: string;
  readonly until?: string | undefined;
}

export type ReducedScopeShape = Optional<{
  route: string;
  max_output_tokens: number;
  without_tools: boolean;
  instruction: string;
}>;

/** One of the two. */
export type DegradeShape = Optional<{ reduced_scope: ReducedScopeShape; static_answer: string }>;

/** What a policy does when an attempt fails, as it is written. */
export type FallbackShape = TriggersShape &
  Optional<{
    max_attempts: number;
    backup_routes: Names;
    allowed_fallbacks: Names;
    blocked_fallbacks: Names;
    approval_required: boolean;
    approvals: readonly ApprovalShape[];
    on_timeout: string;
    on_schema_error: string;
    on_safety_or_policy_error: string;
    side_effecting_tools: Names;
    degrade: readonly DegradeShape[];
  }>;
