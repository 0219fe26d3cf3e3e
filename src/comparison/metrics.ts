import type { Metrics } from "../core/metrics.ts";
import type { ArmColumns } from "./arm-columns.ts";
import type { Clustering } from "./clustering.ts";
import type { CodeColumn } from "./code-column.ts";
import { costMetrics, tokenMetrics, usdOf } from "./cost-metrics.ts";
import { meanEstimate } from "./estimate.ts";
import { latencyMetrics } from "./latency-metrics.ts";
import { timedUnits } from "./latency-sample.ts";
import { flaggedUnits, unitsByFlag } from "./flagged-units.ts";
import type { NumberColumn } from "./number-column.ts";
import type { Oracle } from "./oracle.ts";
import * as flag from "./outcome-flags.ts";
import { shownRate, type RateName } from "./rate.ts";
import { regretNanoUsd } from "./routing-quality.ts";
import { clustersOf } from "./sample.ts";
import type { Scratch } from "./scratch.ts";
import { sortedObject } from "./sorted-object.ts";

/** What the metrics of every group of a run share. */
export interface MetricsContext {
  readonly clustering: Clustering | undefined;
  /** Absent where not every route's outcome is known. */
  readonly oracle: Oracle | undefined;
  readonly repeats: number;
  readonly scratch: Scratch;
}

/**
 * All metrics of some outcomes of one arm. `records` counts outcomes, so that with repeats the
 * rates' `n` and `not_covered` add up to it.
 */
export function metricsOf(arm: ArmColumns, units: Uint32Array, context: MetricsContext): Metrics {
  const counts = flag.countFlags(arm.flags, units);
  const unitsWith = unitsByFlag(units, arm.flags, counts);
  const covered = unitsWith(flag.COVERED);
  const answered = unitsWith(flag.ANSWERED);
  const rate = (name: RateName) => shownRate(name, arm, unitsWith, counts, context);
  const records = flag.countOf(counts, flag.PRESENT);
  const accuracy = scoredMean(arm, covered, undefined, context);
  return {
    records,
    attempts: arm.attempts.sumOf(covered),
    accepted: flag.countOf(counts, flag.ACCEPTED),
    acceptance_rate: rate("acceptance_rate"),
    accuracy,
    graders: sortedObject(
      arm.scores.graders.map((name, index) => [
        name,
        arm.scores.isScore(index) ? accuracy : scoredMean(arm, covered, index, context),
      ]),
    ),
    schema_valid_rate: rate("schema_valid_rate"),
    schema_error_rate: rate("schema_error_rate"),
    latency: knownLatencies(arm.latency, covered, context),
    first_token: knownLatencies(arm.firstToken, timedUnits([arm], "first_token", covered), context),
    ...responseMetrics(arm, covered, context),
    cost: costMetrics(arm, covered, context),
    tokens: tokenMetrics(arm, covered),
    retry_rate: rate("retry_rate"),
    fallback_rate: rate("fallback_rate"),
    unreviewed_fallback_rate: rate("unreviewed_fallback_rate"),
    policy_violation_rate: rate("policy_violation_rate"),
    escalation_rate: rate("escalation_rate"),
    review_rate: rate("review_rate"),
    error_rate: rate("error_rate"),
    evidence_complete_rate: rate("evidence_complete_rate"),
    errors: flag.countOf(counts, flag.FAILED) === 0 ? {} : errorsOf(arm, covered),
    endings: endingsOf(counts),
    served_models: countsOf(arm.models, answered, 1),
    providers: countsOf(arm.providers, covered, covered.length),
    not_covered: records - covered.length,
    coverage: records === 0 ? 0 : covered.length / records,
    ...ceilingAndDegradationRates(counts, rate),
    ...gatewayMetrics(counts, rate),
    ...routingQuality(arm, unitsWith(flag.JUDGED), context, rate),
  };
}

function scoredMean(
  { scores }: ArmColumns,
  covered: Uint32Array,
  grader: number | undefined,
  { clustering, scratch }: MetricsContext,
): Metrics["accuracy"] {
  const scored = scores.scoredAmong(covered, grader);
  const values = scores.valuesOf(scored, grader, scratch.take(0, scored.length));
  return meanEstimate(values, clustersOf(scored, clustering));
}

