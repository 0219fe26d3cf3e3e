import { isJsonObject, type JsonObject, type JsonValue } from "../../../core/json.ts";
import { anthropicMessages } from "./anthropic-messages.ts";
import { readConversation } from "../conversation.ts";
import { withExtraBody } from "../extra-body.ts";
import { maxOutputTokens } from "../max-output-tokens.ts";
import { systemText } from "../system-turns.ts";
import { chosenTool } from "../tool-choice.ts";
import type { AskedOfWire } from "../wire.ts";

/**
 * A request of the Messages API. Where the route names an `anthropic_version` the body holds it
 * too, though it travels as a header: it is part of what was asked.
 */
export function anthropicBody({ model, request, parameters }: AskedOfWire): JsonObject {
  const { turns } = readConversation(request);
  const { stop, prompt_cache: cache } = parameters;
  const body: Record<string, JsonValue | undefined> = {
    model,
    max_tokens: maxOutputTokens(request, parameters),
    system: systemText(turns),
    messages: anthropicMessages(turns),
    tools: request.tools.length === 0 ? undefined : request.tools.map(toolOf),
    tool_choice: toolChoiceOf(chosenTool(request, parameters)),
    thinking: thinkingOf(parameters),
    output_config: outputConfig(request.responseSchema, parameters["reasoning_effort"]),
    stop_sequences: typeof stop === "string" ? [stop] : stop,
    service_tier: parameters["service_tier"],
    temperature: parameters["temperature"],
    top_p: parameters["top_p"],
    top_k: parameters["top_k"],
    cache_control: cache === undefined ? undefined : { type: "ephemeral", ttl: cache },
    anthropic_version: parameters["anthropic_version"],
  };
  const said = Object.entries(body).filter(([, value]) => value !== undefined);
  return withExtraBody(Object.fromEntries(said) as JsonObject, parameters["extra_body"]);
}

function toolOf({ name, description, parameters, strict }: JsonObject): JsonObject {
  return {
    name: name ?? "",
    ...(description !== undefined && { description }),
    input_schema: isJsonObject(parameters) ? parameters : { type: "object" },
    ...(strict === true && { strict }),
  };
}

function toolChoiceOf(choice: string | undefined): JsonObject | undefined {
  if (choice === undefined) return undefined;
  if (choice === "auto" || choice === "none") return { type: choice };
  return choice === "required" ? { type: "any" } : { type: "tool", name: choice };
}

function thinkingOf(parameters: JsonObject): JsonObject | undefined {
  const budget = parameters["thinking_budget_tokens"];
  if (budget !== undefined) return { type: "enabled", budget_tokens: budget };
  return parameters["reasoning_effort"] === "none" ? { type: "disabled" } : undefined;
}

function outputConfig(
  schema: JsonValue | undefined,
  effort: JsonValue | undefined,
): JsonObject | undefined {
  const config: Record<string, JsonValue> = {};
  if (effort !== undefined && effort !== "none") config["effort"] = effort;
  if (schema !== undefined) config["format"] = { type: "json_schema", schema };
  return Object.keys(config).length === 0 ? undefined : config;
}
