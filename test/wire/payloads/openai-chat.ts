import { isJsonObject, type JsonObject } from "../../../src/core/json.ts";
import type { ServedAnswer, ServedEnd, ServedUsage } from "../served-answer.ts";
import { openaiErrorBody, openaiHeaders } from "./openai-error.ts";
import { piecesOf, type Frame, type Payload } from "./payload.ts";

const finishReasons: Readonly<Record<ServedEnd, string>> = {
  stop: "stop",
  length: "length",
  tool: "tool_calls",
  refusal: "stop",
  filter: "content_filter",
  prompt_blocked: "content_filter",
  paused: "stop",
  unknown: "went_fishing",
};

const REFUSAL = "I can't help with that.";

function usageOf(usage: ServedUsage): JsonObject {
  return {
    prompt_tokens: usage.inputTokens,
    completion_tokens: usage.outputTokens,
    total_tokens: usage.inputTokens + usage.outputTokens,
    prompt_tokens_details: {
      cached_tokens: usage.cacheReadTokens,
      cache_write_tokens: usage.cacheWriteTokens,
    },
    completion_tokens_details: { reasoning_tokens: usage.reasoningTokens },
  };
}

function toolCallsOf(answer: ServedAnswer): readonly JsonObject[] {
  return answer.toolCalls.map(({ id, name, arguments: given }) => {
    return { id, type: "function", function: { name, arguments: JSON.stringify(given) } };
  });
}

function messageOf(answer: ServedAnswer): JsonObject {
  if (answer.end === "refusal") return { role: "assistant", content: null, refusal: REFUSAL };
  return {
    role: "assistant",
    content: answer.text === "" ? null : answer.text,
    refusal: null,
    ...(answer.toolCalls.length === 0 ? {} : { tool_calls: toolCallsOf(answer) }),
  };
}

function whole(model: string, answer: ServedAnswer): JsonObject {
  return {
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 1_795_000_000,
    model: servedModel(model),
    choices: [
      {
        index: 0,
        message: messageOf(answer),
        logprobs: null,
        finish_reason: finishReasons[answer.end],
      },
    ],
    service_tier: "default",
    ...(answer.usage && { usage: usageOf(answer.usage) }),
  };
}

function chunk(model: string, rest: JsonObject): JsonObject {
  return {
    id: "chatcmpl-1",
    object: "chat.completion.chunk",
    created: 1_795_000_000,
    model: servedModel(model),
    service_tier: "default",
    ...rest,
  };
}

function deltaFrame(model: string, delta: JsonObject, finishReason: string | null = null): Frame {
  const choice = { index: 0, delta, logprobs: null, finish_reason: finishReason };
  return { data: chunk(model, { choices: [choice] }) };
}

function frames(model: string, answer: ServedAnswer, body: JsonObject): readonly Frame[] {
  const asked = body["stream_options"];
  const tellsUsage =
    answer.usage !== undefined && isJsonObject(asked) && asked["include_usage"] === true;
  const end = deltaFrame(model, {}, finishReasons[answer.end]);
  return [
    deltaFrame(model, { role: "assistant", content: "" }),
    ...contentOf(answer).map((delta) => deltaFrame(model, delta)),
    tellsUsage ? end : { ...end, isLastNeeded: true },
    ...(tellsUsage
      ? [
          {
            data: chunk(model, { choices: [], usage: usageOf(answer.usage) }),
            isLastNeeded: true as const,
          },
        ]
      : []),
    { data: "[DONE]" },
  ];
}

function contentOf(answer: ServedAnswer): readonly JsonObject[] {
  if (answer.end === "refusal") return piecesOf(REFUSAL).map((refusal) => ({ refusal }));
  return [
    ...piecesOf(answer.text).map((content) => ({ content })),
    ...toolCallsOf(answer).flatMap(callDeltas),
  ];
}

function callDeltas(call: JsonObject, index: number): readonly JsonObject[] {
  const { name, arguments: given } = call["function"] as JsonObject;
  return [
    { tool_calls: [{ ...call, index, function: { name: name!, arguments: "" } }] },
    ...piecesOf(given as string).map((piece) => ({
      tool_calls: [{ index, function: { arguments: piece } }],
    })),
  ];
}

const servedModel = (model: string): string => `${model}-2026-09-01`;

export const openaiChatPayload: Payload = {
  headers: openaiHeaders,
  servedModel,
  whole,
  frames,
  delta: (model, content) => deltaFrame(model, { content }),
  errorBody: openaiErrorBody,
  errorFrame: { data: openaiErrorBody("server") },
};
