import type { JsonObject } from "../../../src/core/json.ts";
import type { ServedAnswer, ServedEnd, ServedUsage } from "../served-answer.ts";
import { piecesOf, type ErrorWord, type Frame, type Payload } from "./payload.ts";

const stopReasons: Readonly<Record<ServedEnd, string>> = {
  stop: "end_turn",
  length: "max_tokens",
  tool: "tool_use",
  refusal: "refusal",
  filter: "refusal",
  prompt_blocked: "refusal",
  paused: "pause_turn",
  unknown: "went_fishing",
};

const errorTypes: Readonly<Record<ErrorWord, string>> = {
  invalid_request: "invalid_request_error",
  context_length: "invalid_request_error",
  authentication: "authentication_error",
  permission: "permission_error",
  not_found: "not_found_error",
  too_large: "request_too_large",
  rate_limit: "rate_limit_error",
  quota: "rate_limit_error",
  billing: "billing_error",
  server: "api_error",
  overloaded: "overloaded_error",
};

const errorMessages: Readonly<Partial<Record<ErrorWord, string>>> = {
  context_length: "prompt is too long: 210000 tokens > 200000 maximum",
  not_found: "model: no-such-model",
};

function inputUsage(usage: ServedUsage): JsonObject {
  const { inputTokens, cacheReadTokens, cacheWriteTokens } = usage;
  return {
    input_tokens: inputTokens - cacheReadTokens - cacheWriteTokens,
    cache_read_input_tokens: cacheReadTokens,
    cache_creation_input_tokens: cacheWriteTokens,
  };
}

function wholeUsage(usage: ServedUsage): JsonObject {
  return {
    ...inputUsage(usage),
    ...writeSplit(usage),
    ...outputUsage(usage),
    service_tier: "standard",
  };
}

function writeSplit({ cacheWriteTokens, cacheWriteLongTokens }: ServedUsage): JsonObject {
  return {
    cache_creation: {
      ephemeral_5m_input_tokens: cacheWriteTokens - cacheWriteLongTokens,
      ephemeral_1h_input_tokens: cacheWriteLongTokens,
    },
  };
}

function outputUsage({ outputTokens, reasoningTokens }: ServedUsage): JsonObject {
  return {
    output_tokens: outputTokens,
    output_tokens_details: { thinking_tokens: reasoningTokens },
  };
}

function blocksOf(answer: ServedAnswer): readonly JsonObject[] {
  if (stopReasons[answer.end] === "refusal") return [];
  const thought: JsonObject = { type: "thinking", thinking: answer.thought, signature: "c2ln" };
  const calls = answer.toolCalls.map((call): JsonObject => {
    return { type: "tool_use", id: call.id, name: call.name, input: call.arguments };
  });
  return [
    ...(answer.thought === "" ? [] : [thought]),
    ...(answer.text === "" ? [] : [{ type: "text", text: answer.text, citations: null }]),
    ...calls,
  ];
}

function stopDetails(answer: ServedAnswer): JsonObject | null {
  if (stopReasons[answer.end] !== "refusal") return null;
  return { type: "refusal", category: "cyber", explanation: "not with that" };
}

function whole(model: string, answer: ServedAnswer): JsonObject {
  return {
    id: "msg_01",
    type: "message",
    role: "assistant",
    model: servedModel(model),
    content: blocksOf(answer),
    stop_reason: stopReasons[answer.end],
    stop_sequence: null,
    stop_details: stopDetails(answer),
    ...(answer.usage === undefined ? {} : { usage: wholeUsage(answer.usage) }),
  };
}

function frames(model: string, answer: ServedAnswer): readonly Frame[] {
  const { usage } = answer;
  const message = {
    ...whole(model, answer),
    content: [],
    stop_reason: null,
    stop_details: null,
    ...(usage && {
      usage: {
        ...inputUsage(usage),
        ...writeSplit(usage),
        output_tokens: 1,
        service_tier: "standard",
      },
    }),
  };
  return [
    frame({ type: "message_start", message }),
    frame({ type: "ping" }),
    ...blocksOf(answer).flatMap(blockFrames),
    frame({
      type: "message_delta",
      delta: {
        stop_reason: stopReasons[answer.end],
        stop_sequence: null,
        stop_details: stopDetails(answer),
      },
      ...(usage && { usage: { ...inputUsage(usage), ...outputUsage(usage) } }),
    }),
    { ...frame({ type: "message_stop" }), isLastNeeded: true },
  ];
}

function blockFrames(block: JsonObject, index: number): readonly Frame[] {
  return [
    frame({ type: "content_block_start", index, content_block: emptied(block) }),
    ...deltasOf(block).map((delta) => frame({ type: "content_block_delta", index, delta })),
    frame({ type: "content_block_stop", index }),
  ];
}

function emptied(block: JsonObject): JsonObject {
  if (block["type"] === "tool_use") return { ...block, input: {} };
  if (block["type"] === "text") return { ...block, text: "" };
  return { ...block, thinking: "", signature: "" };
}

function deltasOf(block: JsonObject): readonly JsonObject[] {
  if (block["type"] === "tool_use") {
    const pieces = piecesOf(JSON.stringify(block["input"]));
    return pieces.map((piece) => ({ type: "input_json_delta", partial_json: piece }));
  }
  if (block["type"] === "text") {
    return piecesOf(block["text"] as string).map((text) => ({ type: "text_delta", text }));
  }
  return [
    { type: "thinking_delta", thinking: block["thinking"]! },
    { type: "signature_delta", signature: block["signature"]! },
  ];
}

const frame = (data: JsonObject): Frame => ({ event: data["type"] as string, data });

const servedModel = (model: string): string => `${model}-20260901`;

function errorBody(word: ErrorWord): JsonObject {
  const error: JsonObject = { type: errorTypes[word], message: errorMessages[word] ?? word };
  const details = { error_code: "enforced_spend_limit_reached" };
  return {
    type: "error",
    error: word === "quota" ? { ...error, details } : error,
    request_id: "req_anthropic_1",
  };
}

export const anthropicPayload: Payload = {
  headers: { "request-id": "req_anthropic_1" },
  servedModel,
  whole,
  frames,
  delta: (_model, text) =>
    frame({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text } }),
  errorBody,
  errorFrame: { event: "error", data: errorBody("overloaded") },
};
