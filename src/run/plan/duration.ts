import type { Forecast, RunPlan } from "../../core/run-plan.ts";
import type { Route } from "../../core/route.ts";

/** What one route is expected to be asked for, over the whole run. */
export interface RouteLoad {
  readonly route: Route;
  readonly calls: number;
  /** Tokens as the route's limit counts them: of prompts, and all that may be answered. */
  readonly tokens: number;
  /** Seconds in which it works on some call; undefined: not known. */
  readonly busySeconds: number | undefined;
}

/**
 * How long the calls take in real time: as long as the slots are busy, or as the tightest limit of
 * a route lets through; whichever is longer.
 */
export function durationOf(
  busySeconds: Forecast,
  calls: Forecast,
  slots: number,
  loads: readonly RouteLoad[],
): RunPlan["duration_s"] {
  const limits = loads.flatMap(limitsOf);
  const tightest = limits.reduce<TimeLimit | undefined>(
    (most, limit) => (most === undefined || limit.seconds > most.seconds ? limit : most),
    undefined,
  );
  const atLeast = tightest?.seconds ?? 0;
  // A limit on calls grows with them: the most there can be take so many times the expected.
  const worstCalls =
    calls.worst === null || calls.expected === null || calls.expected === 0
      ? 1
      : calls.worst / calls.expected;
  const through = (busy: number | null, limit: number): number | null =>
    busy === null ? null : Math.max(busy / slots, limit);
  const expected = through(busySeconds.expected, atLeast);
  const isLimited = expected !== null && tightest !== undefined && expected === tightest.seconds;
  return {
    expected,
    p90: through(busySeconds.p90, atLeast),
    worst: through(busySeconds.worst, atLeast * worstCalls),
    bound_by: expected === null ? null : isLimited ? tightest.name : `${slots} slots`,
  };
}

interface TimeLimit {
  readonly name: string;
  readonly seconds: number;
}

function limitsOf({ route, calls, tokens, busySeconds }: RouteLoad): readonly TimeLimit[] {
  const { requestsPerMinute, tokensPerMinute, maxConcurrency } = route.limits;
  const limits: TimeLimit[] = [];
  const add = (limit: number | undefined, name: string, seconds: (limit: number) => number) => {
    if (limit !== undefined)
      limits.push({ name: `${name} of ${route.name}`, seconds: seconds(limit) });
  };
  add(requestsPerMinute, "requests_per_minute", (limit) => (60 * calls) / limit);
  add(tokensPerMinute, "tokens_per_minute", (limit) => (60 * tokens) / limit);
  if (busySeconds !== undefined) {
    add(maxConcurrency, "max_concurrency", (limit) => busySeconds / limit);
  }
  return limits;
}
