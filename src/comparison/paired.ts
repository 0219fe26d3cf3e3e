import type { Estimate, GateResult, PolicyComparison } from "../core/comparison.ts";
import { HarnessError } from "../core/harness-error.ts";
import { holm } from "../stats/holm.ts";
import { mcnemar } from "../stats/mcnemar.ts";
import type { Clustering } from "./clustering.ts";
import { coverageOf } from "./comparability.ts";
import { coveredUnits } from "./covered-units.ts";
import { toEstimate } from "./estimate.ts";
import type { Finding } from "./finding.ts";
import { prepareGates } from "./gates.ts";
import { pairedUnits } from "./gate-scope.ts";
import type { ReadingContext } from "./metric-reading.ts";
import { oneSided } from "./one-sided.ts";
import { ACCEPTED } from "./outcome-flags.ts";
import { decidePrepared } from "./prepared-gate.ts";
import type { ArmPair } from "./promotion-gates.ts";
import { readingOf } from "./reading-of.ts";
import { decideVerdict } from "./verdict.ts";

/**
 * A candidate against the baseline: paired differences, gates and the verdict. With groups or
 * repeats McNemar's p-values come from a sign test over the clusters.
 */
export function comparePair(
  arms: ArmPair,
  context: Omit<ReadingContext, "alpha">,
): PolicyComparison {
  const { baseline, candidate } = arms;
  const { confidence, decideOn } = candidate.policy.promotion;
  const alpha = oneSided(confidence);
  const decided: GateResult[] = [];
  let unpricedCalls = 0;
  for (const gate of prepareGates(arms, { ...context, alpha })) {
    decided.push(decidePrepared(gate, { alpha, decideOn }));
    unpricedCalls = Math.max(unpricedCalls, gate.unpricedCalls);
  }
  const adjusted = holm(decided.map(({ p_violated: p }) => p));
  const gates = decided.map((gate, index) => ({ ...gate, p_violated_holm: adjusted[index] ?? 1 }));
  // What people read is two-sided at the same confidence.
  const shown = shownDifferences(arms, { ...context, alpha: alpha / 2 });
  const pairs = coveredUnits([baseline, candidate], candidate.present);
  const discordant = countDiscordant(arms, pairs);
  const independent = countIndependent(arms, pairs, context.clustering) ?? discordant;
  const { exactP, midP } = mcnemar(independent.candidate_only, independent.baseline_only);
  return {
    candidate: candidate.key,
    pairs: pairs.length,
    ...shown,
    discordant,
    mcnemar_mid_p: midP,
    mcnemar_exact_p: exactP,
    gates,
    verdict: decideVerdict(gates, { ...coverageOf(arms), unpricedCalls }, { confidence, decideOn }),
  };
}

type ShownDifferences = Pick<
  PolicyComparison,
  | "acceptance_rate_difference"
  | "schema_valid_rate_difference"
  | "accuracy_difference"
  | "cost_per_accepted_ratio"
  | "cost_per_accepted_difference_usd"
  | "cost_per_request_difference_usd"
  | "p95_complete_ratio"
>;

function shownDifferences(
  { baseline, candidate }: ArmPair,
  context: ReadingContext,
): ShownDifferences {
  const units = pairedUnits(baseline, candidate.present);
  const show = (metric: string, how: "difference" | "ratio"): Estimate => {
    const reading = readingOf({ metric, provider: undefined }, context);
    if (reading === undefined) throw new HarnessError("bug", `no metric "${metric}"`);
    return shownFinding(reading[how](baseline, candidate, units));
  };
  return {
    acceptance_rate_difference: show("acceptance_rate", "difference"),
    schema_valid_rate_difference: show("schema_valid_rate", "difference"),
    accuracy_difference: show("accuracy", "difference"),
    cost_per_accepted_ratio: show("cost_per_accepted_usd", "ratio"),
    cost_per_accepted_difference_usd: show("cost_per_accepted_usd", "difference"),
    cost_per_request_difference_usd: show("cost_per_request_usd", "difference"),
    p95_complete_ratio: show("p95_complete_ms", "ratio"),
  };
}

function shownFinding({ interval, from, weakness }: Finding): Estimate {
  const estimate = toEstimate(interval, from);
  return weakness === undefined || estimate.reason !== undefined
    ? estimate
    : { ...estimate, reason: weakness };
}

function countDiscordant(
  { baseline, candidate }: ArmPair,
  pairs: Uint32Array,
): PolicyComparison["discordant"] {
  let baselineOnly = 0;
  let candidateOnly = 0;
  for (let index = 0; index < pairs.length; index += 1) {
    const unit = pairs[index]!;
    const before = baseline.flags[unit]! & ACCEPTED;
    const after = candidate.flags[unit]! & ACCEPTED;
    if (before === after) continue;
    if (before === 0) candidateOnly += 1;
    else baselineOnly += 1;
  }
  return { baseline_only: baselineOnly, candidate_only: candidateOnly };
}

/**
 * What McNemar's test may count where pairs are not independent: clusters of which more pairs
 * favour the one arm than the other. That makes it a sign test of the clusters' net differences;
 * `discordant` stays the plain count of pairs. Absent: every pair stands alone.
 */
function countIndependent(
  { baseline, candidate }: ArmPair,
  pairs: Uint32Array,
  clustering: Clustering | undefined,
): PolicyComparison["discordant"] | undefined {
  if (clustering === undefined) return undefined;
  const nets = new Int32Array(clustering.count);
  for (let index = 0; index < pairs.length; index += 1) {
    const unit = pairs[index]!;
    const cluster = clustering.codes[unit]!;
    if ((candidate.flags[unit]! & ACCEPTED) !== 0) nets[cluster]! += 1;
    if ((baseline.flags[unit]! & ACCEPTED) !== 0) nets[cluster]! -= 1;
  }
  let baselineOnly = 0;
  let candidateOnly = 0;
  for (const net of nets) {
    if (net < 0) baselineOnly += 1;
    if (net > 0) candidateOnly += 1;
  }
  return { baseline_only: baselineOnly, candidate_only: candidateOnly };
}
