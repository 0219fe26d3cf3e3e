import type { FinishReason } from "../../../core/attempt.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../core/json.ts";
import { listField, objectField, textField } from "../json-fields.ts";
import { faultOfBody } from "./openai-client.ts";
import { toolCall } from "./openai-request.ts";
import { normalizeOpenAiUsage } from "./openai-usage.ts";
import type { WireReply, WireResult } from "../wire.ts";

const usageNames = {
  input: "prompt_tokens",
  inputDetails: "prompt_tokens_details",
  output: "completion_tokens",
  outputDetails: "completion_tokens_details",
};

/** What a chat completion says, as the SDK hands it over: it may be anything that came with 200. */
export function readChat(data: JsonValue | undefined, requestId: string | undefined): WireReply {
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
  return { kind: "unreadable", detail: `${what} instead of a chat completion` };
}

function resultOf(body: JsonObject, requestId: string | undefined): WireResult {
  const choice = listField(body, "choices")?.[0];
  const error = body["error"] ?? choice?.["error"];
  // A gateway that has already begun to answer has no other place left for an error.
  if (error !== undefined && error !== null) {
    return { kind: "fault", fault: faultOfBody(error, undefined, requestId) };
  }
  const message = objectField(choice, "message");
  if (message === undefined) {
    return { kind: "unreadable", detail: "a chat completion without a choice" };
  }
  const raw = textField(choice, "finish_reason");
  if (raw === "error") {
    const fault = faultOfBody("finish_reason is error", undefined, requestId);
    return { kind: "fault", fault };
  }
  if ((textField(message, "refusal") ?? "") !== "") {
    return { kind: "refusal", detail: "the model declined to answer" };
  }
  if (raw === "content_filter") {
    return { kind: "filtered", detail: "the provider's filter withheld the answer" };
  }
  const toolCalls = (listField(message, "tool_calls") ?? [])
    .map(toolCallOf)
    .filter((call) => call !== undefined);
  return {
    kind: "answer",
    text: contentText(message),
    toolCalls,
    finishReason: finishOf(raw, toolCalls.length > 0),
  };
}

function finishOf(raw: string | undefined, hasToolCalls: boolean): FinishReason {
  switch (raw) {
    case "stop":
      return { kind: hasToolCalls ? "tool_calls" : "stop", raw };
    case "length":
      return { kind: "length", raw };
    case "tool_calls":
    case "function_call":
      return { kind: "tool_calls", raw };
    default:
      return { kind: "unrecognized", raw };
  }
}

function toolCallOf(call: JsonObject): JsonObject | undefined {
  const called = objectField(call, "function") ?? objectField(call, "custom");
  if (called === undefined) return undefined;
  const written = called["arguments"] ?? called["input"] ?? "";
  return toolCall(call["id"] ?? null, called["name"] ?? null, written);
}

/** The content of a message, or of a piece of one: some gateways give it in parts, as requests do. */
export function contentText(message: JsonObject | undefined): string {
  const parts = listField(message, "content") ?? [];
  return (
    textField(message, "content") ?? parts.map((part) => textField(part, "text") ?? "").join("")
  );
}
