import type { CallEvidence, GatewayEvidence } from "../core/call-evidence.ts";
import { usdFromNanoUsd } from "../core/money.ts";
import { countText, msText, usdText } from "./numbers.ts";

const sources: Readonly<Record<NonNullable<CallEvidence["source"]>, string>> = {
  recording: "from a recording",
  shared: "shared with another policy of the run",
  earlier_session: "from an earlier session of the run",
};

/** What one call left behind beside its answer, a sentence a line; nothing that is not known. */
export function evidenceTexts(evidence: CallEvidence | undefined): readonly string[] {
  if (evidence === undefined) return [];
  const { source, usageAnomaly, reportedCostNanoUsd, gateway } = evidence;
  return [
    ...sentence("call", callParts(evidence)),
    ...(source === undefined ? [] : [`answer: ${sources[source]}`]),
    ...(usageAnomaly === undefined ? [] : [`usage was brought into line: ${usageAnomaly}`]),
    ...(reportedCostNanoUsd === undefined
      ? []
      : [`reported cost: ${usdText(usdFromNanoUsd(reportedCostNanoUsd))}, beside our own`]),
    ...gatewayTexts(gateway),
  ];
}

function callParts(evidence: CallEvidence): readonly string[] {
  const { httpStatus, providerCode, requestId, serviceTier, headersMs, firstThoughtMs } = evidence;
  return [
    ...part(httpStatus, (status) => `HTTP ${status}`),
    ...part(providerCode, (code) => `code ${code}`),
    ...part(requestId, (id) => `request ${id}`),
    ...part(serviceTier, (tier) => `tier ${tier}`),
    ...part(headersMs, (ms) => `headers after ${msText(ms)}`),
    ...part(firstThoughtMs, (ms) => `first thought after ${msText(ms)}`),
    ...(evidence.openedConnection === true ? ["a new connection"] : []),
  ];
}

function gatewayTexts(gateway: GatewayEvidence | undefined): readonly string[] {
  if (gateway === undefined) return [];
  const { servedBy, servedRoute, retries, fallbacks, violation } = gateway;
  const parts = [
    ...part(servedRoute, (route) => `route ${route}`),
    ...part(servedBy, (by) => `by ${by}`),
    ...part(retries, (count) => `${countText(count)} retries`),
    ...part(fallbacks, (count) => `${countText(count)} fallbacks`),
  ];
  return [
    ...sentence("gateway served", parts),
    ...(violation === undefined ? [] : [`violation: ${violation}`]),
  ];
}

function sentence(title: string, parts: readonly string[]): readonly string[] {
  return parts.length === 0 ? [] : [`${title}: ${parts.join(", ")}`];
}

function part<Value>(value: Value | undefined, text: (value: Value) => string): readonly string[] {
  return value === undefined ? [] : [text(value)];
}
