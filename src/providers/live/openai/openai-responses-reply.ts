import { isJsonObject, type JsonObject, type JsonValue } from "../../../core/json.ts";
import { listField, objectField, textField } from "../json-fields.ts";
import { faultOfBody } from "./openai-client.ts";
import { toolCall } from "./openai-request.ts";
import { normalizeOpenAiUsage } from "./openai-usage.ts";
import type { StreamProgress, WireReply, WireResult } from "../wire.ts";

const usageNames = {
  input: "input_tokens",
  inputDetails: "input_tokens_details",
  output: "output_tokens",
  outputDetails: "output_tokens_details",
};

/** What a response says, as the SDK hands it over: it may be anything that came with 200. */
export function readResponse(
  data: JsonValue | undefined,
  requestId: string | undefined,
): WireReply {
  const body = isJsonObject(data) ? data : undefined;
  return {
    result: body === undefined ? unreadable(data) : resultOf(body, requestId),
    servedModel: textField(body, "model"),
    requestId,
    serviceTier: textField(body, "service_tier"),
    usage: normalizeOpenAiUsage(body?.["usage"], usageNames),
    body,
  };
}

function unreadable(data: JsonValue | undefined): WireResult {
  const what = typeof data === "string" ? "a text" : "an empty body";
  return { kind: "unreadable", detail: `${what} instead of a response` };
}

function resultOf(body: JsonObject, requestId: string | undefined): WireResult {
  const { error, status: raw } = body;
  if ((error !== undefined && error !== null) || raw === "failed") {
    return { kind: "fault", fault: faultOfBody(error ?? "failed", undefined, requestId) };
  }
  const items = listField(body, "output");
  if (items === undefined) return { kind: "unreadable", detail: "a response without output" };
  const parts = items
    .filter(({ type }) => type === "message")
    .flatMap((item) => listField(item, "content") ?? []);
  const reason = textField(objectField(body, "incomplete_details"), "reason");
  if (parts.some(({ type }) => type === "refusal")) {
    return { kind: "refusal", detail: "the model declined to answer" };
  }
  if (raw === "incomplete" && reason === "content_filter") {
    return { kind: "filtered", detail: "the provider's filter withheld the answer" };
  }
  const text = parts
    .map((part) => (part["type"] === "output_text" ? (textField(part, "text") ?? "") : ""))
    .join("");
  const toolCalls = items.map(toolCallOf).filter((call) => call !== undefined);
  if (raw === "incomplete") {
    const kind = reason === "max_output_tokens" ? "length" : "unrecognized";
    return { kind: "answer", text, toolCalls, finishReason: { kind, raw: reason ?? raw } };
  }
  if (raw !== "completed") {
    return { kind: "unreadable", detail: "a response that is not completed" };
  }
  const kind = toolCalls.length > 0 ? "tool_calls" : "stop";
  return { kind: "answer", text, toolCalls, finishReason: { kind, raw } };
}

function toolCallOf(item: JsonObject): JsonObject | undefined {
  const { type, call_id: id, name } = item;
  if (type === "function_call") return toolCall(id ?? null, name ?? null, item["arguments"] ?? "");
  if (type === "custom_tool_call") return toolCall(id ?? null, name ?? null, item["input"] ?? "");
  return undefined;
}

const tokens: ReadonlySet<JsonValue | undefined> = new Set([
  "response.output_text.delta",
  "response.function_call_arguments.delta",
  "response.custom_tool_call_input.delta",
  "response.refusal.delta",
]);
const lastEvents: ReadonlySet<JsonValue | undefined> = new Set([
  "response.completed",
  "response.incomplete",
  "response.failed",
]);

/** Reads a streamed response: the whole of it stands in the last event, without which it is cut. */
export async function responseOfEvents(
  events: AsyncIterable<unknown>,
  requestId: string | undefined,
  progress: StreamProgress,
): Promise<WireReply> {
  let last: JsonObject | undefined;
  let model: string | undefined;
  const items: JsonValue[] = [];
  for await (const data of events) {
    progress.event();
    const event = data as JsonValue;
    if (!isJsonObject(event)) continue;
    const { type, item, response } = event;
    if (tokens.has(type)) progress.token();
    else if (typeof type === "string" && /^response\.reasoning.*\.delta$/.test(type)) {
      progress.thought();
    }
    if (type === "response.output_item.done" && item !== undefined) items.push(item);
    if (isJsonObject(response)) {
      model = textField(response, "model") ?? model;
      if (lastEvents.has(type)) last = response;
    }
  }
  if (last === undefined) {
    const result: WireResult = {
      kind: "cut_off",
      detail: "the stream ended without its last event",
    };
    return { ...readResponse({}, requestId), result, servedModel: model, body: undefined };
  }
  // Some servers repeat nothing in their last event.
  const isRepeated = (listField(last, "output") ?? []).length > 0;
  return readResponse(isRepeated ? last : { ...last, output: items }, requestId);
}
