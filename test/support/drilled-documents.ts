import type { DrillReport } from "../../src/core/drill-report.ts";
import { drillPolicy } from "../../src/run/drills/drill.ts";
import { PolicyFiles } from "../unit/policies/policy-files.ts";

/** A policy in the template's spelling, with two, one, three, three and two transitions of a kind. */
export const helpdesk = `policy_name: helpdesk
owner: {team: helpdesk, approver: operations}
workflow: {name: tickets, environment: production, data_sensitivity: internal}
route_selection:
  primary_route: main
  required_capabilities: [tool_calling, streaming]
  blocked_routes: [trial, unknown_vendor]
cost: {max_cost_per_conversation: ticket_budget, owner_key: helpdesk_prod}
risk: {human_review_required_when: [vip, legal, unsure]}
fallback:
  retry_same_route_once: [transient_error, rate_limit]
  fallback_to_backup_route: [primary_route_unavailable]
  stop_without_fallback: [safety_refusal, schema_invalid_after_retry, wrong_region]
evidence: {required_logs: [workflow, requested_model, served_model, usage_units, cost_or_balance]}
`;

/** The flat spelling. */
export const receipts = `workflow: receipts
primary_route: main
allowed_fallbacks: [spare]
blocked_fallbacks: [chatty]
fallback_triggers:
  retry_same_route_once: [transient_5xx]
  stop_and_queue: [schema_invalid_after_retry, fraud_flag]
evidence: {log_served_model: true}
`;

/** The short spelling, which names no route of its own. */
export const triage = `workflow: triage
latency: {timeout_ms: 4000}
fallback:
  on_timeout: use_reviewed
  on_schema_error: retry_same_route_once
  on_safety_or_policy_error: stop_and_escalate
`;

/** Drills a document as it stands; a registry is one of YAML, too. */
export async function drilled(text: string, registry?: string): Promise<DrillReport> {
  using files = new PolicyFiles();
  const loaded = await files.policy(text);
  const routes = registry === undefined ? undefined : (await files.registry(registry)).registry;
  return drillPolicy(loaded, routes, { seed: 1, asOfMs: Date.UTC(2026, 10, 25) });
}

/** Rows that are not as they should be, `status id`. */
export function differencesIn({ rows }: DrillReport): readonly string[] {
  return rows
    .filter(({ status, kind }) => status !== "pass" && kind !== "reconciliation")
    .map(({ status, id }) => `${status} ${id}`);
}
