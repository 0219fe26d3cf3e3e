import type { ChangedPairs } from "../../core/charts/changed-pairs.ts";
import type { PolicyComparison } from "../../core/comparison.ts";
import type { NewFailure } from "../../core/new-failure.ts";
import { usdFromNanoUsd } from "../../core/money.ts";
import type { Collected } from "../collected.ts";
import { ACCEPTED } from "../outcome-flags.ts";
import type { ArmPair } from "../promotion-gates.ts";
import type { KeptChanges } from "./changed-records.ts";
import { failureClusters } from "./failure-clusters.ts";

/** What changed between two arms, pair by pair, and where a reader starts to look. */
export function changedOf(
  arms: ArmPair,
  pairs: Uint32Array,
  collected: Collected,
): Pick<PolicyComparison, "new_failures" | "changed"> {
  const kept = collected.changed?.of(collected.arms.indexOf(arms.candidate));
  if (kept === undefined) return {};
  const dearer = kept.dearer.values.map(({ record, nanoUsd, nanoUsdAfter }) => ({
    record,
    baseline_usd: usdFromNanoUsd(nanoUsd),
    candidate_usd: usdFromNanoUsd(nanoUsdAfter),
  }));
  return {
    new_failures: kept.newFailures.values,
    changed: {
      ...countPairs(arms, pairs),
      wins: winsOf(arms, kept),
      dearer,
      clusters: failureClusters(arms, pairs, { ...collected, kept }),
    },
  };
}

type Counts = Pick<ChangedPairs, "both" | "baseline_only" | "candidate_only" | "neither">;

function countPairs({ baseline, candidate }: ArmPair, pairs: Uint32Array): Counts {
  let [both, baselineOnly, candidateOnly] = [0, 0, 0];
  for (let index = 0; index < pairs.length; index += 1) {
    const unit = pairs[index]!;
    const isBefore = (baseline.flags[unit]! & ACCEPTED) !== 0;
    const isAfter = (candidate.flags[unit]! & ACCEPTED) !== 0;
    if (isBefore && isAfter) both += 1;
    else if (isBefore) baselineOnly += 1;
    else if (isAfter) candidateOnly += 1;
  }
  const neither = pairs.length - both - baselineOnly - candidateOnly;
  return { both, baseline_only: baselineOnly, candidate_only: candidateOnly, neither };
}

/** Their reason is the class: what the baseline answered is no longer at hand when all is known. */
function winsOf({ baseline }: ArmPair, { wins }: KeptChanges): readonly NewFailure[] {
  const { classes } = baseline.failures;
  return wins.values.map(({ record, unit }) => ({
    record,
    because: classes.texts.text(classes.at(unit)),
  }));
}
