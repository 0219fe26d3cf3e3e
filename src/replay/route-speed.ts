import type { Attempt } from "../core/attempt.ts";
import type { RouteLatency } from "../core/route-latency.ts";
import { LatencyWindow } from "./latency-window.ts";

/** How fast a route has lately been, for strategies that choose by it. */
export class RouteSpeed {
  readonly #percentile: number;
  readonly #complete: LatencyWindow;
  readonly #firstToken: LatencyWindow;

  constructor(rule: { readonly windowMs: number; readonly percentile: number }) {
    this.#percentile = rule.percentile;
    this.#complete = new LatencyWindow(rule.windowMs);
    this.#firstToken = new LatencyWindow(rule.windowMs);
  }

  latencyAt(atMs: number): RouteLatency {
    this.#complete.slideTo(atMs);
    this.#firstToken.slideTo(atMs);
    return {
      attempts: this.#complete.count,
      completeMs: this.#complete.quantile(this.#percentile),
      firstTokenMs: this.#firstToken.quantile(this.#percentile),
    };
  }

  add(attempt: Attempt, atMs: number): void {
    this.#complete.addComplete(attempt, atMs);
    this.#firstToken.addFirstToken(attempt, atMs);
  }
}
