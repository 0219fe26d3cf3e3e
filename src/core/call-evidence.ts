import type { JsonObject } from "./json.ts";

/** What a gateway says it did on its own behind one call. An absent field was not said. */
export interface GatewayEvidence {
  /** The provider or deployment that served, in the gateway's words. */
  readonly servedBy?: string;
  /** The registry's route that the served model is; absent: the registry has none for it. */
  readonly servedRoute?: string;
  readonly retries?: number;
  readonly fallbacks?: number;
  /** Why what was served breaks the policy's list of allowed routes; absent: it does not. */
  readonly violation?: string;
}

/**
 * What one call over a wire left behind beside its answer: for people who look closer, for the
 * reconciliation of a bill. No decision is taken on it. An absent field is not known.
 */
export interface CallEvidence {
  readonly httpStatus?: number;
  /** The provider's own word for an error. */
  readonly providerCode?: string;
  readonly requestId?: string;
  /** From dispatch to the response's headers. */
  readonly headersMs?: number;
  /** From dispatch to the first event of a model that thinks aloud before it answers. */
  readonly firstThoughtMs?: number;
  /** When each event of a stream came, from dispatch. */
  readonly eventOffsetsMs?: readonly number[];
  /** Whether the call had to open a connection: a handshake is part of its latency. */
  readonly openedConnection?: boolean;
  /** Such as `flex` or `priority`: what the provider says it served, which has its own price. */
  readonly serviceTier?: string;
  /** The provider's own usage object, as it came. */
  readonly rawUsage?: JsonObject;
  /** What was wrong with its counts, where they had to be brought into line. */
  readonly usageAnomaly?: string;
  /** What a gateway says the call cost: beside our figure, never instead of it. */
  readonly reportedCostNanoUsd?: number;
  readonly gateway?: GatewayEvidence;
  /** Response headers of the allow-list alone, by lower-case name. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Absent: this very call was sent. `shared`: another policy of the run had sent it. */
  readonly source?: "recording" | "shared" | "earlier_session";
}
