import type { GenerateContentConfig, GenerateContentParameters } from "@google/genai";
import { isJsonObject, type JsonObject } from "../../../core/json.ts";
import { vendorBaseUrls } from "../base-url.ts";
import { geminiFault } from "./gemini-fault.ts";
import { readContent } from "./gemini-answer.ts";
import { readContentStream } from "./gemini-stream.ts";
import { keepingFetch } from "./gemini-fetch.ts";
import { parsedOrText } from "../json-fields.ts";
import type { WireClient, WireTarget } from "../wire.ts";

/** Since the SDK's third version; a route may name another one. */
const API_VERSION = "v1";

/** Connects the official SDK with everything that it would otherwise take from its environment. */
export async function connectGemini(target: WireTarget): Promise<WireClient> {
  const sdk = await import("@google/genai");
  const { models } = new sdk.GoogleGenAI({
    apiKey: target.apiKey,
    vertexai: false,
    apiVersion: API_VERSION,
    // No timeout and no retry options: with them the SDK keeps timers, or sends again.
    httpOptions: { baseUrl: target.baseUrl ?? vendorBaseUrls.gemini },
  });
  return {
    async send(body, { stream, signal, progress }) {
      const { fetch, kept } = keepingFetch(target.fetch);
      const params = paramsOf(body, signal, fetch);
      try {
        if (stream) {
          const chunks = await models.generateContentStream(params);
          // Servers that fail after they have said 200 may answer as if no stream had been asked for.
          if (kept.text === undefined) return await readContentStream(chunks, kept, progress);
        } else {
          await models.generateContent(params);
        }
      } catch (error) {
        // The SDK throws where the answer is no JSON, and drops the error that stands in a good one.
        if (kept.text === undefined) throw error;
      }
      return readContent(parsedOrText(kept.text ?? ""), kept);
    },
    faultOf: (error) => (error instanceof sdk.ApiError ? geminiFault(error) : undefined),
  };
}

/** One request and no more: the SDK would go on by itself, or call tools. */
function paramsOf(
  body: JsonObject,
  abortSignal: AbortSignal,
  fetch: typeof globalThis.fetch,
): GenerateContentParameters {
  const config = isJsonObject(body["config"]) ? body["config"] : {};
  const httpOptions = isJsonObject(config["httpOptions"]) ? config["httpOptions"] : {};
  const guarded = {
    ...config,
    httpOptions: { ...httpOptions, fetch },
    abortSignal,
    automaticContinuation: false,
    automaticFunctionCalling: { disable: true },
  };
  return {
    ...(body as unknown as GenerateContentParameters),
    config: guarded as GenerateContentConfig,
  };
}