function knownLatencies(
  column: NumberColumn,
  units: Uint32Array,
  { clustering, scratch }: MetricsContext,
): Metrics["latency"] {
  const known = column.knownAmong(units);
  const values = column.valuesOf(known, scratch.take(0, known.length));
  return latencyMetrics(values, units.length - known.length, clustersOf(known, clustering));
}

/** What users waited, where records arrived at a pace of their own. */
function responseMetrics(
  { responses }: ArmColumns,
  covered: Uint32Array,
  context: MetricsContext,
): Pick<Metrics, "response_time" | "queue_wait"> {
  if (responses === undefined) return {};
  return {
    response_time: knownLatencies(responses.response, covered, context),
    queue_wait: knownLatencies(responses.queued, covered, context),
  };
}

function errorsOf({ flags, failures }: ArmColumns, covered: Uint32Array): Metrics["errors"] {
  return countsOf(failures.classes, flaggedUnits(covered, flags, flag.FAILED), 1);
}

function endingsOf(counts: Float64Array): Metrics["endings"] {
  const count = (bit: number) => flag.countOf(counts, bit);
  return positiveCounts([
    ["answered", count(flag.ANSWERED)],
    ["failed", count(flag.FAILED)],
    ["stopped", count(flag.STOPPED)],
    ["queued", count(flag.QUEUED)],
    [
      "static_answer",
      count(flag.COVERED) -
        count(flag.ANSWERED) -
        count(flag.FAILED) -
        count(flag.STOPPED) -
        count(flag.QUEUED),
    ],
    ["not_covered", count(flag.PRESENT) - count(flag.COVERED)],
  ]);
}

/** How many units have each text, over `divisor`. */
function countsOf(
  column: CodeColumn,
  units: Uint32Array,
  divisor: number,
): Readonly<Record<string, number>> {
  const counts = column.countsOf(units);
  const entries: [string, number][] = [];
  for (let code = 1; code < counts.length; code += 1) {
    entries.push([column.texts.text(code), (counts[code] ?? 0) / divisor]);
  }
  return positiveCounts(entries);
}

function positiveCounts(
  entries: readonly (readonly [string, number])[],
): Readonly<Record<string, number>> {
  return sortedObject(entries.filter(([, count]) => count > 0));
}

/** Rates that few policies have anything to say of: in the file only where they are not zero. */
function ceilingAndDegradationRates(
  counts: Float64Array,
  rate: (name: RateName) => Metrics["acceptance_rate"],
): Pick<Metrics, "degraded_rate" | "downgraded_rate" | "capped_rate"> {
  return {
    ...(flag.countOf(counts, flag.DEGRADED) > 0 && { degraded_rate: rate("degraded_rate") }),
    ...(flag.countOf(counts, flag.DOWNGRADED) > 0 && { downgraded_rate: rate("downgraded_rate") }),
    ...(flag.countOf(counts, flag.CAPPED) > 0 && { capped_rate: rate("capped_rate") }),
  };
}

/** What gateways did by themselves, where any was called. */
function gatewayMetrics(
  counts: Float64Array,
  rate: (name: RateName) => Metrics["acceptance_rate"],
): Pick<Metrics, "gateway"> {
  const records = flag.countOf(counts, flag.GATEWAY);
  if (records === 0) return {};
  return {
    gateway: {
      records,
      fallback_rate: rate("gateway_fallback_rate"),
      retry_rate: rate("gateway_retry_rate"),
      untold: flag.countOf(counts, flag.UNTOLD),
    },
  };
}

type RoutingQuality = Pick<
  Metrics,
  "route_accuracy" | "over_routed_rate" | "under_routed_rate" | "regret_usd"
>;

function routingQuality(
  arm: ArmColumns,
  judged: Uint32Array,
  { oracle, repeats }: MetricsContext,
  rate: (name: RateName) => Metrics["acceptance_rate"],
): RoutingQuality {
  if (oracle === undefined || judged.length === 0) return {};
  const regret = regretNanoUsd(arm, judged, oracle, repeats);
  return {
    route_accuracy: rate("route_accuracy"),
    over_routed_rate: rate("over_routed_rate"),
    under_routed_rate: rate("under_routed_rate"),
    ...(regret === undefined ? {} : { regret_usd: usdOf(regret) }),
  };
}
