import type { Clock } from "../../core/clock.ts";
import type { Provider } from "../../core/provider.ts";

/**
 * A provider whose calls take real time, within a replay whose clock is virtual: the call holds the
 * virtual clock still, then the time that it took passes there. Waits of the harness do not.
 */
export function onOwnClock(provider: Provider, own: Clock): Provider {
  return {
    name: provider.name,
    async call(call, clock, signal) {
      const { queuedMs: _waited, ...reply } = await provider.call(call, own, signal);
      if (reply.latencyMs !== undefined) await clock.sleep(reply.latencyMs, signal);
      return reply;
    },
  };
}
