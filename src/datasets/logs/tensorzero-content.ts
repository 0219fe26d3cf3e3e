import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import type { LoggedResult } from "../../core/logged-request.ts";
import type { Message, ModelRequest } from "../../core/model-request.ts";
import { readTools, readToolChoice } from "../read-tools.ts";
import type { LogReading } from "./log-format.ts";
import { answered } from "./logged-attempt.ts";
import { contentText, toolCall } from "./message-content.ts";
import {
  namedFields,
  objectNamed,
  objectsNamed,
  textNamed,
  unquoted,
  valueNamed,
} from "./named-fields.ts";
import { emptyRequest, messagesIn } from "./request-body.ts";

/** What an inference asked. */
export function requestOf(row: JsonObject, reading: LogReading): ModelRequest {
  const { fault } = reading;
  const input = objectNamed(row, "input");
  const toolParams = objectNamed(row, "tool_params");
  const available = valueNamed(toolParams, "tools_available");
  const tools =
    available === undefined ? [] : readTools(available, "tool_params.tools_available", fault);
  const choice = valueNamed(toolParams, "tool_choice");
  const params = objectNamed(objectNamed(row, "inference_params"), "chat_completion");
  const request: ModelRequest = {
    ...emptyRequest,
    messages: [
      ...systemIn(valueNamed(input, "system")),
      ...messagesIn(valueNamed(input, "messages"), "user", "input.messages", fault),
    ],
    tools,
    responseSchema: objectNamed(row, "output_schema"),
    maxOutputTokens: namedFields(params, "inference_params.", reading).count("max_tokens"),
  };
  if (choice === undefined) return request;
  return {
    ...request,
    toolChoice: readToolChoice(choice, tools, "tool_params.tool_choice", fault),
  };
}

/** A system text, or the values that the function's template was given. */
function systemIn(system: JsonValue | undefined): readonly Message[] {
  if (system === undefined) return [];
  const content = typeof system === "string" ? system : JSON.stringify(system);
  return [{ role: "system", content }];
}

/**
 * The answer of a chat function is a list of blocks; that of a JSON function is its raw text, and
 * whether it followed its schema: what did not is not parsed. A trigger may see that.
 */
export function resultOf(
  row: JsonObject,
  finish: string | undefined,
  { fault }: LogReading,
): LoggedResult {
  const output = unquoted(valueNamed(row, "output"));
  if (isJsonObject(output)) {
    if (Object.hasOwn(output, "parsed")) {
      const schemaValid = output["parsed"] !== null;
      return answered(textNamed(output, "raw"), finish, [], { schema_valid: schemaValid });
    }
    return answered(textNamed(output, "raw"), finish);
  }
  if (output !== undefined && !Array.isArray(output)) {
    fault("output", "expected a list of content blocks or an object with raw");
  }
  const blocks = objectsNamed(row, "output");
  const toolCalls = blocks
    .filter(({ type }) => type === "tool_call")
    .map(({ id, name, raw_name: rawName, arguments: parsed, raw_arguments: raw }) =>
      toolCall(id, name ?? rawName, parsed ?? raw),
    );
  const text = output === undefined ? undefined : contentText(blocks.filter(isText));
  return answered(text, finish, toolCalls);
}

function isText({ type }: JsonObject): boolean {
  return type === "text";
}
