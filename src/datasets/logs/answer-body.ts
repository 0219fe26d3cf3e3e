import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import type { LoggedResult } from "../../core/logged-request.ts";
import { failed } from "./logged-attempt.ts";
import { objectNamed, objectsNamed, textNamed, valueNamed } from "./named-fields.ts";
import { responseOfBody } from "./response-body.ts";

/**
 * What the body of a reply says: an answer, an error, or a refusal. Of a body that the log does not
 * keep it is an answer without a text.
 */
export function resultOfBody(body: JsonObject | undefined): LoggedResult {
  const error = valueNamed(body, "error");
  if (error !== undefined) return failureOfError(error);
  if (isRefused(body)) return failed({ name: "safety_refusal" });
  const response = responseOfBody(body ?? {});
  if (response.finishReason.kind === "content_filter") return failed({ name: "content_filter" });
  return { kind: "response", response };
}

/** An error object of an API, or its bare text; `status` is the reply's own. */
export function failureOfError(error: JsonValue, status?: number): LoggedResult {
  if (!isJsonObject(error)) {
    return failed({ status, message: typeof error === "string" ? error : undefined });
  }
  return failed({
    status: status ?? textNamed(error, "status", "status_code", "code"),
    name: textNamed(error, "code", "type"),
    message: textNamed(error, "message"),
  });
}

function isRefused(body: JsonObject | undefined): boolean {
  const message = objectNamed(objectsNamed(body, "choices")[0], "message");
  if (textNamed(message, "refusal") !== undefined) return true;
  if (textNamed(body, "stop_reason") === "refusal") return true;
  return objectsNamed(body, "output")
    .flatMap((item) => objectsNamed(item, "content"))
    .some(({ type }) => type === "refusal");
}
