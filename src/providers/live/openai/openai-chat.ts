import type OpenAI from "openai";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../core/json.ts";
import { readConversation, type Part, type Turn } from "../conversation.ts";
import { withExtraBody } from "../extra-body.ts";
import { aHeaderObject } from "../extra-headers.ts";
import { readChat } from "./openai-chat-reply.ts";
import { readChatStream } from "./openai-chat-stream.ts";
import { openAiSdk, streamedAs } from "./openai-client.ts";
import { maxOutputTokens } from "../max-output-tokens.ts";
import { choiceWords, functionTools, openAiRequestProblems } from "./openai-request.ts";
import { wasReadToEnd } from "../read-to-end.ts";
import * as parameter from "../route-parameters.ts";
import { allowsStrict } from "../strict-schema.ts";
import { chosenTool } from "../tool-choice.ts";
import type { AskedOfWire, Wire } from "../wire.ts";

const rules: Readonly<Record<string, parameter.ParameterRule>> = {
  temperature: parameter.aNumberFrom0,
  top_p: parameter.aShare,
  max_output_tokens: parameter.aCount,
  reasoning_effort: parameter.aWord,
  seed: parameter.aWholeNumber,
  stop: parameter.textOrTexts,
  service_tier: parameter.aWord,
  prompt_cache_key: parameter.aWord,
  tool_choice: parameter.aWord,
  extra_body: parameter.extraBodyWithout(["model", "messages", "stream", "n"]),
  extra_headers: aHeaderObject,
};

/** OpenAI's Chat Completions, which every compatible gateway speaks too. */
export const openAiChat: Wire = {
  family: "openai",
  parameterProblems: (parameters) =>
    parameter.problemsOfParameters(parameters, rules, { wire: "openai", advice: {} }),
  requestProblems: openAiRequestProblems,
  bodyOf,
  async connect(target) {
    const { client, faultOf } = await openAiSdk(target);
    return {
      faultOf,
      async send(body, { stream, signal, progress }) {
        if (!stream) {
          const asked = body as unknown as OpenAI.ChatCompletionCreateParamsNonStreaming;
          const sent = client.chat.completions.create(asked, { signal });
          const { data, request_id } = await sent.withResponse();
          return readChat(data as unknown as JsonValue | undefined, request_id ?? undefined);
        }
        const asked = streamed(body) as unknown as OpenAI.ChatCompletionCreateParamsStreaming;
        const sent = client.chat.completions.create(asked, { signal });
        const { data, response, request_id } = await sent.withResponse();
        const requestId = request_id ?? undefined;
        if (streamedAs(response) === "events") {
          const isMarked = (): boolean => !wasReadToEnd(response);
          return readChatStream(data, requestId, progress, isMarked);
        }
        const text = await response.text();
        return streamedAs(response) === "page"
          ? readChat(text, requestId)
          : readChat(JSON.parse(text) as JsonValue, requestId);
      },
    };
  },
};

function streamed(body: JsonObject): JsonObject {
  const own = { include_usage: true, include_obfuscation: false };
  const { stream_options: asked } = body;
  return {
    ...body,
    stream: true,
    stream_options: isJsonObject(asked) ? { ...own, ...asked } : own,
  };
}

function bodyOf({ model, request, parameters }: AskedOfWire): JsonObject {
  const { responseSchema } = request;
  const limit = maxOutputTokens(request, parameters);
  const tools = functionTools(request);
  const choice = chosenTool(request, parameters);
  const { temperature, top_p, reasoning_effort, seed, stop } = parameters;
  const { service_tier, prompt_cache_key, extra_body } = parameters;
  const body: JsonObject = {
    model,
    messages: readConversation(request).turns.map(messageOf),
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, parameters: schema, strict }) => ({
        type: "function",
        function: {
          name,
          ...(description !== undefined && { description }),
          ...(schema !== undefined && { parameters: schema }),
          strict,
        },
      })),
    }),
    ...(choice !== undefined && {
      tool_choice: choiceWords.has(choice)
        ? choice
        : { type: "function", function: { name: choice } },
    }),
    ...(responseSchema !== undefined && {
      response_format: {
        type: "json_schema",
        json_schema: {
          name: "answer",
          schema: responseSchema,
          strict: allowsStrict(responseSchema),
        },
      },
    }),
    ...(temperature !== undefined && { temperature }),
    ...(top_p !== undefined && { top_p }),
    ...(limit !== undefined && { max_completion_tokens: limit }),
    ...(reasoning_effort !== undefined && { reasoning_effort }),
    ...(seed !== undefined && { seed }),
    ...(stop !== undefined && { stop }),
    ...(service_tier !== undefined && { service_tier }),
    ...(prompt_cache_key !== undefined && { prompt_cache_key }),
    store: false,
  };
  return withExtraBody(body, extra_body);
}

function messageOf(turn: Turn): JsonObject {
  const { role, parts, isPlainText, toolCalls, toolCallId } = turn;
  const [only] = parts;
  return {
    role,
    content:
      isPlainText && only?.kind === "text"
        ? only.text
        : parts.length === 0
          ? null
          : parts.flatMap((part) => partOf(part) ?? []),
    ...(toolCalls.length > 0 && {
      tool_calls: toolCalls.map(({ id, name, arguments: written }) => ({
        id,
        type: "function",
        function: { name, arguments: written },
      })),
    }),
    ...(toolCallId !== undefined && { tool_call_id: toolCallId }),
  };
}

function partOf(part: Part): JsonObject | undefined {
  switch (part.kind) {
    case "text":
      return { type: "text", text: part.text };
    case "image": {
      const { url, detail } = part;
      return { type: "image_url", image_url: { url, ...(detail !== undefined && { detail }) } };
    }
    case "foreign":
      return undefined;
  }
}
