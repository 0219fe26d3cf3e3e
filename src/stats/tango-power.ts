import { binomialPmf } from "./binomial.ts";
import { proportionAboveP } from "./clopper-pearson.ts";
import { tangoNonInferiorityP } from "./tango.ts";

/** A non-inferiority gate on paired outcomes, and the truth that it is to meet. */
export interface PairedTruth {
  readonly pairs: number;
  /** How much worse the candidate may be: above 0. */
  readonly margin: number;
  /** True share of pairs that differ between the arms. */
  readonly discordance: number;
  /** True difference, candidate minus baseline: no larger than the discordance. */
  readonly difference: number;
  readonly alpha: number;
}

/**
 * The exact chance that Tango's non-inferiority test passes: at a difference of 0 its power, at
 * minus the margin its true type I error. Sums over every number of discordant pairs that can
 * reasonably occur, and over what they show; of each, the fewest wins that pass are found once,
 * because one more discordant pair never makes fewer wins enough.
 */
export function tangoPower(truth: PairedTruth): number {
  const { pairs, margin, discordance, difference, alpha } = truth;
  const winShare = discordance > 0 ? (discordance + difference) / (2 * discordance) : 0;
  let power = 0;
  let wins = 0;
  for (let discordant = 0; discordant <= pairs; discordant += 1) {
    const chance = binomialPmf(discordant, pairs, discordance);
    const passes = (won: number) =>
      tangoNonInferiorityP(won, discordant - won, pairs, margin) <= alpha;
    while (wins <= discordant && !passes(wins)) wins += 1;
    if (chance < NEGLIGIBLE || wins > discordant) continue;
    power += chance * proportionAboveP(wins, discordant, winShare);
  }
  return power;
}

/** Numbers of discordant pairs rarer than this do not show in any digit. */
const NEGLIGIBLE = 1e-18;
