import { isJsonObject, type JsonObject, type JsonValue } from "./json.ts";

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
  /** What a log counted; on the requests of logs only. */
  readonly promptTokens?: number;
  /** The prompt, or a part of it, is not kept: `messages` does not say what was asked. */
  readonly isRedacted?: true;
}

/** What users wrote, a message after the other; all messages where none is a user's. */
export function userText({ messages }: ModelRequest): string {
  const ofUsers = messages.filter(({ role }) => role === "user");
  return (ofUsers.length === 0 ? messages : ofUsers)
    .map(({ content }) => textOf(content))
    .join("\n");
}

/** A text, or the texts among the parts of a message: pictures and files have none. */
function textOf(content: JsonValue): string {
  if (typeof content === "string") return content;
  if (Array.isArray(content)) return content.map(textOf).join("\n");
  return isJsonObject(content) && typeof content["text"] === "string" ? content["text"] : "";
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

/** A rough count for decisions before a call; of a prompt that is not kept, what its log counted. */
export function estimatedPromptTokens(request: ModelRequest): number {
  const { promptTokens } = request;
  // To look at a prompt that is not kept would count as having read it.
  if (promptTokens !== undefined && (request.isRedacted || request.messages.length === 0)) {
    return promptTokens;
  }
  return Math.ceil(promptChars(request) / CHARS_PER_TOKEN);
}
