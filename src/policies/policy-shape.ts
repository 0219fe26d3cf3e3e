import type { ProviderName } from "../core/route.ts";
import type { GateBound } from "./gate-bounds.ts";
import type { Optional } from "./optional.ts";
import type { BuiltStrategy, PlannedStrategy } from "./strategy-names.ts";

type Names = readonly string[];
/** US dollars, or the name of a budget in the registry. */
type Amount = number | string;

export interface GateShape
  extends
    Optional<{ segment: string; route: string; provider: ProviderName }>,
    Optional<Record<GateBound, number>> {
  readonly metric: string;
}

export interface RuleShape {
  readonly when: string;
  readonly route: string;
}

export interface CascadeShape {
  readonly routes: Names;
  readonly escalate_when: string;
  readonly max_escalations?: number | undefined;
}

export interface ThresholdShape {
  readonly score: string;
  readonly at_least: number;
  readonly route: string;
  readonly otherwise: string;
}

export interface WeightedShape {
  readonly routes: Readonly<Record<string, number>>;
  readonly sticky_by?: string | undefined;
}

export type RouteSelectionShape = Optional<{
  strategy: BuiltStrategy | PlannedStrategy;
  primary_route: string;
  priority: { readonly routes: Names };
  rules: readonly RuleShape[];
  cascade: CascadeShape;
  threshold: ThresholdShape;
  weighted: WeightedShape;
  gateway: { readonly route: string };
  required_capabilities: Names;
  allowed_routes: Names;
  blocked_routes: Names;
}> &
  Optional<Record<PlannedStrategy, unknown>>;

export type TriggersShape = Optional<{
  retry_same_route_once: Names;
  fallback_to_backup_route: Names;
  stop_without_fallback: Names;
  stop_and_queue: Names;
}>;

export interface ApprovalShape {
  readonly from: string;
  readonly to: string;
  readonly by: string;
  readonly until?: string | undefined;
}

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
  }>;

export type CostShape = Optional<{
  max_cost_per_request: Amount;
  max_cost_per_workflow: Amount;
  max_cost_per_conversation: Amount;
  owner_key: string;
  daily_spend_cap: Amount;
}>;

/** `log_requested_model: true` and its kind, besides the template's list. */
export type EvidenceShape = Optional<{ required_logs: Names }> &
  Optional<Record<`log_${string}`, boolean>>;

/** A policy as it is written: the template, and the other published spellings of its parts. */
export type PolicyShape = Optional<{
  $schema: string;
  policy_name: string;
  owner: Optional<{ team: string; approver: string }>;
  workflow:
    | string
    | Optional<{
        name: string;
        description: string;
        environment: string;
        data_sensitivity: string;
        risk_class: string;
      }>;
  registry: string;
  route_selection: RouteSelectionShape;
  primary_route: string;
  allowed_fallbacks: Names;
  blocked_fallbacks: Names;
  fallback_triggers: TriggersShape;
  latency: Optional<{
    p95_first_token_ms: number;
    p95_complete_ms: number;
    timeout_ms: number;
    first_token_timeout_ms: number;
  }>;
  cost: CostShape;
  risk: Optional<{ human_review_required_when: Names }>;
  fallback: FallbackShape;
  evidence: EvidenceShape;
  acceptance_tests: Optional<{
    min_eval_pass_rate: number;
    max_schema_error_rate: number;
    max_unreviewed_fallback_rate: number;
  }>;
  promotion: Optional<{
    confidence: number;
    decide_on: "bound" | "point";
    gates: readonly GateShape[];
  }>;
}>;
