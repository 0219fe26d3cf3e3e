import type { Policy } from "../core/policy.ts";
import type { Strategy } from "../core/strategy.ts";
import type { Problem } from "../core/problem.ts";
import type { Registry } from "../core/route.ts";
import { fallbackRules } from "./fallback-rules.ts";
import { gatesOf } from "./gates-of.ts";
import { conditionAt } from "./condition-at.ts";
import { healthOf } from "./health-of.ts";
import { riskOf } from "./risk-of.ts";
import { strategyOf } from "./strategy-of.ts";
import type { Template } from "./template.ts";
import { amountOf } from "./amount-of.ts";
import type { Attachments } from "./attachments.ts";
import { capReactionOf, ceilingsOf } from "./ceilings-of.ts";

interface Source {
  readonly file: string;
  /** The file's name without its ending, for a policy that says no other name. */
  readonly stem: string;
  readonly registry: Registry | undefined;
  readonly attachments: Attachments;
}

/** The policy that a template describes; what is not told gets its documented default. */
export function policyOf(
  template: Template,
  { file, stem, registry, attachments }: Source,
  problems: Problem[],
  notes: string[],
): Policy {
  const { shape } = template;
  const strategy = strategyOf(template, attachments.prompts, problems);
  const selection = shape.route_selection ?? {};
  const written = typeof shape.workflow === "string" ? undefined : shape.workflow;
  const workflow = workflowName(template);
  const guards = shape.promotion?.guard_segments;
  return {
    name: nameOf(template, workflow, stem, notes),
    file,
    version: "",
    workflow,
    environment: written?.environment,
    riskClass: written?.risk_class,
    dataSensitivity: written?.data_sensitivity,
    owner: ownerOf(template),
    strategy,
    primaryRoute: selection.primary_route,
    requiredCapabilities: selection.required_capabilities ?? [],
    allowedRoutes: selection.allowed_routes,
    blockedRoutes: selection.blocked_routes ?? [],
    latency: {
      p95FirstTokenMs: shape.latency?.p95_first_token_ms,
      p95CompleteMs: shape.latency?.p95_complete_ms,
      timeoutMs: shape.latency?.timeout_ms,
      firstTokenTimeoutMs: shape.latency?.first_token_timeout_ms,
      deadlineMs: shape.latency?.deadline_ms,
      maxQueueMs: shape.latency?.max_queue_ms,
      nonStreamingTimeoutMs: shape.latency?.non_streaming_timeout_ms,
    },
    health: healthOf(shape.health),
    cost: {
      maxPerRequestNanoUsd: amountOf(shape.cost?.max_cost_per_request, registry),
      maxPerWorkflowNanoUsd: amountOf(shape.cost?.max_cost_per_workflow, registry),
      ownerKey: shape.cost?.owner_key,
      onCap: capReactionOf(shape.cost?.on_cap),
      maxOutputTokens: shape.cost?.max_output_tokens,
    },
    ceilings: ceilingsOf(template, registry),
    risk: riskOf(template),
    onNoEligibleRoute: shape.risk?.on_no_eligible_route ?? "refuse",
    reviewWhen: (shape.risk?.human_review_required_when ?? []).map((text, index) =>
      conditionAt(template, ["risk", "human_review_required_when", index], text),
    ),
    fallback: fallbackRules(template, cascadeLength(strategy), problems, notes),
    requiredLogs: shape.evidence?.required_logs ?? [],
    acceptance: {
      minEvalPassRate: shape.acceptance_tests?.min_eval_pass_rate,
      maxSchemaErrorRate: shape.acceptance_tests?.max_schema_error_rate,
      maxUnreviewedFallbackRate: shape.acceptance_tests?.max_unreviewed_fallback_rate,
      minAccuracy: shape.acceptance_tests?.min_accuracy,
      maxCostPerAcceptedNanoUsd: amountOf(shape.acceptance_tests?.max_cost_per_accepted, registry),
      minEvidenceCompleteRate: shape.acceptance_tests?.min_evidence_complete_rate,
    },
    promotion: {
      confidence: shape.promotion?.confidence ?? 0.95,
      decideOn: shape.promotion?.decide_on ?? "bound",
      gates: (shape.promotion?.gates ?? []).flatMap(gatesOf),
      ...(guards !== undefined && { guardSegments: [...new Set(guards)] }),
    },
    attachments: attachments.files.map(({ role, path, sha256 }) => ({ role, path, sha256 })),
  };
}

/** A policy without a name is called after its workflow, else after its file. */
function nameOf(
  { shape }: Template,
  workflow: string | undefined,
  stem: string,
  notes: string[],
): string {
  if (shape.policy_name !== undefined) return shape.policy_name;
  const name = workflow ?? stem;
  notes.push(`no "policy_name": it is called ${name}, after its ${workflow ? "workflow" : "file"}`);
  return name;
}

function workflowName({ shape: { workflow } }: Template): string | undefined {
  return typeof workflow === "string" ? workflow : workflow?.name;
}

function ownerOf({ shape: { owner = {} } }: Template): Policy["owner"] {
  return {
    ...(owner.team === undefined ? {} : { team: owner.team }),
    ...(owner.approver === undefined ? {} : { approver: owner.approver }),
  };
}

function cascadeLength(strategy: Strategy): number {
  return strategy.kind === "cascade" ? strategy.routes.length : 0;
}
