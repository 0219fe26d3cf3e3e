import { smallestDetectablePairedDifference } from "../../stats/detectable-difference.ts";
import { normalQuantile } from "../../stats/normal.ts";
import { POWER } from "../finding.ts";

/**
 * The smallest loss that so many independent pairs show with a one-sided error alpha in four of
 * five cases, where the share `discordance` of them differs. If even all of that being lost is not
 * enough, more would have to differ: then it is the loss D that is all of the discordance itself,
 * which solves D = z sqrt(D / (n + z^2)). Null: no p-value of so few pairs is small enough.
 */
export function smallestLoss(pairs: number, discordance: number, alpha: number): number | null {
  if (pairs === 0 || 0.5 ** pairs > alpha) return null;
  const z = normalQuantile(1 - alpha) + normalQuantile(POWER);
  const least = (z * z) / (pairs + z * z);
  if (discordance <= least) return least;
  return smallestDetectablePairedDifference(pairs, discordance, alpha, POWER) ?? least;
}
