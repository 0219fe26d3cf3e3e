import type { Exchange } from "../../../../src/providers/live/exchange.ts";
import type { FailureContext } from "../../../../src/providers/live/classify-failure.ts";
import type { WireFault } from "../../../../src/providers/live/wire.ts";
import { aRecord } from "../provider-call-builders.ts";

export function aFault(parts: Partial<WireFault> = {}): WireFault {
  return {
    httpStatus: undefined,
    code: undefined,
    type: undefined,
    message: "it did not work",
    requestId: undefined,
    retryAfterMs: undefined,
    isQuota: false,
    ...parts,
  };
}

/** A request that was sent and answered with 200. */
export function anExchange(parts: Partial<Exchange> = {}): Exchange {
  return {
    requests: 1,
    sentAtMs: 1,
    headersAtMs: 2,
    status: 200,
    headers: {},
    openedConnection: true,
    excess: undefined,
    ...parts,
  };
}

export function aContext(
  exchange: Partial<Exchange> = {},
  parts: Partial<FailureContext> = {},
): FailureContext {
  return {
    exchange: anExchange(exchange),
    streams: false,
    secrets: { apiKey: "sk-secret-1", request: aRecord().request },
    wallNowMs: 0,
    ...parts,
  };
}
