import type { Comparison, GateResult, Verdict } from "../../core/comparison.ts";
import type { Estimate } from "../../core/estimate.ts";
import {
  LOG_COMPARISON_SCHEMA_VERSION,
  type ComparedLog,
  type LogComparison,
  type LogDifferences,
  type ShareCheck,
} from "../../core/log-comparison.ts";
import type { LogSummary } from "../../core/log-summary.ts";
import type { SkippedFeature } from "../../core/mix-difference.ts";
import { HarnessError } from "../../core/harness-error.ts";
import { holm } from "../../stats/holm.ts";
import type { ArmColumns } from "../arm-columns.ts";
import { clusteringOf, type Clustering } from "../clustering.ts";
import type { Collector } from "../collector.ts";
import { coveredUnits } from "../covered-units.ts";
import { toEstimate } from "../estimate.ts";
import { mixDifferences } from "../mix/mix-differences.ts";
import { featuresOf, hourFeature, type Yardstick } from "../mix/mix-feature.ts";
import type { MixColumns } from "../mix/mix-columns.ts";
import { oneSided } from "../one-sided.ts";
import { policyMetrics } from "../policy-metrics.ts";
import { decidePrepared } from "../prepared-gate.ts";
import { Scratch } from "../scratch.ts";
import { decideVerdict } from "../verdict.ts";
import { chanceText } from "../mix/chance-text.ts";
import { asLogged } from "./as-logged.ts";
import { canaryInControlMix } from "./canary-in-control-mix.ts";
import { logWarnings } from "./log-warnings.ts";
import { shareCheck } from "./share-check.ts";
import { contextsOf, twoLogsOf, type TwoLogs } from "./two-logs.ts";
import { unpairedGates } from "./unpaired-gates.ts";
import { unpairedReading } from "./unpaired-reading.ts";

/** What is known of one of the logs besides its columns. */
export interface LogFacts {
  readonly dataset: Comparison["dataset"];
  /** Milliseconds since 1970; absent: no record says when it arrived. */
  readonly firstArrivalMs: number | undefined;
  readonly lastArrivalMs: number | undefined;
  readonly summary: LogSummary | undefined;
  /** Of the checking pass over its data. */
  readonly warnings: readonly string[];
}

/** What a comparison of two logs cannot read off its columns. */
export interface CompareLogsSetup {
  readonly control: LogFacts;
  readonly canary: LogFacts;
  /** Share of the traffic that the canary was to get; absent: nobody said. */
  readonly expectedShare: number | undefined;
  readonly mix: MixColumns;
  /** Which of the mix's two sets is the control. */
  readonly controlSet: Yardstick;
  /** Tags that one of the logs alone has. */
  readonly skipped: readonly SkippedFeature[];
  /** Ids that stand in both logs. */
  readonly sharedIds: number;
  /** Why the logs cannot be held against each other at all, such as other graders. */
  readonly incomparable: readonly string[];
  readonly seed: number;
}

/**
 * Two logs of other records, as they were served: what each shows, whether they may be compared,
 * and what the gates of a policy say of the canary against the control. The collector's first arm
 * is the control.
 */
export function compareLogs(collector: Collector, setup: CompareLogsSetup): LogComparison {
  const collected = collector.finish();
  const logs = twoLogsOf(collected, unlessAlone(clusteringOf(collected), setup.mix), setup.seed);
  const { canary } = logs;
  const { confidence } = canary.policy.promotion;
  const { features: common, skipped } = featuresOf(setup.mix, setup.controlSet);
  const hour = hourFeature(setup.mix);
  const features = hour === undefined ? common : [...common, hour];
  const mix = mixDifferences(features, {
    first: logs.control.present,
    second: canary.present,
    clustering: logs.clustering,
  });
  const share = shareCheck(logs, setup.expectedShare);
  const { gates, unpricedCalls } = decidedGates(logs, oneSided(confidence));
  // What people read is two-sided at the same confidence.
  const shownAlpha = oneSided(confidence) / 2;
  const differences = differencesOf(logs, shownAlpha);
  return {
    schema_version: LOG_COMPARISON_SCHEMA_VERSION,
    policy: { name: canary.policy.name, version: canary.policy.version },
    quantile: "nearest_rank",
    control: comparedLog(logs.control, logs, setup.control),
    canary: comparedLog(canary, logs, setup.canary),
    share,
    mix,
    not_compared: [...setup.skipped, ...skipped],
    differences,
    post_stratified: features.map((feature) =>
      canaryInControlMix(logs, feature, differences, shownAlpha),
    ),
    gates,
    verdict: verdictOf(logs, { share, gates, unpricedCalls, incomparable: setup.incomparable }),
    warnings: logWarnings(logs, { ...setup, share, mix }),
  };
}

/** Logs often name a group for each request of its own: those stand alone. */
function unlessAlone(
  clustering: Clustering | undefined,
  { records }: MixColumns,
): Clustering | undefined {
  return clustering?.count === records ? undefined : clustering;
}

