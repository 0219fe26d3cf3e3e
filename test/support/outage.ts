import { aTimedWorkspace, type LoggedRequest, type TimedWorkspace } from "./timed-workspace.ts";

export const outageStartsMs: number = Date.UTC(2026, 2, 4, 9, 0, 0);

/** The health rule of the policy `aware`. */
export const outageRule = {
  windowMs: 120_000,
  maxErrorRate: 0.2,
  minAttempts: 20,
  cooldownMs: 120_000,
  probes: 3,
} as const;

/**
 * Half an hour of traffic split 9 to 1 over two routes, the larger of which fails 60 % of its
 * calls from minute 10 to 20. `plain` goes on as if nothing happened, `aware` excludes the route.
 */
export function anOutage(records: number, answer: string): TimedWorkspace {
  const gapMs = 1_800_000 / records;
  const log = Array.from({ length: records }, (_, index): LoggedRequest => ({
    id: `r${index}`,
    prompt: "Which label fits this ticket?",
    answer,
    customer: `c${index % 211}`,
    at: new Date(outageStartsMs + index * gapMs).toISOString(),
  }));
  const work = aTimedWorkspace(log, ", tags: {customer: customer}");
  work.write("registry.yaml", REGISTRY);
  work.write("plain.yaml", policyOf("plain", ""));
  work.write("aware.yaml", policyOf("aware", HEALTH));
  return work;
}

const REGISTRY = `routes:
  a:
    provider: openai
    model: a-1
    price: {per_request_usd: 0.001}
    simulation:
      latency: {p50_ms: 700, p95_ms: 1400}
      accuracy: 0.95
      incidents: [{from_s: 600, to_s: 1200, errors: {transient_5xx: 0.6}}]
  b:
    provider: openai
    model: b-1
    price: {per_request_usd: 0.002}
    simulation: {latency: {p50_ms: 900, p95_ms: 1800}, accuracy: 0.95}
`;

const { windowMs, maxErrorRate, minAttempts, cooldownMs, probes } = outageRule;

const HEALTH = `health: {window_ms: ${windowMs}, max_error_rate: ${maxErrorRate}, min_attempts: ${minAttempts}, cooldown_ms: ${cooldownMs}, probes: ${probes}}
fallback: {retry_same_route_once: [transient_5xx], fallback_to_backup_route: [primary_route_unavailable], backup_routes: [b]}
`;

function policyOf(name: string, more: string): string {
  return `policy_name: ${name}
registry: registry.yaml
route_selection:
  strategy: weighted
  weighted: {routes: {a: 0.9, b: 0.1}, sticky_by: tags.customer}
${more}promotion: {gates: [{metric: acceptance_rate, max_drop: 0.02}]}
`;
}
