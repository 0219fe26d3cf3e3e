import type { Provider } from "../core/provider.ts";
import { earlierSessionProvider } from "./earlier-session-provider.ts";
import { journalledProvider, type JournalledOptions } from "./journalled-provider.ts";
import { limitedProvider, type LimitedOptions } from "./limited-provider.ts";
import { meteredProvider, type MeteredOptions } from "./metered-provider.ts";
import type { EarlierAttempts } from "./resume-attempts.ts";
import { slotProvider } from "./slot-provider.ts";

export interface PaidCallsOptions extends JournalledOptions, MeteredOptions, LimitedOptions {
  /** Calls in flight at once, over all routes: the run's `--concurrency`. */
  readonly slots: number;
  /** Absent: the run has no earlier session. */
  readonly earlier: Pick<EarlierAttempts, "finished"> | undefined;
}

/**
 * Everything between a live run and a provider that costs money. A call waits for its route's
 * limits, reserves its worst case, is noted as begun, is sent, is noted as finished, and settles
 * its cost, in this order; what an earlier session has paid for does none of it.
 */
export function paidCalls(live: Provider, options: PaidCallsOptions): Provider {
  const sent = slotProvider(live, options.slots);
  const noted = journalledProvider(sent, options);
  const metered = meteredProvider(noted, options);
  const limited = limitedProvider(metered, options);
  const { earlier } = options;
  return earlier === undefined ? limited : earlierSessionProvider(limited, earlier.finished);
}

/**
 * Workers that keep so many slots busy: while a call's lines go to the disk its slot serves another
 * one, or a slow disk would cost a live run its throughput.
 */
export function workersFor(slots: number): number {
  return slots + Math.ceil(slots / 4);
}
