import { nanoUsdFromUsd } from "../core/money.ts";
import type { Gate } from "../core/gate.ts";
import type { Policy } from "../core/policy.ts";
import type { Strategy } from "../core/strategy.ts";
import type { Problem } from "../core/problem.ts";
import type { Registry } from "../core/route.ts";
import { riskClasses, type RiskClass } from "../core/risk-rule.ts";
import { fallbackRules } from "./fallback-rules.ts";
import { gateBounds } from "./gate-bounds.ts";
import type { GateShape } from "./policy-shape.ts";
import { conditionAt, strategyOf } from "./strategy-of.ts";
import type { Template } from "./template.ts";

interface Source {
  readonly file: string;
  /** The file's name without its ending, for a policy that says no other name. */
  readonly stem: string;
  readonly registry: Registry | undefined;
}

/** The policy that a template describes; what is not told gets its documented default. */
export function policyOf(
  template: Template,
  { file, stem, registry }: Source,
  problems: Problem[],
  notes: string[],
): Policy {
  const { shape } = template;
  const strategy = strategyOf(template, problems);
  const selection = shape.route_selection ?? {};
  const written = typeof shape.workflow === "string" ? undefined : shape.workflow;
  const workflow = workflowName(template);
  if (shape.cost?.daily_spend_cap !== undefined) {
    notes.push('"cost.daily_spend_cap" is known but not enforced in this version');
  }
  return {
    name: nameOf(template, workflow, stem, notes),
    file,
    version: "",
    workflow,
    environment: written?.environment,
    riskClass: riskClassOf(written?.risk_class),
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
      deadlineMs: undefined,
      maxQueueMs: undefined,
      nonStreamingTimeoutMs: undefined,
    },
    health: undefined,
    cost: {
      maxPerRequestNanoUsd: amountOf(shape.cost?.max_cost_per_request, registry),
      maxPerWorkflowNanoUsd: amountOf(shape.cost?.max_cost_per_workflow, registry),
      ownerKey: shape.cost?.owner_key,
      maxOutputTokens: undefined,
    },
    ceilings: [],
    risk: { classBy: undefined, sensitivityBy: undefined, approvedRegions: [], redact: [] },
    onNoEligibleRoute: "refuse",
    reviewWhen: (shape.risk?.human_review_required_when ?? []).map((text, index) =>
      conditionAt(template, ["risk", "human_review_required_when", index], text),
    ),
    fallback: fallbackRules(template, cascadeLength(strategy), problems, notes),
    requiredLogs: shape.evidence?.required_logs ?? [],
    acceptance: {
      minEvalPassRate: shape.acceptance_tests?.min_eval_pass_rate,
      maxSchemaErrorRate: shape.acceptance_tests?.max_schema_error_rate,
      maxUnreviewedFallbackRate: shape.acceptance_tests?.max_unreviewed_fallback_rate,
      minAccuracy: undefined,
      maxCostPerAcceptedNanoUsd: undefined,
      minEvidenceCompleteRate: undefined,
    },
    promotion: {
      confidence: shape.promotion?.confidence ?? 0.95,
      decideOn: shape.promotion?.decide_on ?? "bound",
      gates: (shape.promotion?.gates ?? []).flatMap(gateOf),
    },
    attachments: [],
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

function riskClassOf(text: string | undefined): RiskClass | undefined {
  return riskClasses.find((riskClass) => riskClass === text);
}

function ownerOf({ shape: { owner = {} } }: Template): Policy["owner"] {
  return {
    ...(owner.team === undefined ? {} : { team: owner.team }),
    ...(owner.approver === undefined ? {} : { approver: owner.approver }),
  };
}

/** A name that no budget has stays unknown, and `checkPolicy` says so. */
function amountOf(
  amount: number | string | undefined,
  registry: Registry | undefined,
): number | undefined {
  if (typeof amount === "number") return nanoUsdFromUsd(amount);
  return amount === undefined ? undefined : registry?.budgetsNanoUsd.get(amount);
}

function cascadeLength(strategy: Strategy): number {
  return strategy.kind === "cascade" ? strategy.routes.length : 0;
}

function gateOf(shape: GateShape): readonly Gate[] {
  const equals = shape.segment?.indexOf("=") ?? -1;
  const segment =
    shape.segment === undefined
      ? undefined
      : { tag: shape.segment.slice(0, equals), value: shape.segment.slice(equals + 1) };
  const { metric, route, provider } = shape;
  return gateBounds.flatMap((bound) => {
    const threshold = shape[bound];
    return threshold === undefined ? [] : [{ metric, segment, route, provider, bound, threshold }];
  });
}
