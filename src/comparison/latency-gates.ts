import type { GateStatus } from "../core/comparison.ts";
import type { ArmColumns } from "./arm-columns.ts";
import { missingWeakness, type Finding } from "./finding.ts";
import { inWords } from "./gate-sentence.ts";
import { latencyReading } from "./latency-reading.ts";
import { knownUnits, latencySample, timedUnits, type LatencyKind } from "./latency-sample.ts";
import { worstCaseNote } from "./logs/gate-reading.ts";
import { mixedOrigins } from "./logs/mixed-origins.ts";
import { shareOverOfLog } from "./logs/share-over.ts";
import type { ReadingContext } from "./metric-reading.ts";
import type { PreparedGate } from "./prepared-gate.ts";
import type { ArmPair } from "./promotion-gates.ts";
import { shareBeyond, shareOverFinding } from "./quantile-finding.ts";
import { clustersOf } from "./sample.ts";
import { shortNumber } from "./short-number.ts";

const P = 0.95;

/**
 * The gates of `latency.p95_*`: at most 5 % of the candidate's outcomes may take longer, and what
 * was cut off does, whatever the limit.
 */
export function latencyGates(arms: ArmPair, context: ReadingContext): readonly PreparedGate[] {
  const { p95CompleteMs, p95FirstTokenMs } = arms.candidate.policy.latency;
  return [
    ...(p95FirstTokenMs === undefined
      ? []
      : [prepare("first_token", p95FirstTokenMs, arms, context)]),
    ...(p95CompleteMs === undefined ? [] : [prepare("complete", p95CompleteMs, arms, context)]),
  ];
}

function prepare(
  kind: LatencyKind,
  limitMs: number,
  { baseline, candidate }: ArmPair,
  context: ReadingContext,
): PreparedGate {
  const metric = `p95_${kind}_ms`;
  const timed = timedUnits([candidate], kind, candidate.present);
  const known = knownUnits([candidate], kind, timed);
  const sample = latencySample(candidate, kind, known);
  const clusters = clustersOf(known, context.clustering);
  const finding: Finding = {
    ...(context.collected.records.logged === undefined
      ? shareOverFinding(sample, limitMs, clusters, context.alpha)
      : shareOverOfLog(kind, limitMs, candidate, context)),
    ...missingWeakness(timed.length - known.length, timed.length, "the latency"),
    ...mixedOrigins([candidate], candidate.present),
  };
  const reading = latencyReading(kind, P, context);
  const point = (arm: ArmColumns) => reading.point(arm, arm.present);
  const quantile = point(candidate);
  const { confidence } = candidate.policy.promotion;
  return {
    id: `latency.${metric} ${limitMs}`,
    metric,
    askedBy: "latency",
    scope: "overall",
    bound: "max",
    threshold: limitMs,
    baseline: point(baseline),
    candidate: quantile,
    finding,
    direction: "max",
    limit: shareBeyond(P),
    isCount: false,
    unpricedCalls: 0,
    sentence: (status) =>
      sentence(
        { metric, quantile, limitMs, finding, hasCuts: sample.endless !== undefined },
        status,
        confidence,
      ) + worstCaseNote(finding, [candidate], candidate.present),
  };
}

interface LatencyFacts {
  readonly metric: string;
  readonly quantile: number | null;
  readonly limitMs: number;
  readonly finding: Finding;
  /** Some outcomes were cut off by a timeout. */
  readonly hasCuts: boolean;
}

/** Such as "p95_complete_ms is 8120: 7.3 % of 1700 outcomes took longer than 7000 ms (…)". */
function sentence(
  { metric, quantile, limitMs, finding, hasCuts }: LatencyFacts,
  status: GateStatus,
  confidence: number,
): string {
  const { estimate, lower, upper, reason } = finding.interval;
  if (estimate === null || quantile === null) {
    return `${metric} is not known: ${inWords(reason ?? "no_data")} (limit ${shortNumber(limitMs)})`;
  }
  const percent = (share: number | null) => `${shortNumber((share ?? 1) * 100)} %`;
  const bound = status === "fail" ? `at least ${percent(lower)}` : `at most ${percent(upper)}`;
  const seen = `${percent(estimate)} of ${finding.from.n} outcomes took longer than ${shortNumber(limitMs)} ms${hasCuts ? " or were cut off" : ""}`;
  const sure = `${bound} with ${percent(confidence)} confidence; 5 % may`;
  const weakness = status === "inconclusive" ? (finding.weakness ?? "") : "";
  return `${metric} is ${shortNumber(quantile)}: ${seen} (${sure})${weakness && `; ${weakness}`}`;
}
