import { isJsonObject, type JsonValue } from "./json.ts";
import type { Message, ModelRequest } from "./model-request.ts";
import { redactedText } from "./redacted-text.ts";
import { redactionKinds, type RedactionKind } from "./redaction-kinds.ts";

/** A request without kinds of personal data, and those that were in it. */
export interface RedactedRequest {
  /** The very same where nothing was found. */
  readonly request: ModelRequest;
  /** In the order of `redactionKinds`. */
  readonly found: readonly RedactionKind[];
}

/** Fields of a message and its parts that name things or hold files: nothing is written in them. */
const unreadFields: ReadonlySet<string> = new Set(["role", "type", "id", "tool_call_id", "url"]);

/** Takes personal data out of every text of the messages: whoever wrote it, tools included. */
export function redactedRequest(
  request: ModelRequest,
  kinds: readonly RedactionKind[],
): RedactedRequest {
  const found = new Set<RedactionKind>();
  const messages = request.messages.map(
    (message) => withoutKinds({ ...message }, kinds, found) as unknown as Message,
  );
  if (found.size === 0) return { request, found: [] };
  return {
    request: { ...request, messages },
    found: redactionKinds.filter((kind) => found.has(kind)),
  };
}

function withoutKinds(
  value: JsonValue,
  kinds: readonly RedactionKind[],
  found: Set<RedactionKind>,
): JsonValue {
  if (typeof value === "string") {
    const redacted = redactedText(value, kinds);
    for (const kind of redacted.found) found.add(kind);
    return redacted.text;
  }
  if (Array.isArray(value)) {
    return value.map((entry: JsonValue) => withoutKinds(entry, kinds, found));
  }
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [
      name,
      unreadFields.has(name) ? entry : withoutKinds(entry, kinds, found),
    ]),
  );
}
