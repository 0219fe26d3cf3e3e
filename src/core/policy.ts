import type { Ceiling, CeilingReaction } from "./ceiling.ts";
import type { ConditionSource } from "./condition-source.ts";
import type { Degradation } from "./degradation.ts";
import type { Gate } from "./gate.ts";
import type { HealthRule } from "./health-rule.ts";
import type { JsonObject } from "./json.ts";
import type { PolicyFile } from "./policy-file.ts";
import type { NoEligibleRoute, RiskClass, RiskRule } from "./risk-rule.ts";
import type { Strategy } from "./strategy.ts";

/** What a policy does when an attempt ends in `trigger`. */
export type Reaction =
  | { readonly kind: "retry" }
  | { readonly kind: "fallback"; readonly route: string | undefined }
  | { readonly kind: "stop" }
  | { readonly kind: "queue" };

/**
 * A trigger is a failure kind, `transient_error`, `primary_route_unavailable`,
 * `schema_invalid_after_retry`, or the name of a tag or signal that is true; or one of the other
 * forms of `triggerForm`.
 */
export interface TransitionRule {
  readonly trigger: string;
  /** The trigger as an expression; absent: it is none. */
  readonly expression?: ConditionSource;
  readonly reaction: Reaction;
}

export interface Approval {
  readonly from: string;
  readonly to: string;
  readonly by: string;
  /** End of validity, inclusive to the end of that UTC day; absent: open-ended. */
  readonly untilMs: number | undefined;
}

export interface FallbackRules {
  readonly maxAttempts: number;
  /** In the order in which they are tried: stop and queue before retry before fallback. */
  readonly transitions: readonly TransitionRule[];
  readonly backupRoutes: readonly string[];
  /** Absent: every route that is not blocked. */
  readonly allowedFallbacks: readonly string[] | undefined;
  readonly blockedFallbacks: readonly string[];
  readonly approvalRequired: boolean;
  readonly approvals: readonly Approval[];
  /** Lesser services, in the order in which they are tried after the last fallback. */
  readonly degrade: readonly Degradation[];
  /** Tools that change the world: an answer that calls one is never asked for again. */
  readonly sideEffectingTools: readonly string[];
}

/** A routing policy as the program understands it. */
export interface Policy {
  readonly name: string;
  readonly file: string;
  /** `sha256:` over the canonical document and the routes it names. */
  readonly version: string;
  readonly workflow: string | undefined;
  /** Of the workflow, such as `production`. */
  readonly environment: string | undefined;
  readonly riskClass: RiskClass | undefined;
  /** Of the workflow's content, such as `customer_content`. */
  readonly dataSensitivity: string | undefined;
  readonly owner: JsonObject;
  readonly strategy: Strategy;
  /** The route that `primary_route_unavailable` speaks of; absent for strategies without one. */
  readonly primaryRoute: string | undefined;
  readonly requiredCapabilities: readonly string[];
  /** Absent: every registered route. */
  readonly allowedRoutes: readonly string[] | undefined;
  readonly blockedRoutes: readonly string[];
  readonly latency: {
    readonly p95FirstTokenMs: number | undefined;
    readonly p95CompleteMs: number | undefined;
    readonly timeoutMs: number | undefined;
    readonly firstTokenTimeoutMs: number | undefined;
    /** For all attempts and waits of a record together. */
    readonly deadlineMs: number | undefined;
    /** Between arrival and dispatch. */
    readonly maxQueueMs: number | undefined;
    /** Of calls whose answer does not come as a stream, in place of `timeoutMs`. */
    readonly nonStreamingTimeoutMs: number | undefined;
  };
  /** Absent: no route is ever excluded for how it serves. */
  readonly health: HealthRule | undefined;
  readonly cost: {
    readonly maxPerRequestNanoUsd: number | undefined;
    readonly maxPerWorkflowNanoUsd: number | undefined;
    readonly ownerKey: string | undefined;
    /** What becomes of a record for which money leaves no route. */
    readonly onCap: CeilingReaction;
    /** The longest answer that the policy asks for; absent: as the request or route says. */
    readonly maxOutputTokens: number | undefined;
  };
  /** What the policy keeps besides the cost of one request. */
  readonly ceilings: readonly Ceiling[];
  readonly risk: RiskRule;
  readonly onNoEligibleRoute: NoEligibleRoute;
  /** Conditions (names of tags or signals, or expressions) under which a person must look. */
  readonly reviewWhen: readonly ConditionSource[];
  readonly fallback: FallbackRules;
  readonly requiredLogs: readonly string[];
  readonly acceptance: {
    readonly minEvalPassRate: number | undefined;
    readonly maxSchemaErrorRate: number | undefined;
    readonly maxUnreviewedFallbackRate: number | undefined;
    readonly minAccuracy: number | undefined;
    readonly maxCostPerAcceptedNanoUsd: number | undefined;
    readonly minEvidenceCompleteRate: number | undefined;
  };
  readonly promotion: {
    readonly confidence: number;
    readonly decideOn: "bound" | "point";
    readonly gates: readonly Gate[];
    /** Tags of which no value may get worse: they only reject. Absent: none is named. */
    readonly guardSegments?: readonly string[];
  };
  readonly attachments: readonly PolicyFile[];
}
