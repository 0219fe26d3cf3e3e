import type { JsonObject, JsonValue } from "./json.ts";

export interface Message {
  readonly role: string;
  readonly content: JsonValue;
}

/** What is asked of a model, apart from which model is asked. */
export interface ModelRequest {
  /** Roles are `system`, `user`, `assistant` and `tool`; others are passed on as they are. */
  readonly messages: readonly Message[];
  /** Each with `name`, and `description` and `parameters` (a JSON Schema) where it has them. */
  readonly tools: readonly JsonObject[];
  /** `auto`, `required`, `none`, or the name of the tool to call; absent: not said. */
  readonly toolChoice?: string | undefined;
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

/** UTF-16 units a token, as a rule of thumb for decisions before a call. */
export const CHARS_PER_TOKEN = 4;

/** A rough count for decisions before a call. */
export function estimatedPromptTokens(request: ModelRequest): number {
  return Math.ceil(promptChars(request) / CHARS_PER_TOKEN);
}
