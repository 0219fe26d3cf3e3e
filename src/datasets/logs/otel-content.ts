import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import type { Message } from "../../core/model-request.ts";
import type { LoggedSpan } from "./logged-span.ts";
import { contentText, listedToolCalls, toolCall } from "./message-content.ts";
import { objectNamed, objectsNamed, textNamed, unquoted, valueNamed } from "./named-fields.ts";

/** The messages of a request, as today's names keep them or as events of older versions do. */
export function inputMessages({ attributes, events }: LoggedSpan): readonly Message[] {
  const system = parted(valueNamed(attributes, "gen_ai.system_instructions"), "system");
  const listed = objectsNamed(attributes, "gen_ai.input.messages").map(messageOf);
  if (listed.length > 0) return [...system, ...listed];
  return [...system, ...events.flatMap(messagesOfEvent)];
}

/** The answer of a call; absent: it is not kept. */
export function outputMessage({ attributes, events }: LoggedSpan): JsonObject | undefined {
  const [answer] = objectsNamed(attributes, "gen_ai.output.messages");
  if (answer !== undefined) return answer;
  for (const event of events) {
    if (event.name === "gen_ai.content.completion") {
      return objectsNamed(event.attributes, "gen_ai.completion")[0];
    }
    if (event.name === "gen_ai.choice") {
      return objectNamed(event.attributes, "message") ?? event.attributes;
    }
  }
  return undefined;
}

/** The text of a message in either form. */
export function textOfMessage(message: JsonObject): string {
  const parts = message["parts"];
  if (!Array.isArray(parts)) return contentText(unquoted(message["content"]));
  return contentText((parts as readonly JsonValue[]).filter((part) => typeOf(part) === "text"));
}

/** The tools that an answer calls: parts of it, or a list beside its content. */
export function toolCallsOf(message: JsonObject): readonly JsonObject[] {
  const parts = objectsNamed(message, "parts").filter(({ type }) => type === "tool_call");
  const called = parts.map((part) => toolCall(part["id"], part["name"], part["arguments"]));
  return [...called, ...listedToolCalls(message)];
}

function messagesOfEvent({ name, attributes }: LoggedSpan["events"][number]): readonly Message[] {
  if (name === "gen_ai.content.prompt") {
    return objectsNamed(attributes, "gen_ai.prompt").map(messageOf);
  }
  const role = /^gen_ai\.(system|user|assistant|tool)\.message$/.exec(name)?.[1];
  const content = valueNamed(attributes, "content");
  return role === undefined || content === undefined ? [] : [{ role, content }];
}

function messageOf(message: JsonObject): Message {
  const role = textNamed(message, "role") ?? "user";
  const parts = unquoted(message["parts"]);
  if (!Array.isArray(parts)) return { role, content: message["content"] ?? "" };
  return { role, content: contentOf(parts as readonly JsonValue[]) };
}

function parted(value: JsonValue | undefined, role: string): readonly Message[] {
  const parts = unquoted(value);
  if (typeof parts === "string") return [{ role, content: parts }];
  if (!Array.isArray(parts)) return [];
  return [{ role, content: contentOf(parts as readonly JsonValue[]) }];
}

/** One text stays a text; parts of several kinds keep their order, text parts in the form of requests. */
function contentOf(parts: readonly JsonValue[]): JsonValue {
  if (parts.every((part) => typeOf(part) === "text")) return contentText(parts);
  return parts.map((part) =>
    isJsonObject(part) && typeOf(part) === "text"
      ? { type: "text", text: textNamed(part, "content", "text") ?? "" }
      : part,
  );
}

function typeOf(part: JsonValue): JsonValue | undefined {
  return isJsonObject(part) ? part["type"] : undefined;
}
