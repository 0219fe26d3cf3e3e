import type { JsonObject } from "../../../src/core/json.ts";
import type { ServedAnswer, ServedToolCall, ServedUsage } from "../served-answer.ts";
import { openaiErrorBody, openaiHeaders } from "./openai-error.ts";
import { piecesOf, type Frame, type Payload } from "./payload.ts";

const REFUSAL = "I can't help with that.";

const incompleteReasons: Readonly<Partial<Record<ServedAnswer["end"], string>>> = {
  length: "max_output_tokens",
  filter: "content_filter",
  prompt_blocked: "content_filter",
  paused: "max_messages",
  unknown: "went_fishing",
};

function usageOf(usage: ServedUsage): JsonObject {
  return {
    input_tokens: usage.inputTokens,
    input_tokens_details: {
      cached_tokens: usage.cacheReadTokens,
      cache_write_tokens: usage.cacheWriteTokens,
      cache_write_tokens_details: {
        ttl_30m_tokens: usage.cacheWriteTokens - usage.cacheWriteLongTokens,
        ttl_12h_tokens: usage.cacheWriteLongTokens,
      },
    },
    output_tokens: usage.outputTokens,
    output_tokens_details: { reasoning_tokens: usage.reasoningTokens },
    total_tokens: usage.inputTokens + usage.outputTokens,
  };
}

function partOf(answer: ServedAnswer): JsonObject {
  if (answer.end === "refusal") return { type: "refusal", refusal: REFUSAL };
  return { type: "output_text", text: answer.text, annotations: [] };
}

function itemsOf(answer: ServedAnswer): readonly JsonObject[] {
  const reasoning = { id: "rs_1", type: "reasoning", summary: [] };
  const isFiltered = incompleteReasons[answer.end] === "content_filter";
  const hasMessage = answer.end === "refusal" || (answer.text !== "" && !isFiltered);
  return [
    ...(answer.thought === "" ? [] : [reasoning]),
    ...(hasMessage ? [messageItem([partOf(answer)])] : []),
    ...answer.toolCalls.map((call, index) => callItem(call, index, JSON.stringify(call.arguments))),
  ];
}

function messageItem(content: readonly JsonObject[]): JsonObject {
  return { id: "msg_1", type: "message", role: "assistant", status: "completed", content };
}

function callItem(call: ServedToolCall, index: number, given: string): JsonObject {
  return {
    type: "function_call",
    id: `fc_${index + 1}`,
    call_id: call.id,
    name: call.name,
    arguments: given,
    status: "completed",
  };
}

function whole(model: string, answer: ServedAnswer): JsonObject {
  const reason = incompleteReasons[answer.end];
  return {
    id: "resp_1",
    object: "response",
    created_at: 1_795_000_000,
    status: reason === undefined ? "completed" : "incomplete",
    error: null,
    incomplete_details: reason === undefined ? null : { reason },
    model: servedModel(model),
    output: itemsOf(answer),
    parallel_tool_calls: true,
    tool_choice: "auto",
    tools: [],
    service_tier: "default",
    usage: answer.usage === undefined ? null : usageOf(answer.usage),
  };
}

function frames(model: string, answer: ServedAnswer): readonly Frame[] {
  const response = whole(model, answer);
  const begun = { ...response, status: "in_progress", output: [], usage: null };
  const datas: readonly JsonObject[] = [
    { type: "response.created", response: begun },
    { type: "response.in_progress", response: begun },
    ...itemsOf(answer).flatMap(itemEvents),
    { type: `response.${response["status"] as string}`, response },
  ];
  const all = datas.map((data, index) => frame({ ...data, sequence_number: index }));
  return [...all.slice(0, -1), { ...all.at(-1)!, isLastNeeded: true }];
}

function itemEvents(item: JsonObject, index: number): readonly JsonObject[] {
  const at = { output_index: index, item_id: item["id"]! };
  return [
    { type: "response.output_item.added", output_index: index, item: emptied(item) },
    ...contentEvents(item, at),
    { type: "response.output_item.done", output_index: index, item },
  ];
}

function emptied(item: JsonObject): JsonObject {
  if (item["type"] === "message") return { ...item, status: "in_progress", content: [] };
  if (item["type"] === "function_call") return { ...item, status: "in_progress", arguments: "" };
  return item;
}

function contentEvents(item: JsonObject, at: JsonObject): readonly JsonObject[] {
  if (item["type"] === "function_call") {
    const type = "response.function_call_arguments.delta";
    const given = item["arguments"] as string;
    return [
      ...piecesOf(given).map((delta) => ({ type, ...at, delta })),
      { type: "response.function_call_arguments.done", ...at, arguments: given },
    ];
  }
  if (item["type"] !== "message") return [];
  const part = (item["content"] as readonly JsonObject[])[0]!;
  const [word, text] =
    part["type"] === "refusal" ? ["refusal", REFUSAL] : ["output_text", part["text"] as string];
  const where = { ...at, content_index: 0 };
  const field = word === "refusal" ? "refusal" : "text";
  return [
    { type: "response.content_part.added", ...where, part: { ...part, [field]: "" } },
    ...piecesOf(text).map((delta) => ({ type: `response.${word}.delta`, ...where, delta })),
    { type: `response.${word}.done`, ...where, [field]: text },
    { type: "response.content_part.done", ...where, part },
  ];
}

const frame = (data: JsonObject): Frame => ({ event: data["type"] as string, data });

const servedModel = (model: string): string => `${model}-2026-09-01`;

export const openaiResponsePayload: Payload = {
  headers: openaiHeaders,
  servedModel,
  whole,
  frames,
  delta: (_model, delta) =>
    frame({
      type: "response.output_text.delta",
      item_id: "msg_1",
      output_index: 0,
      content_index: 0,
      delta,
      sequence_number: 1,
    }),
  errorBody: openaiErrorBody,
  errorFrame: {
    event: "error",
    data: {
      type: "error",
      code: "server_error",
      message: "server",
      param: null,
      sequence_number: 9,
    },
  },
};
