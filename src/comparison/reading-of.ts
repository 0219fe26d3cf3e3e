import type { Gate } from "../core/gate.ts";
import { costReading } from "./cost-reading.ts";
import { latencyReading } from "./latency-reading.ts";
import type { MetricReading, ReadingContext } from "./metric-reading.ts";
import { providerShareReading, rateReading } from "./rate-reading.ts";
import { isRateName, rates } from "./rate.ts";
import { scoreReading } from "./score-reading.ts";

type MakeReading = (context: ReadingContext) => MetricReading;

/** Metrics that are no rates, by name. */
const otherMetrics: ReadonlyMap<string, MakeReading> = new Map<string, MakeReading>([
  ["accuracy", (context) => scoreReading(undefined, context)],
  ["p50_complete_ms", (context) => latencyReading("complete", 0.5, context)],
  ["p95_complete_ms", (context) => latencyReading("complete", 0.95, context)],
  ["p99_complete_ms", (context) => latencyReading("complete", 0.99, context)],
  ["p95_first_token_ms", (context) => latencyReading("first_token", 0.95, context)],
  ["cost_per_accepted_usd", (context) => costReading("accepted", context)],
  ["cost_per_request_usd", (context) => costReading("request", context)],
  ["cost_per_workflow_usd", (context) => costReading("workflow", context)],
]);

/** How a gate's metric is read; absent: no metric or grader has that name. */
export function readingOf(
  { metric, provider }: Pick<Gate, "metric" | "provider">,
  context: ReadingContext,
): MetricReading | undefined {
  if (metric === "provider_share") {
    return provider === undefined ? undefined : providerShareReading(provider, context);
  }
  if (isRateName(metric)) return rateReading(rates[metric], context);
  const other = otherMetrics.get(metric);
  if (other !== undefined) return other(context);
  const grader = context.collected.arms[0]?.scores.graders.indexOf(metric) ?? -1;
  if (grader < 0) return undefined;
  return scoreReading(grader, context);
}

/** Metrics that lie in 0..1: rates, and the scores of graders. */
export function isShareMetric(metric: string): boolean {
  return metric === "accuracy" || !otherMetrics.has(metric);
}

/** Metrics that a call without a known cost makes incomparable. */
export function isCostMetric(metric: string): boolean {
  return metric.startsWith("cost_per_");
}

/** Metrics that are a time. */
export function isLatencyMetric(metric: string): boolean {
  return otherMetrics.has(metric) && metric.endsWith("_ms");
}
