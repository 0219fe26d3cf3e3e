import type { Classification } from "../core/advice.ts";
import { usdFromNanoUsd } from "../core/money.ts";
import type { PolicyTrace } from "../core/policy-trace.ts";
import { msText, rateText, usdText } from "./numbers.ts";

/** What a policy knew and did for a record besides its route, a line each. */
export function traceTexts(trace: PolicyTrace = {}): readonly string[] {
  const { queuedMs, classification, refused, estimatedNanoUsd, downgradedFrom, redacted } = trace;
  return [
    ...(queuedMs === undefined ? [] : [`waited for its turn: ${msText(queuedMs)}`]),
    ...(classification === undefined ? [] : [classificationText(classification)]),
    ...(refused ?? []).map(({ route, because }) => `refused for this record: ${route}: ${because}`),
    ...(downgradedFrom === undefined ? [] : [`a ceiling took it from ${downgradedFrom}`]),
    ...(estimatedNanoUsd === undefined
      ? []
      : [`estimated cost: ${usdText(usdFromNanoUsd(estimatedNanoUsd))}`]),
    ...(redacted === undefined ? [] : [`taken out: ${redacted.join(", ") || "nothing was found"}`]),
    ...(trace.degraded === undefined ? [] : [`lesser service: ${trace.degraded}`]),
    ...(trace.events ?? []).map(({ kind, route, ceiling, key, because }) => {
      const what = [route, ceiling, key].filter((name) => name !== undefined).join(", ");
      return `${kind}${what === "" ? "" : ` (${what})`}: ${because}`;
    }),
  ];
}

function classificationText({ label, confidence, by, because }: Classification): string {
  const how = confidence === undefined ? "" : `, confidence ${rateText(confidence)}`;
  return `classified by ${by}: ${label ?? "unsure"}${how}: ${because}`;
}
