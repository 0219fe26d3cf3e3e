import type { GateResult } from "../../core/comparison.ts";
import type { GuardedSegment, SegmentReport } from "../../core/segment-report.ts";
import type { ReadingContext } from "../metric-reading.ts";
import type { ArmPair } from "../promotion-gates.ts";
import { shortNumber } from "../short-number.ts";
import { detectedLoss, judgeExplored, judgeGuards } from "./guard-segments.ts";
import { segmentCosts } from "./segment-costs.ts";
import { testedSegments, type SegmentTest } from "./tested-segments.ts";

/** What is known of the pair as a whole. */
export interface SegmentSetup {
  readonly gates: readonly GateResult[];
  /** One-sided error of gates and guards. */
  readonly alpha: number;
  /** Share of all pairs that differ. */
  readonly discordance: number;
}

/**
 * How a candidate fares in each tag value. Values that gates speak of are decided there; those of
 * guarded tags may not get worse; all others are only explored. Absent: no pair has a tag.
 */
export function segmentReport(
  arms: ArmPair,
  { gates, alpha, discordance }: SegmentSetup,
  context: Omit<ReadingContext, "alpha">,
): SegmentReport | undefined {
  // What people read is two-sided at the same confidence.
  const shown = { ...context, alpha: alpha / 2 };
  const tests = testedSegments(arms, shown);
  if (tests.length === 0) return undefined;
  const { gates: asked, guardSegments = [] } = arms.candidate.policy.promotion;
  const isGuarded = ({ tag }: SegmentTest): boolean => guardSegments.includes(tag);
  const isAsked = ({ tag, value }: SegmentTest): boolean =>
    asked.some(({ segment }) => segment?.tag === tag && segment.value === value);
  const level = { alpha, discordance, detects: detectedLoss(gates) };
  const tags = [...new Set(tests.map(({ tag }) => tag))];
  const costs = tags.map((tag) => segmentCosts(tag, arms, shown));
  return {
    detects: level.detects,
    guard: judgeGuards(tests.filter(isGuarded), level),
    explored: judgeExplored(
      tests.filter((test) => !isGuarded(test) && !isAsked(test)),
      level,
    ),
    simpson: costs.flatMap(({ simpson }) => simpson),
    standardised_cost_per_accepted: costs.flatMap(({ standardised }) => standardised),
  };
}

/** Why guard segments reject, the surest first. */
export function guardReasons(guards: readonly GuardedSegment[]): readonly string[] {
  return guards
    .filter(({ status }) => status === "regressed")
    .toSorted((one, other) => one.p_holm - other.p_holm)
    .map(
      ({ tag, value, baseline_only: lost, candidate_only: won, p_holm: p }) =>
        `guard segment ${tag}=${value} got worse: ${lost} records lost and ${won} won ` +
        `(p ${shortNumber(p)} after Holm's correction over ${guards.length} guard segments)`,
    );
}
