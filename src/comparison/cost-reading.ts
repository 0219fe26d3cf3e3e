import { NANO_USD } from "../core/money.ts";
import type { ArmColumns } from "./arm-columns.ts";
import type { CautiousBounds } from "./cautious-bounds.ts";
import { coveredUnits } from "./covered-units.ts";
import { costData, type CostData, type CostKind } from "./cost-data.ts";
import { usdOf } from "./cost-metrics.ts";
import { inUsd } from "./estimate.ts";
import { unknownFinding, type Finding } from "./finding.ts";
import { isGood } from "./mean-finding.ts";
import type { MetricReading, ReadingContext } from "./metric-reading.ts";
import { sumOf } from "./sample.ts";
import {
  pairedRatioFinding,
  pairedSumDifferenceFinding,
  sumRatioFinding,
} from "./ratio-finding.ts";

/** With fewer accepted outcomes in either arm no cost gate may pass. */
export const FEWEST_ACCEPTED = 10;

/** Reads dollars per accepted outcome, per request or per workflow. */
export function costReading(kind: CostKind, context: ReadingContext): MetricReading {
  const { alpha, scratch } = context;
  /** `turn` keeps the two arms of a pair apart. */
  const read = (arm: ArmColumns, units: Uint32Array, turn: 0 | 1 = 0) => {
    const n = units.length;
    const room = { costs: scratch.take(2 * turn, n), accepted: scratch.take(2 * turn + 1, n) };
    return costData(arm, units, kind, context, room);
  };
  const paired =
    (combine: typeof pairedRatioFinding) =>
    (from: ArmColumns, to: ArmColumns, units: Uint32Array): Finding => {
      // What one arm lacks is dropped from both, so that workflows stay comparable too.
      const covered = coveredUnits([from, to], units);
      const [a, b] = [read(from, covered, 0), read(to, covered, 1)];
      const known = unlessUnknown([a, b], () => combine(a, b, b.n, b.clusters, alpha));
      return withFewAccepted(known, [a, b]);
    };
  return {
    point: (arm, units) => {
      const data = read(arm, kind === "workflow" ? units : coveredUnits([arm], units));
      const total = sumOf(data.costs);
      const divisor = sumOf(data.accepted);
      return divisor === 0 || data.unknownAttempts > 0 ? null : usdOf(total / divisor);
    },
    absolute: (arm, units) => {
      const data = read(arm, kind === "workflow" ? units : coveredUnits([arm], units));
      const known = unlessUnknown([data], () =>
        inDollars(sumRatioFinding(data, data.n, data.clusters, alpha, data.largestUnit)),
      );
      return withFewAccepted(known, [data]);
    },
    difference: paired((...data) => inDollars(pairedSumDifferenceFinding(...data))),
    ratio: paired(pairedRatioFinding),
  };
}

/** Sums are whole nano-dollars, so that they are exact; thresholds are dollars. */
function inDollars(finding: Finding): Finding {
  const { cautious } = finding;
  return {
    ...finding,
    interval: inUsd(finding.interval),
    ...(cautious && { cautious: () => boundsInUsd(cautious()) }),
    pAtMost: (threshold) => finding.pAtMost(threshold * NANO_USD),
    pAtLeast: (threshold) => finding.pAtLeast(threshold * NANO_USD),
    recordsNeeded: (direction, threshold) => finding.recordsNeeded(direction, threshold * NANO_USD),
  };
}

function boundsInUsd(bounds: CautiousBounds | undefined): CautiousBounds | undefined {
  return bounds && { ...bounds, lower: bounds.lower / NANO_USD, upper: bounds.upper / NANO_USD };
}

function unlessUnknown(data: readonly CostData[], find: () => Finding): Finding {
  const [first] = data;
  if (first === undefined || data.some(({ costs }) => costs.length === 0)) {
    return unknownFinding("no_data", { n: 0, method: "log_delta" });
  }
  if (data.every(({ unknownAttempts }) => unknownAttempts === 0)) return find();
  return unknownFinding("unknown_cost", { n: first.n, method: "log_delta" });
}

function withFewAccepted(finding: Finding, data: readonly CostData[]): Finding {
  const fewest = Math.min(...data.map(({ accepts }) => accepts));
  if (fewest >= FEWEST_ACCEPTED) return finding;
  const { n } = finding.from;
  return {
    ...finding,
    weakness: `only ${fewest} accepted outcomes, fewer than the ${FEWEST_ACCEPTED} that a cost gate wants`,
    recordsNeeded: (direction, threshold) => {
      const { estimate } = finding.interval;
      const isHopeless = estimate === null || !isGood(direction, estimate, threshold);
      if (fewest === 0 || isHopeless) return null;
      const asked = finding.recordsNeeded(direction, threshold) ?? 0;
      return Math.max(asked, Math.ceil((n * FEWEST_ACCEPTED) / fewest));
    },
  };
}
