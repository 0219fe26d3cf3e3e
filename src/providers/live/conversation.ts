import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import type { Message, ModelRequest } from "../../core/model-request.ts";

/** A piece of a message's content. */
export type Part =
  | { readonly kind: "text"; readonly text: string }
  /** `url` may be a `data:` address; `detail` is how closely to look, where that is said. */
  | { readonly kind: "image"; readonly url: string; readonly detail: string | undefined }
  /** Neither text nor an image: a file, a sound, or what nobody can read. */
  | { readonly kind: "foreign"; readonly type: string };

/** A call that the assistant made earlier in the conversation. */
export interface EarlierToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON as a text, as a model writes it. */
  readonly arguments: string;
}

/** One message of a record, read from the form that datasets hold: OpenAI's chat messages. */
export interface Turn {
  readonly role: string;
  readonly parts: readonly Part[];
  /** Whether the content was a plain text, so that a wire may write it as one. */
  readonly isPlainText: boolean;
  readonly toolCalls: readonly EarlierToolCall[];
  /** Of a tool's result: which call it answers. */
  readonly toolCallId: string | undefined;
}

/** The messages of a request in one neutral form; `problems` says what none of it can hold. */
export interface Conversation {
  readonly turns: readonly Turn[];
  readonly problems: readonly string[];
}

export function readConversation(request: ModelRequest): Conversation {
  const problems: string[] = [];
  const turns = request.messages.map((message, index) => {
    const fault = (text: string): void => {
      problems.push(`message ${index + 1}: ${text}`);
    };
    return readTurn(message, fault);
  });
  return { turns, problems };
}

/** Whether a request holds files, sounds or other content that is neither text nor an image. */
export function hasForeignParts(request: ModelRequest): boolean {
  return readConversation(request).turns.some(({ parts }) =>
    parts.some(({ kind }) => kind === "foreign"),
  );
}

/** The texts of a turn as one; the parts between them are left out. */
export function textOf(turn: Turn): string {
  return turn.parts.map((part) => (part.kind === "text" ? part.text : "")).join("");
}

type Fault = (text: string) => void;

function readTurn(message: Message, fault: Fault): Turn {
  // Datasets keep the whole message; its type names only what every message has.
  const fields = message as Message & JsonObject;
  const { role, content } = message;
  const parts = readParts(content, fault);
  const toolCalls = readToolCalls(fields["tool_calls"], fault);
  const toolCallId = fields["tool_call_id"];
  if (role === "tool" && typeof toolCallId !== "string") {
    fault("a tool's result needs the tool_call_id that it answers");
  }
  for (const part of parts) {
    if (part.kind === "foreign") fault(`content of type "${part.type}" cannot be sent`);
  }
  return {
    role,
    parts,
    isPlainText: typeof content === "string",
    toolCalls,
    toolCallId: typeof toolCallId === "string" ? toolCallId : undefined,
  };
}

function readParts(content: JsonValue, fault: Fault): readonly Part[] {
  if (typeof content === "string") return [{ kind: "text", text: content }];
  if (content === null) return [];
  if (Array.isArray(content)) return (content as readonly JsonValue[]).map(readPart);
  fault("content is neither a text nor a list of parts");
  return [];
}

function readPart(part: JsonValue): Part {
  if (typeof part === "string") return { kind: "text", text: part };
  if (!isJsonObject(part)) return { kind: "foreign", type: typeof part };
  const { type, text } = part;
  if (type === "text" && typeof text === "string") return { kind: "text", text };
  const image = part["image_url"];
  if (type === "image_url" && image !== undefined) {
    const url = isJsonObject(image) ? image["url"] : image;
    const detail = isJsonObject(image) ? image["detail"] : undefined;
    if (typeof url === "string") {
      return { kind: "image", url, detail: typeof detail === "string" ? detail : undefined };
    }
  }
  return { kind: "foreign", type: typeof type === "string" ? type : "unknown" };
}

function readToolCalls(value: JsonValue | undefined, fault: Fault): readonly EarlierToolCall[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    fault("tool_calls is not a list");
    return [];
  }
  return (value as readonly JsonValue[]).flatMap((call) => {
    const read = readToolCall(call);
    if (read === undefined) fault("a tool call needs an id, a function name and arguments");
    return read ?? [];
  });
}

/** OpenAI's nested form, or the flat one that our own answers have. */
function readToolCall(call: JsonValue): EarlierToolCall | undefined {
  if (!isJsonObject(call)) return undefined;
  const named = isJsonObject(call["function"]) ? call["function"] : call;
  const { name } = named;
  const { id } = call;
  const args = named["arguments"];
  if (typeof id !== "string" || typeof name !== "string" || args === undefined) return undefined;
  return { id, name, arguments: typeof args === "string" ? args : JSON.stringify(args) };
}
