import { isJsonObject, type JsonObject } from "../../../core/json.ts";
import { textOf, type Part, type Turn } from "../conversation.ts";
import { imageDataOf } from "../image-data.ts";
import { parsedOrText } from "../json-fields.ts";
import { isSystemTurn, leadingSystemTurns } from "../system-turns.ts";

/** The conversation in Gemini's form; results of tools that were called together are one content. */
export function geminiContents(turns: readonly Turn[]): readonly JsonObject[] {
  const names = calledNames(turns);
  const contents: JsonObject[] = [];
  let results: JsonObject[] | undefined;
  for (const turn of turns.slice(leadingSystemTurns(turns))) {
    if (turn.role !== "tool") {
      results = undefined;
      const role = turn.role === "assistant" ? "model" : turn.role;
      contents.push({ role, parts: partsOf(turn) });
      continue;
    }
    if (results === undefined) contents.push({ role: "user", parts: (results = []) });
    results.push(resultPart(turn, names));
  }
  return contents;
}

function partsOf(turn: Turn): readonly JsonObject[] {
  const calls = turn.toolCalls.map(({ id, name, arguments: given }): JsonObject => {
    return { functionCall: { id, name, args: parsedOrText(given) } };
  });
  const isBesideCalls = calls.length > 0;
  const parts = turn.parts.filter(
    (part) => !(isBesideCalls && part.kind === "text" && part.text === ""),
  );
  return [...parts.map(partOf), ...calls];
}

function partOf(part: Part): JsonObject {
  if (part.kind === "text") return { text: part.text };
  const data = part.kind === "image" ? imageDataOf(part.url) : undefined;
  if (data === undefined) return {};
  return { inlineData: { mimeType: data.mediaType, data: data.base64 } };
}

/** Gemini knows a result by the name of its tool, and wants an object. */
function resultPart(turn: Turn, names: ReadonlyMap<string, string>): JsonObject {
  const text = textOf(turn);
  const parsed = parsedOrText(text);
  const response = isJsonObject(parsed) ? parsed : { output: text };
  const id = turn.toolCallId ?? "";
  return { functionResponse: { id, name: names.get(id) ?? "", response } };
}

/** The tool's name of each call that the conversation holds. */
function calledNames(turns: readonly Turn[]): ReadonlyMap<string, string> {
  const calls = turns.flatMap(({ toolCalls }) => toolCalls);
  return new Map(calls.map(({ id, name }) => [id, name]));
}

/** What of a conversation Gemini's contents cannot hold. */
export function geminiTurnProblems(turns: readonly Turn[]): readonly string[] {
  const names = calledNames(turns);
  const leading = leadingSystemTurns(turns);
  return turns.flatMap((turn, index) => {
    const found = [...imageProblems(turn), ...toolProblemsOf(turn, names)];
    if (isSystemTurn(turn) && index >= leading) {
      found.push("a system message cannot stand within a conversation");
    }
    return found.map((problem) => `message ${index + 1}: ${problem}`);
  });
}

function imageProblems(turn: Turn): readonly string[] {
  return turn.parts.flatMap((part) => {
    if (part.kind !== "image") return [];
    if (turn.role === "tool") return ["a tool's result cannot hold an image"];
    const problems: string[] = [];
    if (isSystemTurn(turn)) problems.push("a system message cannot hold an image");
    if (imageDataOf(part.url) === undefined) {
      problems.push("an image has to be a data: address in base64");
    }
    if (part.detail !== undefined && part.detail !== "auto") {
      problems.push(`an image's detail "${part.detail}" cannot be asked for`);
    }
    return problems;
  });
}

function toolProblemsOf(turn: Turn, names: ReadonlyMap<string, string>): readonly string[] {
  const problems: string[] = [];
  for (const call of turn.toolCalls) {
    if (!isJsonObject(parsedOrText(call.arguments))) {
      problems.push(`the arguments of the call of ${call.name} are no JSON object`);
    }
  }
  if (turn.role === "tool" && !names.has(turn.toolCallId ?? "")) {
    problems.push("a tool's result answers a call that no message made");
  }
  return problems;
}
