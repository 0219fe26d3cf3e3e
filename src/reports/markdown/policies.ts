import type { Metrics } from "../../core/metrics.ts";
import { type Arm, armsOf } from "../arms.ts";
import { amountText, totalText } from "../cost-text.ts";
import { estimateText } from "../estimate-text.ts";
import { latencyLabel } from "../latency-label.ts";
import { inert, table } from "../markdown-text.ts";
import type { Unit } from "../metric-unit.ts";
import { countText, notAvailable, usdText } from "../numbers.ts";
import type { RunReport } from "../run-report.ts";
import { cutList } from "./cut-list.ts";

/** Wider tables do not fit a page. */
const COLUMNS = 4;

type Reading = (metrics: Metrics) => string;

/** Every overall figure of every policy, a column each. */
export function policies(report: RunReport, rows: number): string {
  const { shown, note } = cutList(armsOf(report), rows, "policies");
  const tables: string[] = [];
  for (let start = 0; start < shown.length; start += COLUMNS) {
    tables.push(policyTable(shown.slice(start, start + COLUMNS)));
  }
  const label = `Latencies are ${latencyLabel(report)}.`;
  return `## Policies\n\n${label}\n\n${tables.join("\n\n")}${note}`;
}

function policyTable(arms: readonly Arm[]): string {
  const header = ["", ...arms.map(({ name, role }) => `${inert(name)} (${role})`)];
  const readings = [...fixedReadings, ...rareReadings(arms), ...graderReadings(arms)];
  const rows = readings.map(([title, read]) => [
    title,
    ...arms.map(({ metrics }) => read(metrics.overall)),
  ]);
  return table(header, [...rows, ["cost per workflow", ...arms.map(workflowText)]]);
}

const fixedReadings: readonly (readonly [string, Reading])[] = [
  ["accepted", ({ accepted, records }) => `${countText(accepted)} of ${countText(records)}`],
  estimate("acceptance rate", "rate", (metrics) => metrics.acceptance_rate),
  estimate("accuracy (mean score)", "rate", (metrics) => metrics.accuracy),
  estimate("schema valid", "rate", (metrics) => metrics.schema_valid_rate),
  estimate("p50 to the final answer", "ms", (metrics) => metrics.latency.p50_ms),
  estimate("p95 to the final answer", "ms", (metrics) => metrics.latency.p95_ms),
  estimate("p99 to the final answer", "ms", (metrics) => metrics.latency.p99_ms),
  estimate("p95 to the first token", "ms", (metrics) => metrics.first_token.p95_ms),
  estimate("cost per accepted outcome", "usd", (metrics) => metrics.cost.per_accepted_usd),
  ["cost per request", (metrics) => perRequestText(metrics)],
  ["total cost", totalText],
  ["cost of rejected work", (metrics) => amountText(metrics, metrics.cost.not_accepted_usd)],
  ["of it in retries", (metrics) => amountText(metrics, metrics.cost.retries_usd)],
  ["of it in fallbacks", (metrics) => amountText(metrics, metrics.cost.fallbacks_usd)],
  ["of it in escalations", (metrics) => amountText(metrics, metrics.cost.escalations_usd)],
  estimate("retry rate", "rate", (metrics) => metrics.retry_rate),
  estimate("fallback rate", "rate", (metrics) => metrics.fallback_rate),
  estimate("unreviewed fallback rate", "rate", (metrics) => metrics.unreviewed_fallback_rate),
  estimate("escalation rate", "rate", (metrics) => metrics.escalation_rate),
  estimate("review rate", "rate", (metrics) => metrics.review_rate),
  estimate("error rate", "rate", (metrics) => metrics.error_rate),
  estimate("evidence complete", "rate", (metrics) => metrics.evidence_complete_rate),
];

/** Rates that a row is worth where some policy has one; who has none has nothing of it. */
const rareRates = [
  ["degraded rate", "degraded_rate"],
  ["downgraded rate", "downgraded_rate"],
  ["capped rate", "capped_rate"],
] as const;

function rareReadings(arms: readonly Arm[]): readonly (readonly [string, Reading])[] {
  return rareRates
    .filter(([, name]) => arms.some(({ metrics }) => metrics.overall[name] !== undefined))
    .map(([title, name]) => [
      title,
      ({ [name]: found }) => (found === undefined ? "none" : estimateText(found, "rate")),
    ]);
}

function estimate(
  title: string,
  unit: Unit,
  read: (metrics: Metrics) => Parameters<typeof estimateText>[0],
): readonly [string, Reading] {
  return [title, (metrics) => estimateText(read(metrics), unit)];
}

function graderReadings(arms: readonly Arm[]): readonly (readonly [string, Reading])[] {
  const names = new Set(arms.flatMap(({ metrics }) => Object.keys(metrics.overall.graders)));
  return [...names].map((name) => [
    `grader ${inert(name)}`,
    ({ graders }) => {
      const found = Object.hasOwn(graders, name) ? graders[name] : undefined;
      return found === undefined ? notAvailable("not graded") : estimateText(found, "rate");
    },
  ]);
}

function perRequestText({ cost, records }: Metrics): string {
  const { per_request_usd: usd, unknown_attempts: unknown } = cost;
  if (usd === null) return notAvailable("no known cost");
  return `${unknown > 0 ? "at least " : ""}${usdText(usd)} (n=${countText(records)})`;
}

function workflowText({ metrics }: Arm): string {
  const { count, cost_per_workflow_usd: usd } = metrics.workflows;
  if (usd === null) return notAvailable(count === 0 ? "no workflows" : "no known cost");
  return `${usdText(usd)} (n=${countText(count)})`;
}