function decidedGates(
  logs: TwoLogs,
  alpha: number,
): { readonly gates: readonly GateResult[]; readonly unpricedCalls: number } {
  const { decideOn } = logs.canary.policy.promotion;
  const decided: GateResult[] = [];
  let unpricedCalls = 0;
  for (const gate of unpairedGates(logs, contextsOf(logs), alpha)) {
    decided.push(decidePrepared(gate, { alpha, decideOn }));
    unpricedCalls = Math.max(unpricedCalls, gate.unpricedCalls);
  }
  const adjusted = holm(decided.map(({ p_violated: p }) => p));
  const gates = decided.map((gate, index) => ({ ...gate, p_violated_holm: adjusted[index] ?? 1 }));
  return { gates, unpricedCalls };
}

function comparedLog(arm: ArmColumns, logs: TwoLogs, facts: LogFacts): ComparedLog {
  const { collected, clustering } = logs;
  const context = { clustering, oracle: undefined, repeats: 1, scratch: new Scratch() };
  const { version: _ofNobody, ...figures } = policyMetrics(arm, collected, context);
  const time = (ms: number | undefined): string | null =>
    ms === undefined ? null : new Date(ms).toISOString();
  return {
    dataset: facts.dataset,
    first_arrival: time(facts.firstArrivalMs),
    last_arrival: time(facts.lastArrivalMs),
    ...(facts.summary && { log: facts.summary }),
    ...asLogged(figures),
  };
}

function differencesOf(logs: TwoLogs, alpha: number): LogDifferences {
  const { control, canary } = logs;
  const contextOf = contextsOf(logs);
  const units = new Uint32Array(control.present.length + canary.present.length);
  units.set(control.present);
  units.set(canary.present, control.present.length);
  const show = (metric: string, how: "difference" | "ratio"): Estimate => {
    const reading = unpairedReading({ metric, provider: undefined }, alpha, contextOf, canary);
    if (reading === undefined) throw new HarnessError("bug", `no metric "${metric}"`);
    const { interval, from, weakness } = reading[how](control, canary, units);
    const estimate = toEstimate(interval, from);
    return weakness === undefined || estimate.reason !== undefined
      ? estimate
      : { ...estimate, reason: weakness };
  };
  return {
    acceptance_rate_difference: show("acceptance_rate", "difference"),
    accuracy_difference: show("accuracy", "difference"),
    schema_valid_rate_difference: show("schema_valid_rate", "difference"),
    error_rate_difference: show("error_rate", "difference"),
    cost_per_accepted_ratio: show("cost_per_accepted_usd", "ratio"),
    cost_per_accepted_difference_usd: show("cost_per_accepted_usd", "difference"),
    cost_per_request_ratio: show("cost_per_request_usd", "ratio"),
    p95_complete_ratio: show("p95_complete_ms", "ratio"),
  };
}

const COVERAGE_NEEDED = 0.99;

/** A broken split comes before everything: what follows compares other people. */
function verdictOf(
  { control, canary }: TwoLogs,
  found: {
    readonly share: ShareCheck;
    readonly gates: readonly GateResult[];
    readonly unpricedCalls: number;
    readonly incomparable: readonly string[];
  },
): Verdict {
  const { share, gates, unpricedCalls, incomparable } = found;
  const units = control.present.length + canary.present.length;
  const whole = { units, unpaired: 0, baselineCovered: units, candidateCovered: units };
  const rule = canary.policy.promotion;
  const verdict = decideVerdict(gates, { ...whole, unpricedCalls }, rule);
  const reasons = [
    ...(share.mismatch ? [mismatchReason(share)] : []),
    ...incomparable,
    ...[control, canary].flatMap(uncoveredReason),
  ];
  if (reasons.length === 0) return verdict;
  const more = unpricedCalls > 0 ? verdict.reasons : [];
  return { decision: "inconclusive", reasons: [...reasons, ...more] };
}

function mismatchReason({ unit, control, canary, expected, observed, p }: ShareCheck): string {
  const percent = (share: number | null) => `${Number(((share ?? 0) * 100).toPrecision(4))} %`;
  return (
    `sample-ratio mismatch: the canary holds ${canary} of ${control + canary} ${unit}, ` +
    `${percent(observed)} where ${percent(expected)} was meant (p ${chanceText(p ?? 0)}): ` +
    `the split is not the one that was meant, so the logs are of other traffic`
  );
}

function uncoveredReason(arm: ArmColumns): readonly string[] {
  const covered = coveredUnits([arm], arm.present).length;
  if (covered >= COVERAGE_NEEDED * arm.present.length) return [];
  return [
    `the ${arm.key} log holds how only ${covered} of ${arm.present.length} requests ended, less than ${COVERAGE_NEEDED}`,
  ];
}
