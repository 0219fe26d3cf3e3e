import type { FinishReason } from "../../../core/attempt.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../core/json.ts";
import { unknownUsage } from "../../../core/usage.ts";
import { anthropicErrorFault } from "./anthropic-fault.ts";
import { anthropicUsage } from "./anthropic-usage.ts";
import { listField, objectField, textField } from "../json-fields.ts";
import type { WireReply, WireResult } from "../wire.ts";

export interface MessageHeaders {
  readonly requestId: string | undefined;
}

/** Reads what came with HTTP status 200: a message, an error in its place, or something else. */
export function readMessage(body: JsonValue, headers: MessageHeaders): WireReply {
  const nothing = { usage: unknownUsage, raw: undefined, anomaly: undefined };
  const { requestId } = headers;
  if (!isJsonObject(body)) {
    const detail = `not a message but ${body === "" ? "nothing" : "another text"}`;
    return unread({ kind: "unreadable", detail });
  }
  const error = objectField(body, "error");
  if (error !== undefined) {
    return unread({ kind: "fault", fault: anthropicErrorFault(body, undefined, requestId) });
  }
  const content = listField(body, "content");
  if (content === undefined) return unread({ kind: "unreadable", detail: "no content" });
  const usage = objectField(body, "usage");
  return {
    result: resultOf(body, content),
    servedModel: textField(body, "model"),
    requestId,
    serviceTier: textField(usage, "service_tier"),
    usage: anthropicUsage(usage),
    body,
  };

  function unread(result: WireResult): WireReply {
    const message = isJsonObject(body) ? body : undefined;
    const servedModel = textField(message, "model");
    return {
      result,
      servedModel,
      requestId,
      serviceTier: undefined,
      usage: nothing,
      body: message,
    };
  }
}

function resultOf(message: JsonObject, content: readonly JsonObject[]): WireResult {
  const raw = textField(message, "stop_reason");
  if (raw === "refusal") {
    // Its explanation is left out: it may speak of the prompt.
    const category = textField(objectField(message, "stop_details"), "category");
    const because = category === undefined ? "" : `: ${category}`;
    return { kind: "refusal", detail: `the model declined to answer${because}` };
  }
  const texts = content.filter(({ type }) => type === "text");
  return {
    kind: "answer",
    text: texts.map((block) => textField(block, "text") ?? "").join(""),
    toolCalls: content.filter(({ type }) => type === "tool_use").map(toolCallOf),
    finishReason: { kind: finishKind(raw), raw },
  };
}

function toolCallOf({ id, name, input }: JsonObject): JsonObject {
  return { ...(id !== undefined && { id }), name: name ?? "", arguments: input ?? {} };
}

function finishKind(raw: string | undefined): FinishReason["kind"] {
  switch (raw) {
    case "end_turn":
    case "stop_sequence":
      return "stop";
    case "tool_use":
      return "tool_calls";
    case "max_tokens":
    case "model_context_window_exceeded":
      return "length";
    default:
      return "unrecognized";
  }
}
