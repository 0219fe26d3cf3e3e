import type { Attempt } from "../../core/attempt.ts";
import type { AttemptPath } from "./attempt-paths.ts";

/** A quantity that chance decides. */
export interface Moments {
  readonly mean: number;
  readonly variance: number;
}

/** What one record may bring under one policy. */
export interface RecordExpectation {
  readonly calls: Moments;
  /** In nano-dollars; absent: some call that it may lead to has no known cost. */
  readonly cost: Moments | undefined;
  /** In milliseconds, waits between attempts included; absent: not known. */
  readonly latency: Moments | undefined;
  /** Of the natural logarithm of milliseconds; absent: not known, or nothing is called. */
  readonly logLatency: Moments | undefined;
  /** Chance that its answer is accepted; absent: nobody knows. */
  readonly acceptance: number | undefined;
  /** Expected calls by route, with what each costs in nano-dollars and lasts where that is known. */
  readonly routes: ReadonlyMap<string, RouteExpectation>;
}

export interface RouteExpectation {
  readonly calls: number;
  readonly costNanoUsd: number | undefined;
  readonly latencyMs: number | undefined;
}

/**
 * Adds up the ways in which a record may go. `sigmaOf`: how a route's times spread, as the standard
 * deviation of their logarithm.
 */
export function expectationOf(
  paths: readonly AttemptPath[],
  sigmaOf: (route: string) => number,
): RecordExpectation {
  const over = (of: (attempts: readonly Attempt[]) => Moments | undefined): Moments | undefined => {
    let [mean, square] = [0, 0];
    for (const { chance, attempts } of paths) {
      const found = of(attempts);
      if (found === undefined) return undefined;
      mean += chance * found.mean;
      square += chance * (found.variance + found.mean ** 2);
    }
    return { mean, variance: Math.max(0, square - mean ** 2) };
  };
  const certain = (mean: number): Moments => ({ mean, variance: 0 });
  return {
    calls: over((attempts) => certain(attempts.length)) ?? certain(0),
    cost: over((attempts) => {
      const sum = sumOf(attempts, ({ costNanoUsd }) => costNanoUsd);
      return sum === undefined ? undefined : certain(sum);
    }),
    latency: over((attempts) => timeOf(attempts, sigmaOf)),
    logLatency: over((attempts) => logTimeOf(attempts, sigmaOf)),
    acceptance: acceptanceOf(paths),
    routes: byRoute(paths),
  };
}

function acceptanceOf(paths: readonly AttemptPath[]): number | undefined {
  let accepted = 0;
  for (const { chance, acceptance } of paths) {
    if (acceptance === undefined) return undefined;
    accepted += chance * acceptance;
  }
  return accepted;
}

function sumOf(
  attempts: readonly Attempt[],
  of: (attempt: Attempt) => number | undefined,
): number | undefined {
  let sum = 0;
  for (const attempt of attempts) {
    const value = of(attempt);
    if (value === undefined) return undefined;
    sum += value;
  }
  return sum;
}

/** What an answer takes spreads; how long a call lasts that failed is taken as it is. */
function timeOf(
  attempts: readonly Attempt[],
  sigmaOf: (route: string) => number,
): Moments | undefined {
  const mean = sumOf(attempts, ({ latencyMs, waitedMs }) =>
    latencyMs === undefined ? undefined : latencyMs + waitedMs,
  );
  if (mean === undefined) return undefined;
  const variance = attempts.reduce((sum, { result, route, latencyMs = 0 }) => {
    if (result.kind !== "response") return sum;
    return sum + latencyMs ** 2 * Math.expm1(sigmaOf(route) ** 2);
  }, 0);
  return { mean, variance };
}

function logTimeOf(
  attempts: readonly Attempt[],
  sigmaOf: (route: string) => number,
): Moments | undefined {
  const time = timeOf(attempts, sigmaOf);
  if (time === undefined || time.mean <= 0) return undefined;
  // The lognormal with this mean and variance.
  const variance = Math.log1p(time.variance / time.mean ** 2);
  return { mean: Math.log(time.mean) - variance / 2, variance };
}

function byRoute(paths: readonly AttemptPath[]): ReadonlyMap<string, RouteExpectation> {
  const routes = new Map<string, RouteExpectation>();
  for (const { chance, attempts } of paths) {
    for (const { route, costNanoUsd, latencyMs } of attempts) {
      const before = routes.get(route) ?? { calls: 0, costNanoUsd: 0, latencyMs: 0 };
      routes.set(route, {
        calls: before.calls + chance,
        costNanoUsd: plus(before.costNanoUsd, costNanoUsd, chance),
        latencyMs: plus(before.latencyMs, latencyMs, chance),
      });
    }
  }
  return routes;
}

/** One unknown part makes a sum unknown. */
function plus(
  sum: number | undefined,
  value: number | undefined,
  chance: number,
): number | undefined {
  return sum === undefined || value === undefined ? undefined : sum + chance * value;
}
