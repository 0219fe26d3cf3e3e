import type { APIError } from "@anthropic-ai/sdk";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../core/json.ts";
import { objectField, textField } from "../json-fields.ts";
import type { WireFault } from "../wire.ts";

/** Errors that say that the money has run out, which no waiting brings back. */
const quotaCodes: ReadonlySet<string> = new Set([
  "enforced_spend_limit_reached",
  "contract_spend_limit_reached",
  "linked_organization_spend_limit_reached",
]);

/** What an error of the SDK says; undefined: there was no answer at all that could say anything. */
export function anthropicFault(error: APIError): WireFault | undefined {
  const body = error.error as JsonValue | undefined;
  const { requestID, status } = error;
  if (status === undefined && body === undefined) return undefined;
  if (isJsonObject(body)) return anthropicErrorFault(body, status, requestID ?? undefined);
  return anthropicErrorFault({ error: { message: error.message } }, status, requestID ?? undefined);
}

/** The same from the error's whole body, wherever it was found. */
export function anthropicErrorFault(
  body: JsonObject,
  httpStatus: number | undefined,
  requestId: string | undefined,
): WireFault {
  const error = objectField(body, "error");
  const type = textField(error, "type");
  const code = textField(objectField(error, "details"), "error_code");
  const message = textField(error, "message");
  return {
    httpStatus,
    code,
    type,
    message: message ?? "",
    requestId: requestId ?? textField(body, "request_id"),
    retryAfterMs: undefined,
    isQuota:
      httpStatus === 402 ||
      type === "billing_error" ||
      (code !== undefined && quotaCodes.has(code)) ||
      /credit balance is too low/iu.test(message ?? ""),
  };
}
