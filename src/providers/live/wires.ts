import type { EndpointFamily } from "../../core/route.ts";
import { anthropicWire } from "./anthropic/anthropic.ts";
import { geminiWire } from "./gemini/gemini.ts";
import { openAiChat } from "./openai/openai-chat.ts";
import { openAiResponses } from "./openai/openai-responses.ts";
import type { Wire } from "./wire.ts";

/** Wires by the endpoint family that speaks them. */
export type Wires = Readonly<Record<EndpointFamily, Wire>>;

/** Every wire that routeproof speaks. */
export const wires: Wires = {
  openai: openAiChat,
  "openai-response": openAiResponses,
  anthropic: anthropicWire,
  gemini: geminiWire,
};
