import { regularizedBeta } from "./beta.ts";
import { normalQuantile } from "./normal.ts";

/** Beyond this many records an answer helps nobody. */
const MOST_RECORDS = 10_000_000;

/**
 * How many records in all let a mean clear its threshold with the power asked for, by the normal
 * approximation; null where the mean lies on the threshold or the number is beyond reason.
 */
export function recordsNeededForMean(
  estimate: number,
  threshold: number,
  standardDeviation: number,
  alpha: number,
  power: number,
): number | null {
  const needed = unroundedRecordsForMean(estimate, threshold, standardDeviation, alpha, power);
  if (!(needed <= MOST_RECORDS)) return null;
  return Math.max(1, Math.ceil(needed - 1e-9));
}

/** The same before it is rounded up: infinite, or NaN, where the mean lies on the threshold. */
export function unroundedRecordsForMean(
  estimate: number,
  threshold: number,
  standardDeviation: number,
  alpha: number,
  power: number,
): number {
  const z = normalQuantile(1 - alpha) + normalQuantile(power);
  return ((z * standardDeviation) / (estimate - threshold)) ** 2;
}

/** A gate seen from what it counts against a record: failures, with the share that it allows. */
interface FailureGate {
  /** Observed share of failures; a sample of n is taken to hold round(n * share) of them. */
  readonly share: number;
  /** The allowed share, and one minus it, each with its own digits. */
  readonly limit: number;
  readonly rest: number;
  readonly alpha: number;
}

function passes({ limit, rest, alpha }: FailureGate, failures: number, n: number): boolean {
  return failures < n && regularizedBeta(rest, limit, n - failures, failures + 1) <= alpha;
}

/** The largest sample, within reason, that holds no more than this many failures. */
function lastWith(gate: FailureGate, failures: number): number {
  if (gate.share === 0) return MOST_RECORDS;
  let n = Math.min(MOST_RECORDS, Math.ceil((failures + 0.5) / gate.share) + 1);
  while (n > 0 && Math.round(n * gate.share) > failures) n -= 1;
  return n;
}

/**
 * The smallest sample with the observed rate that passes the exact one-sided gate; null where no
 * sample does, the rate being on the wrong side.
 *
 * Passing is a sawtooth in n: each further failure throws the sample back. But the best sample
 * with a given number of failures is the largest, and whether that one passes changes once, so
 * the number of failures is found by doubling and halving.
 */
export function recordsNeededForProportion(
  direction: "min" | "max",
  threshold: number,
  observedRate: number,
  alpha: number,
): number | null {
  const gate: FailureGate =
    direction === "min"
      ? { share: 1 - observedRate, limit: 1 - threshold, rest: threshold, alpha }
      : { share: observedRate, limit: threshold, rest: 1 - threshold, alpha };
  if (!(gate.share < gate.limit)) return null;
  const failures = fewestFailures(gate);
  if (failures === null) return null;
  let low = failures === 0 ? 1 : lastWith(gate, failures - 1) + 1;
  let high = lastWith(gate, failures);
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (passes(gate, failures, middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The fewest failures with which some sample still passes. */
function fewestFailures(gate: FailureGate): number | null {
  const canPass = (failures: number) => passes(gate, failures, lastWith(gate, failures));
  const most = Math.round(MOST_RECORDS * gate.share);
  let low = 0;
  let high = 0;
  while (!canPass(high)) {
    if (high === most) return null;
    low = high + 1;
    high = Math.min(most, 2 * high + 1);
  }
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (canPass(middle)) high = middle;
    else low = middle + 1;
  }
  // Sample sizes are whole, so near the crossing a smaller number may pass before a larger fails.
  const reach = Math.ceil(10 + 4 * gate.limit * Math.sqrt(high));
  let fewest = high;
  for (let failures = Math.max(0, high - reach); failures < high; failures += 1) {
    if (canPass(failures)) {
      fewest = failures;
      break;
    }
  }
  return fewest;
}
