import type { PolicyComparison } from "../core/comparison.ts";
import type { ArmPair } from "./promotion-gates.ts";

/**
 * Pairs on the same route whose answers come from the same calls: of one arm's answers the other one,
 * a third one or a recording is the source, and what they took is the same to the last digit.
 */
export function sharedCalls(
  { baseline, candidate }: ArmPair,
  pairs: Uint32Array,
): Pick<PolicyComparison, "shared_calls"> {
  if (baseline.reused.isEmpty && candidate.reused.isEmpty) return {};
  let count = 0;
  for (const unit of pairs) {
    if (baseline.reused.at(unit) + candidate.reused.at(unit) === 0) continue;
    const isSameRoute = baseline.decided.at(unit) === candidate.decided.at(unit);
    if (isSameRoute && baseline.latency.at(unit) === candidate.latency.at(unit)) count += 1;
  }
  return count === 0 ? {} : { shared_calls: count };
}
