import type OpenAI from "openai";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../core/json.ts";
import type { ModelRequest } from "../../../core/model-request.ts";
import { readConversation, textOf, type Part, type Turn } from "../conversation.ts";
import { withExtraBody } from "../extra-body.ts";
import { aHeaderObject } from "../extra-headers.ts";
import { openAiSdk, streamedAs } from "./openai-client.ts";
import { maxOutputTokens } from "../max-output-tokens.ts";
import { choiceWords, functionTools, openAiRequestProblems } from "./openai-request.ts";
import { readResponse, responseOfEvents } from "./openai-responses-reply.ts";
import * as parameter from "../route-parameters.ts";
import { allowsStrict } from "../strict-schema.ts";
import { chosenTool } from "../tool-choice.ts";
import type { AskedOfWire, Wire } from "../wire.ts";

const rules: Readonly<Record<string, parameter.ParameterRule>> = {
  temperature: parameter.aNumberFrom0,
  top_p: parameter.aShare,
  max_output_tokens: parameter.aCount,
  reasoning_effort: parameter.aWord,
  service_tier: parameter.aWord,
  prompt_cache_key: parameter.aWord,
  tool_choice: parameter.aWord,
  extra_body: parameter.extraBodyWithout([
    "model",
    "input",
    "instructions",
    "stream",
    "background",
  ]),
  extra_headers: aHeaderObject,
};

const onChat = 'remove it, or use endpoint_family "openai" (Chat Completions), which has it';

/** OpenAI's Responses. */
export const openAiResponses: Wire = {
  family: "openai-response",
  parameterProblems: (parameters) =>
    parameter.problemsOfParameters(parameters, rules, {
      wire: "openai-response",
      advice: { seed: onChat, stop: onChat },
    }),
  requestProblems,
  bodyOf,
  async connect(target) {
    const { client, faultOf } = await openAiSdk(target);
    return {
      faultOf,
      async send(body, { stream, signal, progress }) {
        if (!stream) {
          const asked = body as unknown as OpenAI.Responses.ResponseCreateParamsNonStreaming;
          const sent = client.responses.create(asked, { signal });
          const { data, request_id } = await sent.withResponse();
          return readResponse(data as unknown as JsonValue | undefined, request_id ?? undefined);
        }
        const asked = streamed(body) as unknown as OpenAI.Responses.ResponseCreateParamsStreaming;
        const sent = client.responses.create(asked, { signal });
        const { data, response, request_id } = await sent.withResponse();
        const requestId = request_id ?? undefined;
        if (streamedAs(response) === "events") return responseOfEvents(data, requestId, progress);
        const text = await response.text();
        return streamedAs(response) === "page"
          ? readResponse(text, requestId)
          : readResponse(JSON.parse(text) as JsonValue, requestId);
      },
    };
  },
};

function streamed(body: JsonObject): JsonObject {
  const own = { include_obfuscation: false };
  const { stream_options: asked } = body;
  return {
    ...body,
    stream: true,
    stream_options: isJsonObject(asked) ? { ...own, ...asked } : own,
  };
}

function requestProblems(request: ModelRequest, parameters: JsonObject): readonly string[] {
  const pictured = readConversation(request).turns.findIndex(
    ({ role, parts }) => role === "assistant" && parts.some(({ kind }) => kind === "image"),
  );
  return [
    ...openAiRequestProblems(request, parameters),
    ...(pictured === -1 ? [] : [`message ${pictured + 1}: an assistant's image cannot be sent`]),
  ];
}

function bodyOf({ model, request, parameters }: AskedOfWire): JsonObject {
  const { responseSchema } = request;
  const limit = maxOutputTokens(request, parameters);
  const tools = functionTools(request);
  const choice = chosenTool(request, parameters);
  const { temperature, top_p, reasoning_effort, service_tier } = parameters;
  const { prompt_cache_key, extra_body } = parameters;
  const { turns } = readConversation(request);
  const [first, ...others] = turns;
  const isInstructed = first?.role === "system" && first.isPlainText && others.length > 0;
  const body: JsonObject = {
    model,
    ...(isInstructed && { instructions: textOf(first) }),
    input: (isInstructed ? others : turns).flatMap(itemsOf),
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, parameters: schema, strict }) => ({
        type: "function",
        name,
        ...(description !== undefined && { description }),
        parameters: schema ?? null,
        strict,
      })),
    }),
    ...(choice !== undefined && {
      tool_choice: choiceWords.has(choice) ? choice : { type: "function", name: choice },
    }),
    ...(responseSchema !== undefined && {
      text: {
        format: {
          type: "json_schema",
          name: "answer",
          schema: responseSchema,
          strict: allowsStrict(responseSchema),
        },
      },
    }),
    ...(temperature !== undefined && { temperature }),
    ...(top_p !== undefined && { top_p }),
    ...(limit !== undefined && { max_output_tokens: limit }),
    ...(reasoning_effort !== undefined && { reasoning: { effort: reasoning_effort } }),
    ...(service_tier !== undefined && { service_tier }),
    ...(prompt_cache_key !== undefined && { prompt_cache_key }),
    store: false,
  };
  return withExtraBody(body, extra_body);
}

/** A turn as items of the input: what an assistant said and what it called are items of their own. */
function itemsOf(turn: Turn): readonly JsonObject[] {
  const { role, parts, isPlainText, toolCalls, toolCallId } = turn;
  const text = textOf(turn);
  if (role === "tool") {
    const output = isPlainText ? text : parts.flatMap((part) => partOf(part) ?? []);
    return [{ type: "function_call_output", call_id: toolCallId ?? "", output }];
  }
  if (role === "assistant") {
    return [
      ...(text === "" && toolCalls.length > 0 ? [] : [{ role, content: text }]),
      ...toolCalls.map(({ id, name, arguments: written }) => ({
        type: "function_call",
        call_id: id,
        name,
        arguments: written,
      })),
    ];
  }
  return [{ role, content: isPlainText ? text : parts.flatMap((part) => partOf(part) ?? []) }];
}

function partOf(part: Part): JsonObject | undefined {
  switch (part.kind) {
    case "text":
      return { type: "input_text", text: part.text };
    case "image":
      return { type: "input_image", image_url: part.url, detail: part.detail ?? "auto" };
    case "foreign":
      return undefined;
  }
}
