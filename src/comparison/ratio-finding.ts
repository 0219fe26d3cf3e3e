import {
  costPerAccepted,
  pairedCostDifference,
  pairedCostRatio,
  pairedCostRatioP,
  type CostPerAccepted,
} from "../stats/cost-per-accepted.ts";
import { withoutBounds } from "../stats/interval.ts";
import {
  measuredUnits,
  pairedLogRatioError,
  pairedLogResiduals,
  pairedRatioResiduals,
  type CostUnits,
} from "../stats/ratio-moments.ts";
import { recordsNeededForMean } from "../stats/records-needed.ts";
import { isNoise } from "../stats/rounding.ts";
import { studentP } from "../stats/student-p.ts";
import { cautiousBounds, type CautiousBounds } from "./cautious-bounds.ts";
import type { Provenance } from "./estimate.ts";
import { areEqual, POWER, unknownFinding, type Finding } from "./finding.ts";
import { sumOf } from "./sample.ts";
import { isGood } from "./mean-finding.ts";

/** A sum over a sum, such as cost per accepted outcome, of one arm. */
export function sumRatioFinding(
  units: CostUnits,
  n: number,
  clusters: number | undefined,
  alpha: number,
  largestUnit: number,
): Finding {
  const found = costPerAccepted(units.costs, units.accepted, alpha, largestUnit);
  const df = units.costs.length - 1;
  const total = sumOf(units.costs);
  const p = (threshold: number) =>
    pairedCostRatioP(found.estimate, found.logStandardError, df, threshold);
  const finding: Finding = {
    interval: found,
    from: provenance("log_delta", n, clusters),
    pAtMost: (threshold) =>
      found.reason === "no_accepted_outcomes"
        ? nothingAcceptedP(total / (df + 1) / largestUnit, df + 1, threshold)
        : p(threshold).atMost,
    pAtLeast: (threshold) => p(threshold).atLeast,
    recordsNeeded: needed(found.estimate, found.logStandardError, n, alpha, Math.log),
    cautious: () => cautiousRatio(units, found, alpha),
  };
  return unlessUnproven(finding, found.logStandardError, units.costs.length);
}

/** The bounds on the logarithm moved out where costs are skewed, as costs mostly are. */
function cautiousRatio(
  { costs, accepted }: CostUnits,
  { estimate, logStandardError }: CostPerAccepted,
  alpha: number,
): CautiousBounds | undefined {
  if (estimate === null) return undefined;
  const [meanCost, meanAccepted] = [sumOf(costs) / costs.length, sumOf(accepted) / costs.length];
  const residuals = costs.map((cost, unit) => cost / meanCost - accepted[unit]! / meanAccepted);
  return onLogScale(estimate, logStandardError, residuals, alpha);
}

function onLogScale(
  estimate: number | null,
  logStandardError: number | null,
  residuals: Float64Array,
  alpha: number,
): CautiousBounds | undefined {
  if (estimate === null || estimate <= 0 || !logStandardError) return undefined;
  const bounds = cautiousBounds(Math.log(estimate), logStandardError, residuals, alpha);
  return bounds && { ...bounds, lower: Math.exp(bounds.lower), upper: Math.exp(bounds.upper) };
}

/** Without any variation fewer units than these show nothing: they may be alike by chance. */
export const FEWEST_ALIKE = 10;

/** Takes away the bounds, and the tests, that an error of 0 from a handful of units makes. */
function unlessUnproven(finding: Finding, standardError: number | null, units: number): Finding {
  const { estimate, reason } = finding.interval;
  const isMeasured = standardError !== null && standardError !== 0;
  if (estimate === null || isMeasured || units >= FEWEST_ALIKE) return finding;
  const because = units < 2 ? (reason ?? "fewer_than_two_units") : "no_variation_in_few_units";
  const { n } = finding.from;
  return {
    ...finding,
    interval: withoutBounds(estimate, because),
    pAtMost: () => 1,
    pAtLeast: () => 1,
    recordsNeeded: (direction, threshold) =>
      isGood(direction, estimate, threshold) ? Math.ceil((n * FEWEST_ALIKE) / units) : null,
  };
}

/** Whether two arms' ratios differ from unit to unit by more than rounding. */
export function variesBetween(from: CostUnits, to: CostUnits): boolean {
  if (from.costs.length < 2) return false;
  return !isNoise(pairedLogRatioError(measuredUnits(from), measuredUnits(to)), 1);
}

