import type { Provider, ProviderReply } from "../core/provider.ts";
import { afterWaiting } from "./after-waiting.ts";
import { WaitingLine } from "./waiting-line.ts";

/** A call that waits for a slot is already begun: a drain lets it be sent. */
const noDrain: AbortSignal = new AbortController().signal;

/** Never sends more than `slots` calls at once, over all routes, in the order they came. */
export function slotProvider(inner: Provider, slots: number): Provider {
  const line = new WaitingLine();
  let inFlight = 0;
  const admit = (): number => {
    if (inFlight >= slots) return Infinity;
    inFlight += 1;
    return 0;
  };
  return {
    name: inner.name,
    call: async (call, clock, signal) => {
      const waitedMs = await line.pass(admit, { clock, signal, drain: noDrain });
      let reply: ProviderReply;
      try {
        reply = await inner.call(call, clock, signal);
      } finally {
        inFlight -= 1;
        line.stir();
      }
      return afterWaiting(reply, waitedMs);
    },
  };
}
