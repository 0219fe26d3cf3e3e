import type { GateResult, PolicyComparison } from "../core/comparison.ts";
import type { Estimate } from "../core/estimate.ts";
import type { EarlyRejection } from "../core/early-rejection.ts";
import { HarnessError } from "../core/harness-error.ts";
import { holm } from "../stats/holm.ts";
import { mcnemar } from "../stats/mcnemar.ts";
import { changedOf } from "./charts/changed-pairs.ts";
import { costWaterfall } from "./charts/cost-waterfall.ts";
import { coverageOf } from "./comparability.ts";
import { coveredUnits } from "./covered-units.ts";
import { countDiscordant, countIndependent } from "./discordant-pairs.ts";
import { prepareGates } from "./gates.ts";
import { pairedUnits } from "./gate-scope.ts";
import { offPolicyOf } from "./logs/off-policy.ts";
import { unloggedBecause } from "./logs/unlogged-because.ts";
import type { ReadingContext } from "./metric-reading.ts";
import { oneSided } from "./one-sided.ts";
import { decidePrepared } from "./prepared-gate.ts";
import type { ArmPair } from "./promotion-gates.ts";
import { sharedCalls } from "./shared-calls.ts";
import { readingOf } from "./reading-of.ts";
import { guardReasons, segmentReport } from "./segments/segment-report.ts";
import { shownFinding } from "./shown-finding.ts";
import { decideVerdict } from "./verdict.ts";

/** What a candidate's sequences have shown before the end. */
export interface EarlyLook {
  /** The run ended with it. */
  readonly isStopped: boolean;
  /** Absent: nothing. */
  readonly rejection: EarlyRejection | undefined;
}

/** What is known of a pair besides its outcomes. */
export interface PairSetup {
  /** How probable the candidate's routes are, where the outcomes are a log's and it draws them. */
  readonly drawn?: ReadonlyMap<string, number> | undefined;
  /** What looking at the records while they were replayed has shown; absent: nobody did. */
  readonly early?: EarlyLook | undefined;
}

/**
 * A candidate against the baseline: paired differences, gates and the verdict. With groups or
 * repeats McNemar's p-values come from a sign test over the clusters.
 */
export function comparePair(
  arms: ArmPair,
  context: Omit<ReadingContext, "alpha">,
  { drawn, early }: PairSetup = {},
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
  context.afterStep?.();
  const adjusted = holm(decided.map(({ p_violated: p }) => p));
  const gates = decided.map((gate, index) => ({ ...gate, p_violated_holm: adjusted[index] ?? 1 }));
  // What people read is two-sided at the same confidence.
  const shownContext = { ...context, alpha: alpha / 2 };
  const shown = shownDifferences(arms, shownContext);
  const pairs = coveredUnits([baseline, candidate], candidate.present);
  const discordant = countDiscordant(arms, pairs);
  const independent = countIndependent(arms, pairs, context.clustering) ?? discordant;
  const { exactP, midP } = mcnemar(independent.candidate_only, independent.baseline_only);
  const segments = segmentReport(
    arms,
    { gates, alpha, discordance: shareOf(discordant, pairs) },
    context,
  );
  // Tests of segments are made for the end: where a run was stopped they reject nothing.
  const guards = early?.isStopped ? [] : guardReasons(segments?.guard ?? []);
  context.afterStep?.();
  const offPolicy = offPolicyOf(arms, shownContext, drawn);
  const unlogged = unloggedBecause(arms, context.collected);
  // Of a run that was stopped early only the records up to there were meant to be covered.
  const coverage = coverageOf(arms, early?.isStopped ? candidate.present : undefined);
  const comparability = { ...coverage, unpricedCalls, ...(unlogged && { unlogged }) };
  return {
    candidate: candidate.key,
    pairs: pairs.length,
    ...shown,
    ...sharedCalls(arms, pairs),
    discordant,
    mcnemar_mid_p: midP,
    mcnemar_exact_p: exactP,
    ...changedOf(arms, pairs, context.collected),
    waterfall: costWaterfall(arms, pairs),
    gates,
    ...(early?.rejection && { early_rejection: early.rejection }),
    ...(offPolicy && { off_policy: offPolicy }),
    ...(segments && { segments }),
    verdict: decideVerdict(gates, comparability, { confidence, decideOn, early }, guards),
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
    const shown = shownFinding(reading[how](baseline, candidate, units));
    context.afterStep?.();
    return shown;
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

/** Share of the pairs that one arm alone got right. */
function shareOf(discordant: PolicyComparison["discordant"], pairs: Uint32Array): number {
  const { baseline_only: lost, candidate_only: won } = discordant;
  return pairs.length === 0 ? 0 : (lost + won) / pairs.length;
}