/** How likely nothing is accepted of n where the cost per accepted outcome is the threshold. */
function nothingAcceptedP(meanCost: number, n: number, threshold: number): number {
  if (meanCost <= 0) return 1;
  return meanCost >= threshold ? 0 : (1 - meanCost / threshold) ** n;
}

/** `to`'s sum over a sum against `from`'s, on the same units. */
export function pairedRatioFinding(
  from: CostUnits,
  to: CostUnits,
  n: number,
  clusters: number | undefined,
  alpha: number,
): Finding {
  const found = pairedCostRatio(from, to, alpha);
  const isIdentical = areIdentical(from, to);
  if (found.reason === "zero_baseline_cost") {
    return { ...againstNothing(from, to, n, clusters, alpha), isIdentical };
  }
  const p = (threshold: number) =>
    pairedCostRatioP(found.estimate, found.logStandardError, found.degreesOfFreedom, threshold);
  const finding: Finding = {
    interval: found,
    from: provenance("paired_log_delta", n, clusters),
    pAtMost: (threshold) => p(threshold).atMost,
    pAtLeast: (threshold) => p(threshold).atLeast,
    recordsNeeded: needed(found.estimate, found.logStandardError, n, alpha, Math.log),
    cautious: () =>
      onLogScale(
        found.estimate,
        found.logStandardError,
        pairedLogResiduals(measuredUnits(from), measuredUnits(to)),
        alpha,
      ),
    isIdentical,
  };
  return unlessUnproven(finding, found.logStandardError, from.costs.length);
}

/** Over nothing there is no ratio; but more than nothing is more than any multiple of it. */
function againstNothing(
  from: CostUnits,
  to: CostUnits,
  n: number,
  clusters: number | undefined,
  alpha: number,
): Finding {
  const { estimate, standardError, degreesOfFreedom } = pairedCostDifference(from, to, alpha);
  const unknown = unknownFinding("zero_in_baseline", provenance("paired_log_delta", n, clusters));
  const isUnproven = standardError === 0 && from.costs.length < FEWEST_ALIKE;
  return {
    ...unknown,
    pAtMost: () => (isUnproven ? 1 : studentP(estimate, standardError, degreesOfFreedom, 0).atMost),
  };
}

/** `to`'s sum over a sum minus `from`'s, on the same units. */
export function pairedSumDifferenceFinding(
  from: CostUnits,
  to: CostUnits,
  n: number,
  clusters: number | undefined,
  alpha: number,
): Finding {
  const found = pairedCostDifference(from, to, alpha);
  const { estimate, standardError, degreesOfFreedom } = found;
  const p = (threshold: number) => studentP(estimate, standardError, degreesOfFreedom, threshold);
  const finding: Finding = {
    interval: found,
    from: provenance("paired_delta", n, clusters),
    pAtMost: (threshold) => p(threshold).atMost,
    pAtLeast: (threshold) => p(threshold).atLeast,
    recordsNeeded: needed(estimate, standardError, n, alpha, (value) => value),
    ...(estimate !== null &&
      standardError && {
        cautious: () =>
          cautiousBounds(
            estimate,
            standardError,
            pairedRatioResiduals(measuredUnits(from), measuredUnits(to)),
            alpha,
          ),
      }),
    isIdentical: areIdentical(from, to),
  };
  return unlessUnproven(finding, standardError, from.costs.length);
}

function areIdentical(a: CostUnits, b: CostUnits): boolean {
  return areEqual(a.costs, b.costs) && areEqual(a.accepted, b.accepted);
}

function provenance(method: string, n: number, clusters: number | undefined): Provenance {
  return clusters === undefined ? { n, method } : { n, method, clusters };
}

function needed(
  estimate: number | null,
  standardError: number | null,
  n: number,
  alpha: number,
  scale: (value: number) => number,
): Finding["recordsNeeded"] {
  return (direction, threshold) => {
    // Without an error no number of records is known to move a bound.
    if (estimate === null || standardError === null || standardError === 0) return null;
    if (!isGood(direction, estimate, threshold)) return null;
    const [a, b] = [scale(estimate), scale(threshold)];
    if (!Number.isFinite(a) || !Number.isFinite(b)) return null;
    return recordsNeededForMean(a, b, standardError * Math.sqrt(n), alpha, POWER);
  };
}
