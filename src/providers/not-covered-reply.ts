import type { NotCoveredReason } from "../core/attempt.ts";
import type { ProviderReply } from "../core/provider.ts";
import { unknownUsage } from "../core/usage.ts";

/** A call of which nothing is known; `because` is absent where nobody says why. */
export function notCoveredReply(because?: NotCoveredReason): ProviderReply {
  return {
    result: because === undefined ? { kind: "not_covered" } : { kind: "not_covered", because },
    servedModel: undefined,
    usage: unknownUsage,
    costNanoUsd: undefined,
    firstTokenMs: undefined,
    latencyMs: undefined,
  };
}
