import type { ShareCheck } from "../../core/log-comparison.ts";
import { sampleRatioP } from "../../stats/sample-ratio.ts";
import { clustersOf } from "../sample.ts";
import type { TwoLogs } from "./two-logs.ts";

/** A split that chance makes less often than this was not the split that was meant. */
const MISMATCH_BELOW = 0.001;

/**
 * Whether the canary got its share of the traffic. Where records belong to groups, such as
 * conversations, it is those that were assigned: their records fall together, and counted one by
 * one they would cry wolf.
 */
export function shareCheck(
  { control, canary, clustering }: TwoLogs,
  expected: number | undefined,
): ShareCheck {
  const count = (units: Uint32Array): number => clustersOf(units, clustering).clusterCount;
  const [first, second] = [count(control.present), count(canary.present)];
  const p = expected === undefined ? null : sampleRatioP(first, second, expected);
  return {
    unit: clustering === undefined ? "records" : "groups",
    control: first,
    canary: second,
    expected: expected ?? null,
    observed: second / (first + second),
    p,
    mismatch: p !== null && p < MISMATCH_BELOW,
  };
}
