import { isJsonObject, type JsonObject } from "../../../core/json.ts";
import { textOf, type Part, type Turn } from "../conversation.ts";
import { imageDataOf } from "../image-data.ts";
import { parsedOrText } from "../json-fields.ts";
import { isSystemTurn, leadingSystemTurns } from "../system-turns.ts";

const imageTypes = ["image/jpeg", "image/png", "image/gif", "image/webp"];

/** The conversation in Anthropic's form; results of tools that were called together are one message. */
export function anthropicMessages(turns: readonly Turn[]): readonly JsonObject[] {
  const messages: { readonly role: string; content: JsonObject["content"] }[] = [];
  let results: JsonObject[] | undefined;
  for (const turn of turns.slice(leadingSystemTurns(turns))) {
    if (turn.role !== "tool") {
      results = undefined;
      messages.push({ role: isSystemTurn(turn) ? "system" : turn.role, content: contentOf(turn) });
      continue;
    }
    if (results === undefined) messages.push({ role: "user", content: (results = []) });
    results.push({
      type: "tool_result",
      tool_use_id: turn.toolCallId ?? "",
      content: turn.isPlainText ? textOf(turn) : turn.parts.map(blockOf),
    });
  }
  return messages as readonly JsonObject[];
}

function contentOf(turn: Turn): string | readonly JsonObject[] {
  if (turn.isPlainText && turn.toolCalls.length === 0) return textOf(turn);
  const calls = turn.toolCalls.map(({ id, name, arguments: given }): JsonObject => {
    return { type: "tool_use", id, name, input: parsedOrText(given) };
  });
  // The API refuses texts without a character, which stand beside tool calls elsewhere.
  const parts = turn.parts.filter((part) => part.kind !== "text" || part.text !== "");
  return [...parts.map(blockOf), ...calls];
}

function blockOf(part: Part): JsonObject {
  if (part.kind === "text") return { type: "text", text: part.text };
  if (part.kind === "foreign") return { type: part.type };
  const data = imageDataOf(part.url);
  if (data === undefined) return { type: "image", source: { type: "url", url: part.url } };
  const { mediaType, base64 } = data;
  return { type: "image", source: { type: "base64", media_type: mediaType, data: base64 } };
}

/** What of a turn Anthropic's messages cannot hold. */
export function anthropicTurnProblems(turn: Turn): readonly string[] {
  const problems: string[] = [];
  for (const part of turn.parts) {
    if (part.kind === "image") problems.push(...imageProblems(turn, part));
  }
  for (const call of turn.toolCalls) {
    if (!isJsonObject(parsedOrText(call.arguments))) {
      problems.push(`the arguments of the call of ${call.name} are no JSON object`);
    }
  }
  return problems;
}

function imageProblems(
  turn: Turn,
  { url, detail }: Extract<Part, { readonly kind: "image" }>,
): readonly string[] {
  const problems: string[] = [];
  const mediaType = imageDataOf(url)?.mediaType;
  if (isSystemTurn(turn)) problems.push("a system message cannot hold an image");
  if (mediaType === undefined && !url.startsWith("https://")) {
    problems.push("an image has to be a data: address in base64, or an https: address");
  } else if (mediaType !== undefined && !imageTypes.includes(mediaType)) {
    problems.push(`images of type ${mediaType} are not taken`);
  }
  if (detail !== undefined && detail !== "auto") {
    problems.push(`an image's detail "${detail}" cannot be asked for`);
  }
  return problems;
}
