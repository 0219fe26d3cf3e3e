import { usdFromNanoUsd } from "../../core/money.ts";
import type { FiguresFrom, Forecast, PlannedRoute } from "../../core/run-plan.ts";
import type { Moments, RecordExpectation } from "./record-expectation.ts";

/** Standard deviations above the mean that one run of ten exceeds. */
const P90_DEVIATIONS = 1.2815515655446004;

/** The most that a record can bring under one policy. */
export interface RecordWorst {
  readonly calls: number;
  /** In nano-dollars; absent: nothing bounds it. */
  readonly costNanoUsd: number | undefined;
  /** In milliseconds; absent: nothing bounds it. */
  readonly latencyMs: number | undefined;
}

interface RouteSums {
  calls: number;
  costNanoUsd: number | undefined;
  latencyMs: number | undefined;
}

/** A quantity over all records: its mean and variance, and the most it can be. */
class Total {
  #mean = 0;
  #variance = 0;
  #worst = 0;
  #isKnown = true;
  #isBounded = true;

  add(moments: Moments | undefined, worst: number | undefined, repeats: number): void {
    if (moments === undefined) this.#isKnown = false;
    else {
      this.#mean += repeats * moments.mean;
      this.#variance += repeats * moments.variance;
    }
    if (worst === undefined) this.#isBounded = false;
    else this.#worst += repeats * worst;
  }

  /** `scale`: what one of the quantity's own units is in those of the forecast. */
  forecast(scale: number): Forecast {
    const spread = P90_DEVIATIONS * Math.sqrt(this.#variance);
    const worst = this.#isBounded ? this.#worst : null;
    if (!this.#isKnown) return { expected: null, p90: null, worst: scaled(worst, scale) };
    const p90 = Math.min(this.#mean + spread, worst ?? Infinity);
    return { expected: this.#mean * scale, p90: p90 * scale, worst: scaled(worst, scale) };
  }
}

function scaled(value: number | null, scale: number): number | null {
  return value === null ? null : value * scale;
}

/** Adds up what every record may bring under every policy, each as often as the run repeats it. */
export class RunTotals {
  readonly #repeats: number;
  readonly #calls = new Total();
  readonly #cost = new Total();
  readonly #busy = new Total();
  readonly #routes = new Map<string, RouteSums>();

  constructor(repeats: number) {
    this.#repeats = repeats;
  }

  add(expected: RecordExpectation, worst: RecordWorst): void {
    this.#calls.add(expected.calls, worst.calls, this.#repeats);
    this.#cost.add(expected.cost, worst.costNanoUsd, this.#repeats);
    this.#busy.add(expected.latency, worst.latencyMs, this.#repeats);
    for (const [name, route] of expected.routes) {
      const sums = this.#routes.get(name) ?? { calls: 0, costNanoUsd: 0, latencyMs: 0 };
      this.#routes.set(name, {
        calls: sums.calls + this.#repeats * route.calls,
        costNanoUsd: plus(sums.costNanoUsd, route.costNanoUsd, this.#repeats),
        latencyMs: plus(sums.latencyMs, route.latencyMs, this.#repeats),
      });
    }
  }

  get calls(): Forecast {
    return this.#calls.forecast(1);
  }

  get costUsd(): Forecast {
    return this.#cost.forecast(usdFromNanoUsd(1));
  }

  /** Seconds in which some slot is busy, waits before a retry included. */
  get busySeconds(): Forecast {
    return this.#busy.forecast(1e-3);
  }

  routes(
    about: (route: string) => { readonly from: FiguresFrom; readonly accepted: number | null },
  ): Readonly<Record<string, PlannedRoute>> {
    return Object.fromEntries(
      [...this.#routes]
        .toSorted(([left], [right]) => (left < right ? -1 : 1))
        .map(([name, { calls, costNanoUsd, latencyMs }]) => [
          name,
          {
            calls,
            cost_usd: costNanoUsd === undefined ? null : usdFromNanoUsd(costNanoUsd),
            latency_ms: latencyMs === undefined || calls === 0 ? null : latencyMs / calls,
            ...about(name),
          },
        ]),
    );
  }
}

function plus(sum: number | undefined, value: number | undefined, times: number) {
  return sum === undefined || value === undefined ? undefined : sum + times * value;
}
