import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import { objectNamed, objectsNamed, textNamed, unquoted } from "./named-fields.ts";

/** The text of a message's content: a text, or the texts of its parts. */
export function contentText(content: JsonValue | undefined): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return (content as readonly JsonValue[])
    .map((part) => {
      if (typeof part === "string") return part;
      return isJsonObject(part) ? (textNamed(part, "text", "content") ?? "") : "";
    })
    .join("");
}

/** The tools that a message calls, in the list beside its content. */
export function listedToolCalls(message: JsonObject): readonly JsonObject[] {
  return objectsNamed(message, "tool_calls").map((call) => {
    const called = objectNamed(call, "function") ?? call;
    return toolCall(call["id"], called["name"], called["arguments"]);
  });
}

/** A call as graders know it; arguments that are JSON in a text are read. */
export function toolCall(
  id: JsonValue | undefined,
  name: JsonValue | undefined,
  written: JsonValue | undefined,
): JsonObject {
  return {
    ...(typeof id === "string" && { id }),
    name: name ?? null,
    arguments: unquoted(written) ?? null,
  };
}
