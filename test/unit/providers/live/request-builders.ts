import type { JsonObject } from "../../../../src/core/json.ts";
import type { Message, ModelRequest } from "../../../../src/core/model-request.ts";
import { aRecord } from "../provider-call-builders.ts";

export function aRequest(parts: Partial<ModelRequest> = {}): ModelRequest {
  return { ...aRecord().request, messages: [{ role: "user", content: "hello" }], ...parts };
}

/** A message with fields that only some messages have. */
export function aMessage(
  role: string,
  content: Message["content"],
  more: JsonObject = {},
): Message {
  return { role, content, ...more };
}

/** A question, the call of a tool, its result, and the next question. */
export const toolConversation: readonly Message[] = [
  aMessage("system", "Be brief."),
  aMessage("user", "Weather in Rome?"),
  aMessage("assistant", null, {
    tool_calls: [
      {
        id: "call_1",
        type: "function",
        function: { name: "weather", arguments: '{"city":"Rome"}' },
      },
    ],
  }),
  aMessage("tool", "sunny", { tool_call_id: "call_1" }),
  aMessage("user", [
    { type: "text", text: "And here?" },
    { type: "image_url", image_url: { url: "https://example.com/a.png", detail: "low" } },
  ]),
];

export const weatherTool: JsonObject = {
  name: "weather",
  description: "Weather of a city.",
  parameters: { type: "object", properties: { city: { type: "string" } } },
};

/** Closed, with every property required: what OpenAI can enforce. */
export const strictSchema: JsonObject = {
  type: "object",
  properties: { label: { type: "string" } },
  required: ["label"],
  additionalProperties: false,
};
