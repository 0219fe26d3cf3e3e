import type { PolicyComparison } from "../core/comparison.ts";
import type { Clustering } from "./clustering.ts";
import { ACCEPTED } from "./outcome-flags.ts";
import type { ArmPair } from "./promotion-gates.ts";

/** Pairs that one arm alone got right. */
export type Discordant = PolicyComparison["discordant"];

export function countDiscordant({ baseline, candidate }: ArmPair, pairs: Uint32Array): Discordant {
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
export function countIndependent(
  { baseline, candidate }: ArmPair,
  pairs: Uint32Array,
  clustering: Clustering | undefined,
): Discordant | undefined {
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
