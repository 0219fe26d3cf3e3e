import { isJsonObject, type JsonObject, type JsonValue } from "../../../core/json.ts";
import type { ModelRequest } from "../../../core/model-request.ts";
import { readConversation } from "../conversation.ts";
import { parsedOrText } from "../json-fields.ts";
import { toolProblems } from "../tool-choice.ts";

/** What both OpenAI wires call a choice that names no tool. */
export const choiceWords: ReadonlySet<string> = new Set(["auto", "required", "none"]);

/** Fields of a tool that OpenAI's wires write, each in a place of its own. */
export interface FunctionTool {
  readonly name: JsonValue;
  readonly description: JsonValue | undefined;
  readonly parameters: JsonValue | undefined;
  /** Only where the record says so: OpenAI's own default differs between its two wires. */
  readonly strict: boolean;
}

export function functionTools(request: ModelRequest): readonly FunctionTool[] {
  return request.tools.map((tool) => ({
    name: tool["name"] ?? null,
    description: tool["description"],
    parameters: tool["parameters"],
    strict: tool["strict"] === true,
  }));
}

/** What neither OpenAI wire can carry. */
export function openAiRequestProblems(
  request: ModelRequest,
  parameters: JsonObject,
): readonly string[] {
  const problems = [...readConversation(request).problems, ...toolProblems(request, parameters)];
  if (request.messages.length === 0) problems.push("there is no message");
  if (request.responseSchema !== undefined && !isJsonObject(request.responseSchema)) {
    problems.push("the response schema is no object");
  }
  return problems;
}

/** A call as every wire gives it back: its arguments as JSON where they are, else as they came. */
export function toolCall(id: JsonValue, name: JsonValue, written: JsonValue): JsonObject {
  return { id, name, arguments: typeof written === "string" ? parsedOrText(written) : written };
}
