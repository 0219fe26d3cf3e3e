import type { Clock } from "../core/clock.ts";
import type { Provider, ProviderCall, ProviderReply } from "../core/provider.ts";
import { RouteLimits } from "./route-limits.ts";
import { afterWaiting } from "./after-waiting.ts";

/** The longest pause of a route, whatever its provider asks for. */
const LONGEST_PAUSE_MS = 120_000;

export interface LimitedOptions {
  /** Tokens that a call is expected to use, input and output: what its route's limit is asked for. */
  readonly estimateTokens: (call: ProviderCall) => number;
  /** Aborted: the run is ending, and what waits is left. */
  readonly drain: AbortSignal;
  /** Told of each pause that a provider asks for, in milliseconds. Absent: nobody is. */
  readonly onPause?: (route: string, pauseMs: number) => void;
  /** Absent: two minutes. */
  readonly longestPauseMs?: number | undefined;
}

/**
 * Keeps each route to its limits, and lets a route that was told to slow down wait while the others
 * go on. The time waited is the reply's `queuedMs`.
 */
export function limitedProvider(inner: Provider, options: LimitedOptions): Provider {
  const { estimateTokens, drain, longestPauseMs = LONGEST_PAUSE_MS } = options;
  // A clock that starts anew, with the next policy of an open loop, finds every route at rest.
  const limitsOnClock = new WeakMap<Clock, Map<string, RouteLimits>>();
  return {
    name: inner.name,
    call: async (call, clock, signal) => {
      let limitsOfRoute = limitsOnClock.get(clock);
      if (limitsOfRoute === undefined) {
        limitsOnClock.set(clock, (limitsOfRoute = new Map<string, RouteLimits>()));
      }
      let limits = limitsOfRoute.get(call.route.name);
      if (limits === undefined) {
        limits = new RouteLimits(call.route.limits, longestPauseMs);
        limitsOfRoute.set(call.route.name, limits);
      }
      const estimate = estimateTokens(call);
      const room = { clock, signal, drain };
      const admission = await limits.enter(estimate > 0 ? estimate : 0, room);
      let reply: ProviderReply | undefined;
      try {
        reply = await inner.call(call, clock, signal);
      } finally {
        const pauseMs = limits.release(admission, reply, clock.nowMs());
        if (pauseMs > 0) options.onPause?.(call.route.name, pauseMs);
      }
      return afterWaiting(reply, admission.waitedMs);
    },
  };
}
