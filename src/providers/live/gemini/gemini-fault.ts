import type { ApiError } from "@google/genai";
import { isJsonObject, type JsonObject } from "../../../core/json.ts";
import { listField, objectField, parsedOrText, textField } from "../json-fields.ts";
import type { WireFault } from "../wire.ts";

const UNIT_MS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** What an error of the SDK says: the answer's JSON stands in its message, within a stream after a prefix. */
export function geminiFault(error: ApiError): WireFault {
  const { message, status } = error;
  const start = message.indexOf("{");
  const body = start === -1 ? message : parsedOrText(message.slice(start));
  return geminiErrorFault(isJsonObject(body) ? body : { error: { message } }, status);
}

/** The same from the error's body, wherever it was found. */
export function geminiErrorFault(body: JsonObject, status: number | undefined): WireFault {
  const error = objectField(body, "error");
  const details = listField(error, "details") ?? [];
  const codeOfBody = error?.["code"];
  const httpStatus = status ?? (typeof codeOfBody === "number" ? codeOfBody : undefined);
  const message = textField(error, "message");
  return {
    httpStatus,
    code: textField(detailOf(details, "ErrorInfo"), "reason"),
    type: textField(error, "status"),
    message: message ?? "",
    requestId: textField(detailOf(details, "RequestInfo"), "requestId"),
    retryAfterMs: durationMs(textField(detailOf(details, "RetryInfo"), "retryDelay")),
    isQuota: httpStatus === 402 || isQuota(details, message ?? ""),
  };
}

function detailOf(details: readonly JsonObject[], type: string): JsonObject | undefined {
  return details.find((detail) => textField(detail, "@type")?.endsWith(`.${type}`) === true);
}

/** A limit of the day, or one that is zero: waiting a minute does not bring it back. */
function isQuota(details: readonly JsonObject[], message: string): boolean {
  const violations = listField(detailOf(details, "QuotaFailure"), "violations") ?? [];
  const isSpent = violations.some(
    (violation) =>
      /PerDay/iu.test(textField(violation, "quotaId") ?? "") || violation["quotaValue"] === "0",
  );
  return isSpent || /\blimit: 0\b/u.test(message);
}

/** Such as `7.5s`, or `10h17m3s`; absent: it is no duration. */
function durationMs(text: string | undefined): number | undefined {
  const parts = [...(text ?? "").matchAll(/(\d+(?:\.\d+)?)(ms|[hms])/gu)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text) return undefined;
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * UNIT_MS[unit!]!, 0);
}
