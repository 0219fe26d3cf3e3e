import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import type { Message, ModelRequest } from "../../core/model-request.ts";
import { jsonIn, readJson, type Fault } from "../read-cell.ts";
import { readTools, readToolChoice } from "../read-tools.ts";

const noTools: readonly JsonObject[] = [];
const noMessages: readonly Message[] = [];

/** A request of which nothing is kept. */
export const emptyRequest: ModelRequest = {
  messages: noMessages,
  tools: noTools,
  responseSchema: undefined,
  stream: false,
  slaMs: undefined,
  maxOutputTokens: undefined,
};

/**
 * What the body of a request asks, in the forms of OpenAI's chat and responses and of Anthropic's
 * messages: `messages` or `input`, `system` or `instructions`, tools, schema, stream and the limit
 * of the answer. What it cannot read is a fault of `column`.
 */
export function requestOfBody(body: JsonObject, column: string, fault: Fault): ModelRequest {
  const tools =
    body["tools"] === undefined ? noTools : readTools(body["tools"], `${column}.tools`, fault);
  const choice =
    body["tool_choice"] === undefined
      ? undefined
      : readToolChoice(body["tool_choice"], [], `${column}.tool_choice`, fault);
  const system = messagesIn(body["system"] ?? body["instructions"], "system", column, fault);
  const asked = body["messages"] ?? body["input"] ?? body["prompt"];
  const messages = messagesIn(asked, "user", column, fault);
  const request: ModelRequest = {
    messages: system.length === 0 ? messages : [...system, ...messages],
    tools,
    responseSchema: schemaIn(body),
    stream: body["stream"] === true,
    slaMs: undefined,
    maxOutputTokens: outputLimitIn(body),
  };
  return choice === undefined ? request : { ...request, toolChoice: choice };
}

/**
 * A prompt as messages: a list of them, one text, the JSON text of a list, or an object that holds
 * the list under `messages`. Nothing, `{}` and `[]` are no prompt: it was not kept.
 */
export function messagesIn(
  value: JsonValue | undefined,
  role: string,
  column: string,
  fault: Fault,
): readonly Message[] {
  if (value === undefined || value === null || value === "") return noMessages;
  if (typeof value === "string") {
    const list = /^\s*[[{]/.test(value) ? jsonIn(value) : undefined;
    return isMessageList(list) ? messagesIn(list, role, column, fault) : [{ role, content: value }];
  }
  const checked = readJson(value, column, fault);
  if (checked === undefined) return noMessages;
  if (Array.isArray(checked)) return listed(checked as readonly JsonValue[], role, column, fault);
  if (!isJsonObject(checked)) {
    fault(column, "expected a list of messages or a text");
    return noMessages;
  }
  if (checked["messages"] !== undefined)
    return messagesIn(checked["messages"], role, column, fault);
  if (isMessage(checked)) return [messageOf(checked)];
  if (Object.keys(checked).length > 0) fault(column, "expected a list of messages or a text");
  return noMessages;
}

function listed(
  list: readonly JsonValue[],
  role: string,
  column: string,
  fault: Fault,
): readonly Message[] {
  const messages: Message[] = [];
  for (const entry of list) {
    if (typeof entry === "string") messages.push({ role, content: entry });
    else if (isMessage(entry)) messages.push(messageOf(entry));
    else if (isPart(entry)) messages.push({ role, content: [entry] });
    else {
      fault(column, "every message needs a role and a content");
      return noMessages;
    }
  }
  return messages;
}

function isMessage(value: JsonValue): value is JsonObject & { readonly role: string } {
  return isJsonObject(value) && typeof value["role"] === "string";
}

/** A message that only calls tools has no content, and is one all the same. */
function messageOf(entry: JsonObject & { readonly role: string }): Message {
  const { content } = entry;
  return content === undefined || content === null
    ? { ...entry, content: "" }
    : (entry as JsonObject & Message);
}

function isPart(value: JsonValue): boolean {
  return isJsonObject(value) && typeof value["type"] === "string";
}

function isMessageList(value: JsonValue | undefined): value is JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).every(isMessage);
  return isJsonObject(value) && (isMessage(value) || value["messages"] !== undefined);
}

function schemaIn(body: JsonObject): JsonValue | undefined {
  const format = body["response_format"];
  const text = body["text"];
  const asked = isJsonObject(format) ? format : isJsonObject(text) ? text["format"] : undefined;
  if (!isJsonObject(asked) || asked["type"] !== "json_schema") return undefined;
  const named = asked["json_schema"];
  return (isJsonObject(named) ? named["schema"] : asked["schema"]) ?? undefined;
}

function outputLimitIn(body: JsonObject): number | undefined {
  for (const name of ["max_completion_tokens", "max_output_tokens", "max_tokens"]) {
    const value = body[name];
    if (typeof value === "number" && Number.isSafeInteger(value) && value > 0) return value;
  }
  return undefined;
}
