import { HarnessError } from "../core/harness-error.ts";
import {
  wasNeverSent,
  type Provider,
  type ProviderCall,
  type ProviderReply,
} from "../core/provider.ts";
import { afterWaiting } from "./after-waiting.ts";
import type { SpendLedger } from "./spend-ledger.ts";

export interface MeteredOptions {
  readonly ledger: SpendLedger;
  /** What a call costs at most, in whole nano-dollars; absent: its price is not known. */
  readonly worstCaseNanoUsd: (call: ProviderCall) => number | undefined;
  /** Aborted: the run is ending, and what waits is left. */
  readonly drain: AbortSignal;
}

/**
 * Sends no call whose worst case does not fit under the ledger's cap. Rejects with `HarnessError`
 * "spend-cap" at the cap, and "invalid-input" for a call without a known worst case under one.
 */
export function meteredProvider(inner: Provider, options: MeteredOptions): Provider {
  const { ledger, drain } = options;
  return {
    name: inner.name,
    call: async (call, clock, signal) => {
      const worstNanoUsd = worstCaseOf(call, options);
      const waitedMs = await ledger.reserve(worstNanoUsd ?? 0, { clock, signal, drain });
      let reply: ProviderReply;
      try {
        reply = await inner.call(call, clock, signal);
      } catch (error) {
        if (wasNotBegun(error)) ledger.release(worstNanoUsd);
        else ledger.settle(worstNanoUsd, undefined);
        throw error;
      }
      if (wasNeverSent(reply)) ledger.release(worstNanoUsd);
      else ledger.settle(worstNanoUsd, reply.costNanoUsd);
      return afterWaiting(reply, waitedMs);
    },
  };
}

function worstCaseOf(
  call: ProviderCall,
  { ledger, worstCaseNanoUsd }: MeteredOptions,
): number | undefined {
  const worstNanoUsd = worstCaseNanoUsd(call);
  if (worstNanoUsd !== undefined && worstNanoUsd >= 0) return Math.ceil(worstNanoUsd);
  if (ledger.capNanoUsd === undefined) return undefined;
  throw new HarnessError(
    "invalid-input",
    `route "${call.route.name}": what a call costs at most is not known, so no spend cap can hold`,
    { hint: "give the route a `price:` in the registry and a limit of output tokens" },
  );
}

/** The layer below notes each call before it is sent: where that fails, nothing is. */
function wasNotBegun(error: unknown): boolean {
  return error instanceof HarnessError && error.code === "storage";
}
