import type { RecordExpectation } from "./record-expectation.ts";

/** Baseline's cost, candidate's cost, baseline accepted, candidate accepted: of one record. */
const QUANTITIES = 4;

/** What a pair of policies is expected to show, a record at a time. */
export interface PairFigures {
  readonly records: number;
  /** Means, in nano-dollars and shares; undefined: not known of some record. */
  readonly costs: readonly [baseline: number, candidate: number] | undefined;
  readonly accepted: readonly [baseline: number, candidate: number] | undefined;
  /** Share of records of which only one arm's answer is accepted; undefined: not known. */
  readonly discordance: number | undefined;
  /** Standard deviation, per record, of a smooth figure of the four means with this gradient. */
  readonly deviationAlong: (gradient: readonly number[]) => number;
  /** Standard deviation of the logarithm of latency, of each arm; undefined: not known. */
  readonly logLatencyDeviation: readonly [baseline: number, candidate: number] | undefined;
}

/**
 * Adds up, over records, the means and second moments that planning a comparison needs. Where both
 * policies send a record to the same route they get the same answer; else the two have nothing to
 * do with each other beyond the record itself.
 */
export class PairMoments {
  #records = 0;
  readonly #sums = new Float64Array(QUANTITIES);
  readonly #products = new Float64Array(QUANTITIES * QUANTITIES);
  #discordance = 0;
  #knowsCosts = true;
  #knowsAcceptance = true;
  readonly #logs = [new LogSums(), new LogSums()] as const;

  add(baseline: RecordExpectation, candidate: RecordExpectation, isSame: boolean): void {
    this.#records += 1;
    if (baseline.cost === undefined || candidate.cost === undefined) this.#knowsCosts = false;
    if (baseline.acceptance === undefined || candidate.acceptance === undefined) {
      this.#knowsAcceptance = false;
    }
    const costs = [baseline.cost, candidate.cost].map((cost) => cost ?? { mean: 0, variance: 0 });
    const accepted = [baseline.acceptance ?? 0, candidate.acceptance ?? 0];
    const means = [costs[0]!.mean, costs[1]!.mean, accepted[0]!, accepted[1]!];
    const both = isSame ? Math.min(accepted[0]!, accepted[1]!) : accepted[0]! * accepted[1]!;
    this.#discordance += accepted[0]! + accepted[1]! - 2 * both;
    const sharedVariance = isSame ? Math.min(costs[0]!.variance, costs[1]!.variance) : 0;
    for (let row = 0; row < QUANTITIES; row += 1) {
      this.#sums[row]! += means[row]!;
      for (let column = 0; column < QUANTITIES; column += 1) {
        this.#products[row * QUANTITIES + column]! += means[row]! * means[column]!;
      }
    }
    // What varies within a record comes to what varies between them.
    this.#add(0, 0, costs[0]!.variance);
    this.#add(1, 1, costs[1]!.variance);
    this.#add(0, 1, sharedVariance);
    this.#add(2, 2, accepted[0]! * (1 - accepted[0]!));
    this.#add(3, 3, accepted[1]! * (1 - accepted[1]!));
    this.#add(2, 3, both - accepted[0]! * accepted[1]!);
    this.#logs[0].add(baseline);
    this.#logs[1].add(candidate);
  }

  #add(row: number, column: number, value: number): void {
    this.#products[row * QUANTITIES + column]! += value;
    if (row !== column) this.#products[column * QUANTITIES + row]! += value;
  }

  figures(): PairFigures {
    const n = this.#records;
    const mean = (index: number): number => (n === 0 ? 0 : this.#sums[index]! / n);
    const [before, after] = [this.#logs[0].deviation(), this.#logs[1].deviation()];
    return {
      records: n,
      costs: this.#knowsCosts ? [mean(0), mean(1)] : undefined,
      accepted: this.#knowsAcceptance ? [mean(2), mean(3)] : undefined,
      discordance: this.#knowsAcceptance && n > 0 ? this.#discordance / n : undefined,
      logLatencyDeviation:
        before === undefined || after === undefined ? undefined : [before, after],
      deviationAlong: (gradient) => {
        let variance = 0;
        for (let row = 0; row < QUANTITIES; row += 1) {
          for (let column = 0; column < QUANTITIES; column += 1) {
            const product = n === 0 ? 0 : this.#products[row * QUANTITIES + column]! / n;
            const covariance = product - mean(row) * mean(column);
            variance += (gradient[row] ?? 0) * (gradient[column] ?? 0) * covariance;
          }
        }
        return Math.sqrt(Math.max(0, variance));
      },
    };
  }
}

/** How the logarithms of latencies spread, between records and within them. */
class LogSums {
  #count = 0;
  #sum = 0;
  #squares = 0;
  #isKnown = true;

  add({ calls, logLatency }: RecordExpectation): void {
    if (calls.mean === 0) return;
    if (logLatency === undefined) {
      this.#isKnown = false;
      return;
    }
    this.#count += 1;
    this.#sum += logLatency.mean;
    this.#squares += logLatency.mean ** 2 + logLatency.variance;
  }

  deviation(): number | undefined {
    if (!this.#isKnown || this.#count === 0) return undefined;
    const mean = this.#sum / this.#count;
    return Math.sqrt(Math.max(0, this.#squares / this.#count - mean ** 2));
  }
}
