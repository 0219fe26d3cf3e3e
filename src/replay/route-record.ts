import type { Attempt } from "../core/attempt.ts";
import { endedIn, endedInTransientError } from "../core/ended-in.ts";
import { isFailureKind } from "../core/failure.ts";
import type { HealthRule } from "../core/health-rule.ts";
import { percentWords } from "../core/percent-words.ts";
import type { RouteHealth } from "../core/route-health.ts";
import {
  circuitAt,
  closedCircuit,
  mayProbe,
  opened,
  probed,
  probing,
  withoutProbe,
  type Circuit,
} from "./circuit.ts";
import { HealthWindow } from "./health-window.ts";
import { LatencyWindow } from "./latency-window.ts";

/** What an attempt's end did to its route. */
export type RouteChange =
  | { readonly kind: "excluded"; readonly because: string }
  | { readonly kind: "recovered"; readonly because: string };

/** The p95 that `health.max_p95_*` speak of. */
const LIMITED_PERCENTILE = 0.95;

/** How a route has lately served, and whether it may be called under a health rule. */
export class RouteRecord {
  readonly #rule: HealthRule;
  readonly #window: HealthWindow;
  readonly #complete: LatencyWindow | undefined;
  readonly #firstToken: LatencyWindow | undefined;
  #circuit: Circuit = closedCircuit;

  constructor(rule: HealthRule) {
    this.#rule = rule;
    this.#window = new HealthWindow(rule.windowMs);
    if (rule.maxP95CompleteMs !== undefined) this.#complete = new LatencyWindow(rule.windowMs);
    if (rule.maxP95FirstTokenMs !== undefined) this.#firstToken = new LatencyWindow(rule.windowMs);
  }

  healthAt(atMs: number): RouteHealth {
    this.#circuit = circuitAt(this.#circuit, atMs, this.#rule);
    this.#window.slideTo(atMs);
    return {
      state: this.#circuit.state,
      mayProbe: mayProbe(this.#circuit),
      attempts: this.#window.attempts,
      errors: this.#window.errors,
      because: this.#circuit.because,
    };
  }

  /** A call is about to be sent; which probe it is, in words; absent: it is none. */
  call(atMs: number): string | undefined {
    this.#circuit = circuitAt(this.#circuit, atMs, this.#rule);
    if (!mayProbe(this.#circuit)) return undefined;
    this.#circuit = probing(this.#circuit);
    const { goodProbes } = this.#circuit;
    const { probes } = this.#rule;
    if (goodProbes === 0) return "its cooldown is over";
    return `${goodProbes} of ${probes} probes went well`;
  }

  /** The probe came to nothing: nobody knows how it would have ended. */
  dropProbe(): void {
    this.#circuit = withoutProbe(this.#circuit);
  }

  /** An attempt has ended; absent: nothing changed. */
  add(attempt: Attempt, atMs: number, isProbe: boolean): RouteChange | undefined {
    const isError = countsAsError(attempt, this.#rule.counts);
    this.#window.add(atMs, isError);
    this.#complete?.addComplete(attempt, atMs);
    this.#firstToken?.addFirstToken(attempt, atMs);
    if (isProbe) return this.#endProbe(atMs, isError);
    if (this.#circuit.state !== "closed") return undefined;
    const because = this.#tooBad(atMs);
    if (because === undefined) return undefined;
    this.#circuit = opened(atMs, because);
    return { kind: "excluded", because };
  }

  #endProbe(atMs: number, isError: boolean): RouteChange | undefined {
    this.#circuit = probed(this.#circuit, atMs, isError, this.#rule);
    if (isError) return { kind: "excluded", because: "its probe failed" };
    if (this.#circuit.state !== "closed") return undefined;
    this.#window.clear();
    this.#complete?.clear();
    this.#firstToken?.clear();
    const { probes } = this.#rule;
    return {
      kind: "recovered",
      because: probes === 1 ? "its probe went well" : `${probes} probes in a row went well`,
    };
  }

  /** Why the window speaks against the route, as a clause; absent: it does not. */
  #tooBad(atMs: number): string | undefined {
    const { minAttempts, maxErrorRate, windowMs, maxP95CompleteMs, maxP95FirstTokenMs } =
      this.#rule;
    const { attempts, errors } = this.#window;
    const within = `in the last ${windowMs / 1000} s`;
    if (attempts >= minAttempts && errors / attempts > maxErrorRate) {
      return `${errors} of ${attempts} attempts failed ${within}, more than ${percentWords(maxErrorRate)}`;
    }
    return (
      tooSlow("complete answer", this.#complete, maxP95CompleteMs, minAttempts, atMs) ??
      tooSlow("first token", this.#firstToken, maxP95FirstTokenMs, minAttempts, atMs)
    );
  }
}

function tooSlow(
  what: string,
  window: LatencyWindow | undefined,
  limitMs: number | undefined,
  minAttempts: number,
  atMs: number,
): string | undefined {
  if (window === undefined || limitMs === undefined) return undefined;
  window.slideTo(atMs);
  const p95Ms = window.quantile(LIMITED_PERCENTILE);
  if (p95Ms === undefined || window.count < minAttempts || p95Ms <= limitMs) return undefined;
  return `its p95 to the ${what} is ${p95Ms} ms over ${window.count} attempts, above ${limitMs} ms`;
}

/** `counts` names failure kinds, and `transient_error` for all that pass by themselves. */
export function countsAsError(attempt: Attempt, counts: readonly string[]): boolean {
  return counts.some((name) =>
    name === "transient_error"
      ? endedInTransientError(attempt)
      : isFailureKind(name) && endedIn(attempt, name),
  );
}
