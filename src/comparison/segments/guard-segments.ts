import type { ExploredSegment, GuardedSegment, TestedSegment } from "../../core/segment-report.ts";
import { benjaminiHochberg, holm } from "../../stats/holm.ts";
import { smallestLoss } from "./smallest-loss.ts";
import type { SegmentTest } from "./tested-segments.ts";

/** A p-value may miss alpha by what rounding leaves. */
const ROUNDING = 1e-12;

/** A loss that no gate names should be found from this size on. */
const DEFAULT_LOSS = 0.05;

/** What tested segments are held against. */
export interface SegmentLevel {
  readonly alpha: number;
  /** The loss that a segment should be able to show. */
  readonly detects: number;
  /** Share of all pairs that differ: a small segment shows too little of its own. */
  readonly discordance: number;
}

/** The largest loss of acceptance that a policy's gates allow; without one, five points. */
export function detectedLoss(
  gates: readonly { readonly metric: string; readonly bound: string; readonly threshold: number }[],
): number {
  const drops = gates.filter(
    ({ metric, bound }) => metric === "acceptance_rate" && bound === "max_drop",
  );
  const largest = Math.max(0, ...drops.map(({ threshold }) => threshold));
  return largest > 0 ? largest : DEFAULT_LOSS;
}

/**
 * Guard segments with Holm's correction over them alone: a family of their own, so that neither
 * they nor the gates lose power by the other. They can only reject.
 */
export function judgeGuards(
  tests: readonly SegmentTest[],
  level: SegmentLevel,
): readonly GuardedSegment[] {
  const adjusted = holm(tests.map(({ p }) => p));
  // Holm asks that much of the smallest p-value.
  const alpha = level.alpha / Math.max(1, tests.length);
  return tests.map((test, index) => {
    const p = adjusted[index] ?? 1;
    const segment = tested(test, level, alpha);
    const status = p <= level.alpha + ROUNDING ? "regressed" : unfound(segment, level);
    return { ...segment, p_holm: p, status };
  });
}

/** The rest, by Benjamini and Hochberg: of what is flagged, a small share is chance. */
export function judgeExplored(
  tests: readonly SegmentTest[],
  level: SegmentLevel,
): readonly ExploredSegment[] {
  const adjusted = benjaminiHochberg(tests.map(({ p }) => p));
  return tests.map((test, index) => {
    const p = adjusted[index] ?? 1;
    const segment = tested(test, level, level.alpha);
    const status = p <= level.alpha + ROUNDING ? "flagged" : unfound(segment, level);
    return { ...segment, p_bh: p, status };
  });
}

function tested(
  { independent, ...test }: SegmentTest,
  { discordance }: SegmentLevel,
  alpha: number,
): TestedSegment {
  const own = (test.baseline_only + test.candidate_only) / Math.max(1, test.pairs);
  const smallest = smallestLoss(independent, Math.max(discordance, own), alpha);
  return { ...test, smallest_detectable: smallest };
}

function unfound(
  { smallest_detectable: smallest }: TestedSegment,
  { detects }: SegmentLevel,
): "no_regression_found" | "cannot_detect" {
  return smallest !== null && smallest <= detects ? "no_regression_found" : "cannot_detect";
}
