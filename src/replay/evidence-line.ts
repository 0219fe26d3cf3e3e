import type { CallEvidence, GatewayEvidence } from "../core/call-evidence.ts";
import type { JsonObject } from "../core/json.ts";
import { nanoUsdFromUsd, usdFromNanoUsd } from "../core/money.ts";

interface GatewayLine {
  readonly served_by?: string | undefined;
  readonly served_route?: string | undefined;
  readonly retries?: number | undefined;
  readonly fallbacks?: number | undefined;
  readonly violation?: string | undefined;
}

/** Evidence of a call as a line holds it. */
export interface EvidenceLine {
  readonly http_status?: number | undefined;
  readonly provider_code?: string | undefined;
  readonly request_id?: string | undefined;
  readonly headers_ms?: number | undefined;
  readonly first_thought_ms?: number | undefined;
  readonly event_offsets_ms?: readonly number[] | undefined;
  readonly opened_connection?: boolean | undefined;
  readonly service_tier?: string | undefined;
  readonly raw_usage?: JsonObject | undefined;
  readonly usage_anomaly?: string | undefined;
  readonly reported_cost_usd?: number | undefined;
  readonly gateway?: GatewayLine | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly source?: CallEvidence["source"] | undefined;
}

export function toEvidenceLine(evidence: CallEvidence): EvidenceLine {
  const { gateway, reportedCostNanoUsd } = evidence;
  return {
    http_status: evidence.httpStatus,
    provider_code: evidence.providerCode,
    request_id: evidence.requestId,
    headers_ms: evidence.headersMs,
    first_thought_ms: evidence.firstThoughtMs,
    event_offsets_ms: evidence.eventOffsetsMs,
    opened_connection: evidence.openedConnection,
    service_tier: evidence.serviceTier,
    raw_usage: evidence.rawUsage,
    usage_anomaly: evidence.usageAnomaly,
    reported_cost_usd:
      reportedCostNanoUsd === undefined ? undefined : usdFromNanoUsd(reportedCostNanoUsd),
    gateway: gateway && {
      served_by: gateway.servedBy,
      served_route: gateway.servedRoute,
      retries: gateway.retries,
      fallbacks: gateway.fallbacks,
      violation: gateway.violation,
    },
    headers: evidence.headers,
    source: evidence.source,
  };
}

export function fromEvidenceLine(line: EvidenceLine): CallEvidence {
  const { gateway, reported_cost_usd: reportedCostUsd } = line;
  return known<CallEvidence>({
    httpStatus: line.http_status,
    providerCode: line.provider_code,
    requestId: line.request_id,
    headersMs: line.headers_ms,
    firstThoughtMs: line.first_thought_ms,
    eventOffsetsMs: line.event_offsets_ms,
    openedConnection: line.opened_connection,
    serviceTier: line.service_tier,
    rawUsage: line.raw_usage,
    usageAnomaly: line.usage_anomaly,
    reportedCostNanoUsd:
      reportedCostUsd === undefined ? undefined : nanoUsdFromUsd(reportedCostUsd),
    gateway:
      gateway &&
      known<GatewayEvidence>({
        servedBy: gateway.served_by,
        servedRoute: gateway.served_route,
        retries: gateway.retries,
        fallbacks: gateway.fallbacks,
        violation: gateway.violation,
      }),
    headers: line.headers,
    source: line.source,
  });
}

/** Only what is known: in evidence an unknown field is absent. */
function known<T extends object>(fields: {
  readonly [Key in keyof Required<T>]: T[Key] | undefined;
}): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
