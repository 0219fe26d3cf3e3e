import type { RiskClass } from "../../core/risk-rule.ts";
import type { CostShape } from "./cost-shape.ts";
import type { FallbackShape, TriggersShape } from "./fallback-shape.ts";
import type { GateShape } from "./gate-shape.ts";
import type { HealthShape } from "./health-shape.ts";
import type { Optional } from "../optional.ts";
import type { RiskShape } from "./risk-shape.ts";
import type { RouteSelectionShape } from "./strategy-shape.ts";

type Names = readonly string[];

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
        risk_class: RiskClass;
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
    deadline_ms: number;
    max_queue_ms: number;
    non_streaming_timeout_ms: number;
  }>;
  health: HealthShape;
  cost: CostShape;
  risk: RiskShape;
  fallback: FallbackShape;
  evidence: EvidenceShape;
  acceptance_tests: Optional<{
    min_eval_pass_rate: number;
    max_schema_error_rate: number;
    max_unreviewed_fallback_rate: number;
    min_accuracy: number;
    max_cost_per_accepted: number;
    min_evidence_complete_rate: number;
  }>;
  promotion: Optional<{
    confidence: number;
    decide_on: "bound" | "point";
    gates: readonly GateShape[];
    guard_segments: Names;
  }>;
  provenance: Readonly<Record<string, unknown>>;
}>;
