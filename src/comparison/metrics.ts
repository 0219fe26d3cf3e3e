import type { Metrics } from "../core/comparison.ts";
import { failureKinds } from "../core/failure.ts";
import type { ArmColumns } from "./arm-columns.ts";
import type { Clustering } from "./clustering.ts";
import type { CodeColumn } from "./code-column.ts";
import { costMetrics, tokenMetrics, usdOf } from "./cost-metrics.ts";
import { meanEstimate } from "./estimate.ts";
import { latencyMetrics } from "./latency-metrics.ts";
import type { NumberColumn } from "./number-column.ts";
import type { Oracle } from "./oracle.ts";
import * as flag from "./outcome-flags.ts";
import { shownRate, type RateName } from "./rate.ts";
import { regretNanoUsd } from "./routing-quality.ts";
import { clustersOf, unitsWhere, valuesOf } from "./sample.ts";
import { sortedObject } from "./sorted-object.ts";

/** What the metrics of every group of a run share. */
export interface MetricsContext {
  readonly clustering: Clustering | undefined;
  /** Absent where not every route's outcome is known. */
  readonly oracle: Oracle | undefined;
  readonly repeats: number;
}

/**
 * All metrics of some outcomes of one arm. `records` counts outcomes, so that with repeats the
 * rates' `n` and `not_covered` add up to it.
 */
export function metricsOf(arm: ArmColumns, units: Uint32Array, context: MetricsContext): Metrics {
  const { clustering } = context;
  const counts = flag.countFlags(arm.flags, units);
  const covered = unitsWhere(units, (unit) => ((arm.flags[unit] ?? 0) & flag.COVERED) !== 0);
  const answered = unitsWhere(units, (unit) => ((arm.flags[unit] ?? 0) & flag.ANSWERED) !== 0);
  const rate = (name: RateName) => shownRate(name, arm, units, counts, clustering);
  const mean = (read: (unit: number) => number) => scoredMean(covered, read, clustering);
  const records = flag.countOf(counts, flag.PRESENT);
  const accuracy = mean((unit) => arm.scores.score(unit));
  let attempts = 0;
  for (const unit of covered) attempts += arm.attempts.at(unit);
  return {
    records,
    attempts,
    accepted: flag.countOf(counts, flag.ACCEPTED),
    acceptance_rate: rate("acceptance_rate"),
    accuracy,
    graders: sortedObject(
      arm.scores.graders.map((name, index) => [
        name,
        arm.scores.isScore(index) ? accuracy : mean((unit) => arm.scores.valueBy(index, unit)),
      ]),
    ),
    schema_valid_rate: rate("schema_valid_rate"),
    schema_error_rate: rate("schema_error_rate"),
    latency: knownLatencies(arm.latency, covered, clustering),
    first_token: knownLatencies(arm.firstToken, answered, clustering),
    cost: costMetrics(arm, covered, clustering),
    tokens: tokenMetrics(arm, covered),
    retry_rate: rate("retry_rate"),
    fallback_rate: rate("fallback_rate"),
    unreviewed_fallback_rate: rate("unreviewed_fallback_rate"),
    escalation_rate: rate("escalation_rate"),
    review_rate: rate("review_rate"),
    error_rate: rate("error_rate"),
    evidence_complete_rate: rate("evidence_complete_rate"),
    errors: errorsOf(arm, covered),
    endings: endingsOf(counts),
    served_models: countsOf(arm.models, answered, 1),
    providers: countsOf(arm.providers, covered, covered.length),
    not_covered: records - covered.length,
    coverage: records === 0 ? 0 : covered.length / records,
    ...routingQuality(arm, units, counts, context, rate),
  };
}

function scoredMean(
  covered: Uint32Array,
  read: (unit: number) => number,
  clustering: Clustering | undefined,
): Metrics["accuracy"] {
  const scored = unitsWhere(covered, (unit) => !Number.isNaN(read(unit)));
  return meanEstimate(valuesOf(scored, read), clustersOf(scored, clustering));
}

function knownLatencies(
  column: NumberColumn,
  units: Uint32Array,
  clustering: Clustering | undefined,
): Metrics["latency"] {
  const known = unitsWhere(units, (unit) => !Number.isNaN(column.at(unit)));
  const values = valuesOf(known, (unit) => column.at(unit));
  return latencyMetrics(values, units.length - known.length, clustersOf(known, clustering));
}

function errorsOf(arm: ArmColumns, covered: Uint32Array): Metrics["errors"] {
  const counts = new Float64Array(failureKinds.length + 1);
  for (const unit of covered) {
    const code = arm.failures[unit] ?? 0;
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return positiveCounts(failureKinds.map((kind, index) => [kind, counts[index + 1] ?? 0]));
}

function endingsOf(counts: Float64Array): Metrics["endings"] {
  const count = (bit: number) => flag.countOf(counts, bit);
  return positiveCounts([
    ["answered", count(flag.ANSWERED)],
    ["failed", count(flag.FAILED)],
    ["stopped", count(flag.STOPPED)],
    ["queued", count(flag.QUEUED)],
    ["not_covered", count(flag.PRESENT) - count(flag.COVERED)],
  ]);
}

/** How many units have each text, over `divisor`. */
function countsOf(
  column: CodeColumn,
  units: Uint32Array,
  divisor: number,
): Readonly<Record<string, number>> {
  const counts = new Float64Array(column.texts.size + 1);
  for (const unit of units) {
    const code = column.at(unit);
    counts[code] = (counts[code] ?? 0) + 1;
  }
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

type RoutingQuality = Pick<
  Metrics,
  "route_accuracy" | "over_routed_rate" | "under_routed_rate" | "regret_usd"
>;

function routingQuality(
  arm: ArmColumns,
  units: Uint32Array,
  counts: Float64Array,
  { oracle, repeats }: MetricsContext,
  rate: (name: RateName) => Metrics["acceptance_rate"],
): RoutingQuality {
  if (oracle === undefined || flag.countOf(counts, flag.JUDGED) === 0) return {};
  const regret = regretNanoUsd(arm, units, oracle, repeats);
  return {
    route_accuracy: rate("route_accuracy"),
    over_routed_rate: rate("over_routed_rate"),
    under_routed_rate: rate("under_routed_rate"),
    ...(regret === undefined ? {} : { regret_usd: usdOf(regret) }),
  };
}
