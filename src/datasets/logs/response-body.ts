import type { FinishReason, ModelResponse } from "../../core/attempt.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import { listIn } from "./row-fields.ts";

const noToolCalls: readonly JsonObject[] = [];
const noSignals = {};

/** An answer of which the log keeps nothing but that there was one. */
export const unseenResponse: ModelResponse = {
  text: undefined,
  finishReason: { kind: "unrecognized", raw: undefined },
  toolCalls: noToolCalls,
  signals: noSignals,
};

/**
 * The answer in a response's body, in the forms of OpenAI's chat and responses and of Anthropic's
 * messages. A body without any of them (`{}` where a log keeps none) has no text that is known.
 */
export function responseOfBody(body: JsonObject): ModelResponse {
  const [choice] = listIn(body["choices"]);
  if (isJsonObject(choice)) return ofChoice(choice);
  const content = body["content"];
  if (Array.isArray(content)) {
    return ofParts(content as readonly JsonValue[], finishReasonOf(body["stop_reason"]));
  }
  const output = body["output"];
  if (Array.isArray(output)) return ofOutput(output as readonly JsonValue[], body);
  return unseenResponse;
}

/** One answer in a form that vendors share: text, finish reason and calls of tools. */
export function responseOf(
  text: string | undefined,
  finish: JsonValue | undefined,
  toolCalls: readonly JsonObject[] = noToolCalls,
): ModelResponse {
  return { text, finishReason: finishReasonOf(finish), toolCalls, signals: noSignals };
}

const finishKinds: ReadonlyMap<string, FinishReason["kind"]> = new Map([
  ["stop", "stop"],
  ["end_turn", "stop"],
  ["stop_sequence", "stop"],
  ["completed", "stop"],
  ["length", "length"],
  ["max_tokens", "length"],
  ["max_output_tokens", "length"],
  ["tool_calls", "tool_calls"],
  ["tool_call", "tool_calls"],
  ["tool_use", "tool_calls"],
  ["function_call", "tool_calls"],
  ["content_filter", "content_filter"],
  ["content-filter", "content_filter"],
  ["safety", "content_filter"],
]);

/** A vendor's word in ours, with its own kept; a word that nobody knows is unrecognized. */
export function finishReasonOf(raw: JsonValue | undefined): FinishReason {
  if (typeof raw !== "string" || raw === "") return { kind: "unrecognized", raw: undefined };
  return { kind: finishKinds.get(raw.toLowerCase()) ?? "unrecognized", raw };
}

function ofChoice(choice: JsonObject): ModelResponse {
  const finish = finishReasonOf(choice["finish_reason"]);
  const message = choice["message"];
  if (!isJsonObject(message)) {
    const { text } = choice;
    return {
      ...unseenResponse,
      text: typeof text === "string" ? text : undefined,
      finishReason: finish,
    };
  }
  const toolCalls = listIn(message["tool_calls"]).filter(isJsonObject).map(toolCallOf);
  const { content } = message;
  if (Array.isArray(content)) {
    const answer = ofParts(content as readonly JsonValue[], finish);
    return toolCalls.length === 0 ? answer : { ...answer, toolCalls };
  }
  const text = typeof content === "string" ? content : toolCalls.length > 0 ? "" : undefined;
  return { text, finishReason: finish, toolCalls, signals: noSignals };
}

function ofParts(parts: readonly JsonValue[], finishReason: FinishReason): ModelResponse {
  const objects = parts.filter(isJsonObject);
  const texts = objects.flatMap(({ text }) => (typeof text === "string" ? [text] : []));
  const toolCalls = objects.filter(({ type }) => type === "tool_use").map(toolCallOf);
  const text = texts.length > 0 || toolCalls.length > 0 ? texts.join("") : undefined;
  return { text, finishReason, toolCalls, signals: noSignals };
}

/** OpenAI's responses: a list of items, messages and calls of functions among them. */
function ofOutput(items: readonly JsonValue[], body: JsonObject): ModelResponse {
  const objects = items.filter(isJsonObject);
  const parts = objects.flatMap((item) => listIn(item["content"]));
  const toolCalls = objects.filter(({ type }) => type === "function_call").map(toolCallOf);
  const details = body["incomplete_details"];
  const finish = isJsonObject(details) ? details["reason"] : body["status"];
  const answer = ofParts(parts, finishReasonOf(finish));
  if (toolCalls.length === 0) return answer;
  const finishReason: FinishReason = { kind: "tool_calls", raw: answer.finishReason.raw };
  return { ...answer, text: answer.text ?? "", finishReason, toolCalls };
}

/** `{id?, name, arguments}`, whichever vendor's form it was written in; arguments are JSON text. */
function toolCallOf(call: JsonObject): JsonObject {
  const inner = call["function"];
  const written = isJsonObject(inner) ? inner : call;
  const id = call["call_id"] ?? call["id"];
  const args = written["arguments"] ?? written["input"] ?? {};
  return {
    ...(typeof id === "string" && { id }),
    name: written["name"] ?? null,
    arguments: typeof args === "string" ? args : JSON.stringify(args),
  };
}
