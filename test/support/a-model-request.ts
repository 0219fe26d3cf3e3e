import type { JsonObject, JsonValue } from "../../src/core/json.ts";
import type { Message, ModelRequest } from "../../src/core/model-request.ts";

/** What is asked of a model: a ticket to label, unless a test says otherwise. */
export function aRequest(parts: Partial<ModelRequest> = {}): ModelRequest {
  return {
    messages: [
      { role: "system", content: "You label tickets." },
      { role: "user", content: "I was charged twice." },
    ],
    tools: [],
    responseSchema: undefined,
    stream: false,
    slaMs: undefined,
    maxOutputTokens: undefined,
    ...parts,
  };
}

/** A message of a conversation in OpenAI's form, with what only some messages have. */
export function aMessage(
  role: string,
  content: JsonValue,
  more: JsonObject = {},
): Message & JsonObject {
  return { role, content, ...more };
}

export const anImage = "data:image/png;base64,aW1hZ2U=";

export const aTool: JsonObject = {
  name: "classify",
  description: "Labels a ticket.",
  parameters: { type: "object", properties: { label: { type: "string" } } },
};

/** A conversation in which two tools were called together and answered. */
export const toolConversation: readonly Message[] = [
  aMessage("user", "Where is my parcel, and my money?"),
  aMessage("assistant", "", {
    tool_calls: [
      { id: "c1", type: "function", function: { name: "track", arguments: '{"parcel":7}' } },
      { id: "c2", type: "function", function: { name: "refunds", arguments: "{}" } },
    ],
  }),
  aMessage("tool", '{"at":"the border"}', { tool_call_id: "c1" }),
  aMessage("tool", "none", { tool_call_id: "c2" }),
];
