import type { AttemptResult } from "./attempt.ts";
import type { CallEvidence } from "./call-evidence.ts";
import type { Clock } from "./clock.ts";
import type { ReplayRecord } from "./replay-record.ts";
import type { Route } from "./route.ts";
import type { Usage } from "./usage.ts";

export interface ProviderCall {
  readonly record: ReplayRecord;
  readonly route: Route;
  /** Position of the policy in the run that makes the call. */
  readonly arm: number;
  readonly repeat: number;
  /** Which attempt of its outcome it is, from 0. */
  readonly attemptIndex: number;
  /** How often this route was already called for this outcome. */
  readonly priorCallsOfRoute: number;
  readonly timeoutMs: number | undefined;
  readonly firstTokenTimeoutMs: number | undefined;
  /** Whether the answer is to come as a stream: the same for every policy of a run. */
  readonly stream: boolean;
}

export interface ProviderReply {
  readonly result: AttemptResult;
  readonly servedModel: string | undefined;
  readonly usage: Usage;
  readonly costNanoUsd: number | undefined;
  readonly firstTokenMs: number | undefined;
  readonly latencyMs: number | undefined;
  /** The harness's own wait (a limit of the route) before it was sent: never latency. Absent: none. */
  readonly queuedMs?: number;
  /** What the wire told beside the answer; absent: there was no wire. */
  readonly evidence?: CallEvidence;
}

/**
 * Whether a call failed before a request had left: it costs nothing and no provider has counted it.
 */
export function wasNeverSent({ result, costNanoUsd, evidence }: ProviderReply): boolean {
  return result.kind === "failure" && costNanoUsd === 0 && evidence?.httpStatus === undefined;
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
