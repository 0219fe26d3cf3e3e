import type { EarlyRejection } from "../core/early-rejection.ts";
import { betaBinomialSequence, type RateCount } from "../stats/beta-binomial-sequence.ts";
import { isRejectedEarly } from "../stats/early-reject.ts";
import {
  empiricalBernsteinInterval,
  observeBernstein,
  startEmpiricalBernstein,
  type EmpiricalBernstein,
} from "../stats/empirical-bernstein.ts";
import type { Interval } from "../stats/interval.ts";
import { toEstimate } from "./estimate.ts";
import { scopeName } from "./gate-scope.ts";
import { shortNumber } from "./short-number.ts";
import type { WatchedGate } from "./watched-gates.ts";

/** One gate of a candidate, looked at after every record. */
export interface GateWatch {
  readonly gate: WatchedGate;
  /**
   * Counts one record and says whether the gate is now known not to be met. `before` and `after`:
   * whether the baseline's and the candidate's outcome have what the rate counts.
   */
  step(before: boolean, after: boolean): boolean;
  /** What the sequence shows after so many records of the run. */
  rejectedAt(records: number): EarlyRejection;
}

/** `level`: the chance of ever rejecting a candidate that meets the gate. */
export function watchGate(gate: WatchedGate, level: number): GateWatch {
  return gate.bound === "min" || gate.bound === "max"
    ? watchRate(gate, gate.bound, level)
    : watchDifference(gate, gate.bound, level);
}

function watchRate(gate: WatchedGate, direction: "min" | "max", level: number): GateWatch {
  const watched = { direction, threshold: gate.threshold, alpha: level };
  let count: RateCount = { trials: 0, successes: 0 };
  return {
    gate,
    step: (_before, after) => {
      count = { trials: count.trials + 1, successes: count.successes + (after ? 1 : 0) };
      return isRejectedEarly(watched, count);
    },
    rejectedAt: (records) => {
      const from = { n: count.trials, method: "beta_binomial_sequence" };
      const interval = betaBinomialSequence(count, level);
      return rejection(gate, level, { records, interval, from });
    },
  };
}

/** A drop is what the baseline has more, a rise what the candidate has more: as in any gate. */
function watchDifference(
  gate: WatchedGate,
  bound: "max_drop" | "max_rise",
  level: number,
): GateWatch {
  // Each bound of the sequence has half of its error, and only one of them is ever read.
  let sequence: EmpiricalBernstein = startEmpiricalBernstein({ least: -1, most: 1 }, 2 * level);
  let n = 0;
  return {
    gate,
    step: (before, after) => {
      const difference = Number(after) - Number(before);
      sequence = observeBernstein(sequence, bound === "max_drop" ? -difference : difference);
      n += 1;
      return (empiricalBernsteinInterval(sequence).lower ?? -1) > gate.threshold;
    },
    rejectedAt: (records) => {
      const from = { n, method: "empirical_bernstein_sequence" };
      return rejection(gate, level, {
        records,
        interval: empiricalBernsteinInterval(sequence),
        from,
      });
    },
  };
}

interface Found {
  readonly records: number;
  readonly interval: Interval;
  readonly from: { readonly n: number; readonly method: string };
}

function rejection(gate: WatchedGate, level: number, found: Found): EarlyRejection {
  return {
    gate: gate.id,
    at_records: found.records,
    observed: toEstimate(found.interval, found.from),
    level,
    because: sentence(gate, found),
  };
}

const verbs: Readonly<Record<WatchedGate["bound"], string>> = {
  min: "is",
  max: "is",
  max_drop: "fell by",
  max_rise: "rose by",
};

/** Such as "acceptance_rate is 0.8 after 46 records, at most 0.93 however often one looks (limit 0.95)". */
function sentence(gate: WatchedGate, { records, interval, from }: Found): string {
  const { metric, bound, threshold } = gate;
  const scope = scopeName(gate);
  const where = scope === "overall" ? "" : ` of ${scope}`;
  const size = `${verbs[bound]} ${shortNumber(interval.estimate ?? 0)}`;
  const least = bound !== "min";
  const edge = `at ${least ? "least" : "most"} ${shortNumber((least ? interval.lower : interval.upper) ?? 0)}`;
  const of = from.n === records ? `${records} records` : `${from.n} of ${records} records`;
  return `stopped early: ${metric}${where} ${size} after ${of}, ${edge} however often one looks (limit ${shortNumber(threshold)})`;
}
