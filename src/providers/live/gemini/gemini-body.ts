import type { JsonObject, JsonValue } from "../../../core/json.ts";
import { readConversation } from "../conversation.ts";
import { geminiContents } from "./gemini-contents.ts";
import { maxOutputTokens } from "../max-output-tokens.ts";
import { systemText } from "../system-turns.ts";
import { chosenTool } from "../tool-choice.ts";
import type { AskedOfWire } from "../wire.ts";

/** A request of `generateContent` as its SDK takes it: fields of the wire's own are under `config`. */
export function geminiBody({ model, request, parameters }: AskedOfWire): JsonObject {
  const { turns } = readConversation(request);
  const { stop } = parameters;
  const schema = request.responseSchema;
  const config = said({
    systemInstruction: systemText(turns),
    maxOutputTokens: maxOutputTokens(request, parameters),
    temperature: parameters["temperature"],
    topP: parameters["top_p"],
    topK: parameters["top_k"],
    seed: parameters["seed"],
    stopSequences: typeof stop === "string" ? [stop] : stop,
    serviceTier: parameters["service_tier"],
    thinkingConfig: thinkingOf(parameters),
    tools: request.tools.length === 0 ? undefined : [toolsOf(request.tools)],
    toolConfig: toolConfigOf(chosenTool(request, parameters)),
    responseMimeType: schema === undefined ? undefined : "application/json",
    responseJsonSchema: schema,
    httpOptions: httpOptionsOf(parameters),
  });
  return { model, contents: geminiContents(turns), config };
}

function said(fields: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as JsonObject;
}

function toolsOf(tools: readonly JsonObject[]): JsonObject {
  return {
    functionDeclarations: tools.map(({ name, description, parameters }) =>
      said({ name, description, parametersJsonSchema: parameters }),
    ),
  };
}

function toolConfigOf(choice: string | undefined): JsonObject | undefined {
  if (choice === undefined) return undefined;
  const modes: Readonly<Record<string, string>> = { auto: "AUTO", none: "NONE", required: "ANY" };
  const mode = Object.hasOwn(modes, choice) ? modes[choice] : undefined;
  const config = mode === undefined ? { mode: "ANY", allowedFunctionNames: [choice] } : { mode };
  return { functionCallingConfig: config };
}

function thinkingOf(parameters: JsonObject): JsonObject | undefined {
  const budget = parameters["thinking_budget_tokens"];
  if (budget !== undefined) return { thinkingBudget: budget };
  const effort = parameters["reasoning_effort"];
  if (typeof effort !== "string") return undefined;
  return effort === "none" ? { thinkingBudget: 0 } : { thinkingLevel: effort.toUpperCase() };
}

function httpOptionsOf(parameters: JsonObject): JsonObject | undefined {
  const { api_version: apiVersion, extra_body: extraBody } = parameters;
  if (apiVersion === undefined && extraBody === undefined) return undefined;
  return said({ apiVersion, extraBody });
}
