import type { Interval } from "../../stats/interval.ts";
import { moverDifference, moverRatio } from "../../stats/mover.ts";
import { normalQuantile } from "../../stats/normal.ts";
import { recordsNeededForMean } from "../../stats/records-needed.ts";
import type { Provenance } from "../estimate.ts";
import { POWER, unknownFinding, type Finding } from "../finding.ts";
import { isGood } from "../mean-finding.ts";
import { smallestError } from "../smallest-error.ts";

/** What one arm shows of a quantity, with bounds of this error each. */
export type OneSide = (alpha: number) => Finding;

/** Two arms of other records each. */
export interface TwoSides {
  readonly from: OneSide;
  readonly to: OneSide;
}

/**
 * `to` minus `from`, from what each arm shows by itself. It holds for every quantity that has
 * bounds of its own, and no record has to be in both arms.
 */
export function unpairedDifferenceFinding(sides: TwoSides, alpha: number): Finding {
  return unpaired(sides, alpha, moverDifference, (value) => value);
}

/** `to` over `from`, both positive. */
export function unpairedRatioFinding(sides: TwoSides, alpha: number): Finding {
  const { from, to } = { from: sides.from(alpha), to: sides.to(alpha) };
  if (from.interval.estimate === 0) return overNothing(sides, alpha, provenanceOf(from, to));
  if (to.interval.estimate === 0) return ofNothing(sides, alpha, provenanceOf(from, to));
  return unpaired(sides, alpha, moverRatio, Math.log);
}

/** Over nothing there is no ratio; but more than nothing is more than any multiple of it. */
function overNothing(sides: TwoSides, alpha: number, from: Provenance): Finding {
  const difference = unpairedDifferenceFinding(sides, alpha);
  return { ...unknownFinding("zero_in_control", from), pAtMost: () => difference.pAtMost(0) };
}

/** A quantity of 0 has no logarithm: its upper bound over the other's lower one, half the error each. */
function ofNothing(sides: TwoSides, alpha: number, from: Provenance): Finding {
  const upperAt = (level: number): number | null => {
    const { upper } = sides.to(level / 2).interval;
    const { lower } = sides.from(level / 2).interval;
    return upper === null || lower === null || lower <= 0 ? null : upper / lower;
  };
  return {
    interval: { estimate: 0, lower: 0, upper: upperAt(alpha) },
    from,
    pAtMost: () => 1,
    pAtLeast: (threshold) => errorOf((level) => (upperAt(level) ?? Infinity) < threshold),
    recordsNeeded: () => null,
    ...weaknessOf(sides, alpha),
  };
}

function unpaired(
  sides: TwoSides,
  alpha: number,
  combine: (from: Interval, to: Interval) => Interval,
  scale: (value: number) => number,
): Finding {
  const from = provenanceOf(sides.from(alpha), sides.to(alpha));
  const at = (level: number): Interval =>
    combine(sides.from(level).interval, sides.to(level).interval);
  const interval = at(alpha);
  return {
    interval,
    from,
    pAtMost: (threshold) => errorOf((level) => (at(level).lower ?? -Infinity) > threshold),
    pAtLeast: (threshold) => errorOf((level) => (at(level).upper ?? Infinity) < threshold),
    recordsNeeded: (direction, threshold) => {
      const { estimate, lower, upper } = interval;
      if (estimate === null || lower === null || upper === null) return null;
      if (!isGood(direction, estimate, threshold)) return null;
      const [least, most, aim] = [scale(lower), scale(upper), scale(threshold)];
      if (![least, most, aim].every(Number.isFinite)) return null;
      const error = (most - least) / 2 / normalQuantile(1 - alpha);
      return recordsNeededForMean(scale(estimate), aim, error * Math.sqrt(from.n), alpha, POWER);
    },
    ...weaknessOf(sides, alpha),
  };
}

/** Bounds of more error than one half would lie beyond each other: a claim they do not refuse stands. */
function errorOf(isRefused: (level: number) => boolean): number {
  return smallestError((level) => isRefused(Math.min(level, 0.5)));
}

/** `n` counts the records of both arms: they are what more of would settle it, at the same share. */
function provenanceOf({ from: one }: Finding, { from: other }: Finding): Provenance {
  const method =
    one.method === other.method
      ? `unpaired_${one.method}`
      : `unpaired_${one.method}_and_${other.method}`;
  const n = one.n + other.n;
  if (one.clusters === undefined && other.clusters === undefined) return { n, method };
  return { n, method, clusters: (one.clusters ?? one.n) + (other.clusters ?? other.n) };
}

function weaknessOf(
  sides: TwoSides,
  alpha: number,
): Partial<Pick<Finding, "weakness" | "recordsNeeded">> {
  const weak = [sides.from(alpha), sides.to(alpha)].flatMap(({ weakness }) => weakness ?? []);
  if (weak.length === 0) return {};
  return { weakness: weak.join(" and "), recordsNeeded: () => null };
}
