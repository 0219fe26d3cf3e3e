import type { JsonObject } from "../../src/core/json.ts";
import type { EndpointFamily } from "../../src/core/route.ts";

/** What the server counts for one answer; cache reads and writes are part of the input. */
export interface ServedUsage {
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
  /** The part of what is written that is kept for an hour: only Anthropic's wire tells it. */
  readonly cacheWriteLongTokens: number;
  /** Reasoning included. */
  readonly outputTokens: number;
  readonly reasoningTokens: number;
}

export interface ServedToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: JsonObject;
}

/** How an answer ends; `paused` is Anthropic's `pause_turn` and Gemini's `CONTINUATION`. */
export type ServedEnd =
  "stop" | "length" | "tool" | "refusal" | "filter" | "prompt_blocked" | "paused" | "unknown";

/** One answer, before a vendor's wire gives it its form. */
export interface ServedAnswer {
  readonly text: string;
  readonly thought: string;
  readonly toolCalls: readonly ServedToolCall[];
  readonly end: ServedEnd;
  /** Absent: the answer does not say. */
  readonly usage: ServedUsage | undefined;
}

/** What a test may say of an answer; the rest is as the server would have it. */
export interface GivenAnswer {
  readonly text: string;
  readonly thought?: string;
  readonly toolCalls?: readonly ServedToolCall[];
  readonly usage?: ServedUsage;
}

export type AnswerRequest = (body: JsonObject, family: EndpointFamily) => GivenAnswer;

export const labelAnswer: GivenAnswer = {
  text: '{"label":"billing","sure":true}',
  thought: "weighing it",
};

export const labelToolCall: ServedToolCall = {
  id: "call_1",
  name: "classify",
  arguments: { label: "billing" },
};

/** Counts that follow from the request and the answer alone, so that a test can do the sum again. */
export function servedUsage(
  body: JsonObject,
  family: EndpointFamily,
  given: GivenAnswer,
): ServedUsage {
  const inputTokens = Math.ceil(JSON.stringify(body).length / 4);
  const reasoningTokens = Math.ceil((given.thought ?? "").length / 4);
  const calls = (given.toolCalls ?? []).map((call) => JSON.stringify(call)).join("");
  return {
    inputTokens,
    cacheReadTokens: Math.floor(inputTokens / 4),
    cacheWriteTokens: family === "gemini" ? 0 : Math.floor(inputTokens / 8),
    cacheWriteLongTokens: family === "anthropic" ? Math.floor(inputTokens / 16) : 0,
    outputTokens: Math.ceil((given.text.length + calls.length) / 4) + reasoningTokens,
    reasoningTokens,
  };
}
