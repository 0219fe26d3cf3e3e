import type { JsonObject, JsonValue } from "./json.ts";

export interface Message {
  readonly role: string;
  readonly content: JsonValue;
}

/** What is asked of a model, apart from which model is asked. */
export interface ModelRequest {
  readonly messages: readonly Message[];
  readonly tools: readonly JsonObject[];
  /** A JSON Schema that the answer has to follow. */
  readonly responseSchema: JsonValue | undefined;
  readonly stream: boolean;
  readonly slaMs: number | undefined;
  readonly maxOutputTokens: number | undefined;
}

/** Length of all message texts in UTF-16 units. */
export function promptChars(request: ModelRequest): number {
  let chars = 0;
  for (const { content } of request.messages) {
    chars += typeof content === "string" ? content.length : JSON.stringify(content).length;
  }
  return chars;
}

/** A rough count for decisions before a call: four UTF-16 units a token, the usual rule of thumb. */
export function estimatedPromptTokens(request: ModelRequest): number {
  return Math.ceil(promptChars(request) / 4);
}
