import type { JsonObject } from "../../../src/core/json.ts";
import type { ErrorWord } from "./payload.ts";

const words: Readonly<Record<ErrorWord, readonly [type: string, code: string | null]>> = {
  invalid_request: ["invalid_request_error", "invalid_json_schema"],
  context_length: ["invalid_request_error", "context_length_exceeded"],
  authentication: ["invalid_request_error", "invalid_api_key"],
  permission: ["invalid_request_error", "unsupported_country_region_territory"],
  not_found: ["invalid_request_error", "model_not_found"],
  too_large: ["invalid_request_error", null],
  rate_limit: ["requests", "rate_limit_exceeded"],
  quota: ["insufficient_quota", "credit_balance_exhausted"],
  billing: ["billing", null],
  server: ["server_error", null],
  overloaded: ["service_unavailable_error", "server_is_overloaded"],
};

/** The error that both of OpenAI's wires answer with. */
export function openaiErrorBody(word: ErrorWord): JsonObject {
  const [type, code] = words[word];
  return { error: { message: word, type, param: null, code } };
}

export const openaiHeaders: Readonly<Record<string, string>> = {
  "x-request-id": "req_openai_1",
  "x-ratelimit-remaining-requests": "99",
};
