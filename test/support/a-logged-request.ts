import type { LoggedAttempt, LoggedRequest } from "../../src/core/logged-request.ts";
import { unknownUsage } from "../../src/core/usage.ts";

/** A call of a log: `small` answered "yes" in 100 ms for 1,000 nano-dollars, but for what is said. */
export function aLoggedAttempt(changes: Partial<LoggedAttempt> = {}): LoggedAttempt {
  return {
    route: "small",
    requestedModel: "small-1",
    servedModel: "small-1-2026",
    provider: "openai",
    latencyMs: 100,
    firstTokenMs: undefined,
    result: {
      kind: "response",
      response: {
        text: "yes",
        finishReason: { kind: "stop", raw: "stop" },
        toolCalls: [],
        signals: {},
      },
    },
    usage: { ...unknownUsage, inputUncachedTokens: 10, outputTokens: 5 },
    costNanoUsd: 1_000,
    serviceTier: undefined,
    isCacheHit: false,
    ...changes,
  };
}

/** A call of a log that was turned away, after 40 ms and for nothing. */
export function aFailedCall(changes: Partial<LoggedAttempt> = {}): LoggedAttempt {
  const failure = { kind: "rate_limit", detail: undefined, retryAfterMs: undefined } as const;
  return aLoggedAttempt({
    result: { kind: "failure", failure },
    servedModel: undefined,
    usage: unknownUsage,
    latencyMs: 40,
    costNanoUsd: 0,
    ...changes,
  });
}

/** A request of one answered call, but for what is said otherwise. */
export function aLoggedRequest(changes: Partial<LoggedRequest> = {}): LoggedRequest {
  return {
    attempts: [aLoggedAttempt()],
    propensity: undefined,
    propensities: undefined,
    accepted: undefined,
    score: undefined,
    signals: {},
    isRedacted: false,
    ...changes,
  };
}
