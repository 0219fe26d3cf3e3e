import type { AttemptResult } from "./attempt.ts";
import type { Clock } from "./clock.ts";
import type { ReplayRecord } from "./replay-record.ts";
import type { Route } from "./route.ts";
import type { Usage } from "./usage.ts";

export interface ProviderCall {
  readonly record: ReplayRecord;
  readonly route: Route;
  readonly repeat: number;
  /** How often this route was already called for this outcome. */
  readonly priorCallsOfRoute: number;
  readonly timeoutMs: number | undefined;
  readonly firstTokenTimeoutMs: number | undefined;
}

export interface ProviderReply {
  readonly result: AttemptResult;
  readonly servedModel: string | undefined;
  readonly usage: Usage;
  readonly costNanoUsd: number | undefined;
  readonly firstTokenMs: number | undefined;
  readonly latencyMs: number | undefined;
}

/**
 * Where answers come from: live, recorded, a table, or simulated. One call is one attempt.
 * A failed call is a reply, never a rejection; a call keeps to its timeouts by itself and lets the
 * time it takes pass on the clock. Only an aborted signal rejects.
 */
export interface Provider {
  readonly name: string;
  call(call: ProviderCall, clock: Clock, signal: AbortSignal): Promise<ProviderReply>;
}
