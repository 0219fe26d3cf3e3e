import type { JsonObject } from "../../../src/core/json.ts";
import type { ServedAnswer, ServedEnd, ServedUsage } from "../served-answer.ts";
import { piecesOf, type ErrorWord, type Frame, type Payload } from "./payload.ts";

const finishReasons: Readonly<Record<ServedEnd, string>> = {
  stop: "STOP",
  length: "MAX_TOKENS",
  tool: "STOP",
  refusal: "SAFETY",
  filter: "SAFETY",
  prompt_blocked: "",
  paused: "CONTINUATION",
  unknown: "WENT_FISHING",
};

const statusNames: Readonly<Record<ErrorWord, string>> = {
  invalid_request: "INVALID_ARGUMENT",
  context_length: "INVALID_ARGUMENT",
  authentication: "UNAUTHENTICATED",
  permission: "PERMISSION_DENIED",
  not_found: "NOT_FOUND",
  too_large: "INVALID_ARGUMENT",
  rate_limit: "RESOURCE_EXHAUSTED",
  quota: "RESOURCE_EXHAUSTED",
  billing: "FAILED_PRECONDITION",
  server: "INTERNAL",
  overloaded: "UNAVAILABLE",
};

const errorMessages: Readonly<Partial<Record<ErrorWord, string>>> = {
  context_length:
    "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).",
};

const quotaIds: Readonly<Partial<Record<ErrorWord, string>>> = {
  rate_limit: "GenerateRequestsPerMinutePerProjectPerModel",
  quota: "GenerateRequestsPerDayPerProjectPerModel",
};

function partsOf(answer: ServedAnswer): readonly JsonObject[] {
  const calls = answer.toolCalls.map((call): JsonObject => {
    return { functionCall: { id: call.id, name: call.name, args: call.arguments } };
  });
  return [
    ...(answer.thought === "" ? [] : [{ text: answer.thought, thought: true }]),
    ...(answer.text === "" ? [] : [{ text: answer.text, thoughtSignature: "c2ln" }]),
    ...calls,
  ];
}

function usageMetadata(usage: ServedUsage): JsonObject {
  const candidatesTokenCount = usage.outputTokens - usage.reasoningTokens;
  return {
    promptTokenCount: usage.inputTokens,
    cachedContentTokenCount: usage.cacheReadTokens,
    candidatesTokenCount,
    thoughtsTokenCount: usage.reasoningTokens,
    totalTokenCount: usage.inputTokens + usage.outputTokens,
    trafficType: "ON_DEMAND",
  };
}

function endOf(answer: ServedAnswer): JsonObject {
  return {
    finishReason: finishReasons[answer.end],
    index: 0,
    ...(answer.end === "paused" ? { continuationToken: "dG9rZW4=" } : {}),
  };
}

function envelope(model: string, rest: JsonObject): JsonObject {
  return { ...rest, modelVersion: servedModel(model), responseId: "gemini-response-1" };
}

function blocked(model: string, answer: ServedAnswer): JsonObject {
  return envelope(model, {
    promptFeedback: { blockReason: "PROHIBITED_CONTENT" },
    ...(answer.usage && { usageMetadata: usageMetadata(answer.usage) }),
  });
}

function whole(model: string, answer: ServedAnswer): JsonObject {
  if (answer.end === "prompt_blocked") return blocked(model, answer);
  const content = { role: "model", parts: partsOf(answer) };
  return envelope(model, {
    candidates: [{ ...(isSafety(answer) ? {} : { content }), ...endOf(answer) }],
    ...(answer.usage && { usageMetadata: usageMetadata(answer.usage) }),
  });
}

const isSafety = (answer: ServedAnswer): boolean => finishReasons[answer.end] === "SAFETY";

function frames(model: string, answer: ServedAnswer): readonly Frame[] {
  if (answer.end === "prompt_blocked")
    return [{ data: blocked(model, answer), isLastNeeded: true }];
  const parts = isSafety(answer) ? [] : partsOf(answer).flatMap(inPieces);
  const end = envelope(model, {
    candidates: [endOf(answer)],
    ...(answer.usage && { usageMetadata: usageMetadata(answer.usage) }),
  });
  return [
    ...parts.map((part, index) => partFrame(model, part, answer.usage && index)),
    { data: end, isLastNeeded: true },
  ];
}

function inPieces(part: JsonObject): readonly JsonObject[] {
  const { text } = part;
  if (typeof text !== "string" || part["thought"] === true) return [part];
  return piecesOf(text).map((piece) => ({ text: piece }));
}

/** Each chunk has a count that is still growing. */
function partFrame(model: string, part: JsonObject, counted: number | undefined): Frame {
  return {
    data: envelope(model, {
      candidates: [{ content: { role: "model", parts: [part] }, index: 0 }],
      ...(counted === undefined
        ? {}
        : { usageMetadata: { promptTokenCount: 1, candidatesTokenCount: counted } }),
    }),
  };
}

const servedModel = (model: string): string => `${model}-001`;

function errorBody(word: ErrorWord, status: number): JsonObject {
  const quotaId = quotaIds[word];
  const details = quotaId === undefined ? reasonDetails(word) : quotaDetails(word, quotaId);
  return {
    error: {
      code: status,
      message: errorMessages[word] ?? word,
      status: statusNames[word],
      details,
    },
  };
}

function reasonDetails(word: ErrorWord): readonly JsonObject[] {
  if (word !== "authentication") return [];
  return [{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "API_KEY_INVALID" }];
}

function quotaDetails(word: ErrorWord, quotaId: string): readonly JsonObject[] {
  return [
    {
      "@type": "type.googleapis.com/google.rpc.QuotaFailure",
      violations: [{ quotaId, quotaValue: "5" }],
    },
    {
      "@type": "type.googleapis.com/google.rpc.RetryInfo",
      retryDelay: word === "quota" ? "35000s" : "7.5s",
    },
  ];
}

export const geminiPayload: Payload = {
  headers: { "x-goog-request-id": "req_gemini_1" },
  servedModel,
  whole,
  frames,
  delta: (model, text) => partFrame(model, { text }, undefined),
  errorBody,
  errorFrame: { data: errorBody("overloaded", 503) },
};
