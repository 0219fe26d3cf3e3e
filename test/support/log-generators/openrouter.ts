import type { JsonObject } from "../../../src/core/json.ts";
import { dollars, isoTime, logGenerator, type LogGenerator } from "./generated-log.ts";
import type { TrueCall, TrueRequest } from "./true-request.ts";

/** Generations of OpenRouter: no prompts, two counts of tokens, a latency in two parts. */
export const openrouter: LogGenerator = logGenerator({
  format: "openrouter",
  options: { latency_parts: "sum" },
  traits: {
    failures: [
      {
        kind: "stream_interrupted",
        httpStatus: 200,
        code: "",
        className: "",
        message: "cancelled",
      },
    ],
    hasRetries: false,
    hasCacheRead: true,
    hasCacheWrite: false,
    hasReasoning: true,
    hasFirstToken: true,
    hasCacheHits: false,
    hasRedaction: false,
    hasCost: true,
    hasLatency: true,
    failuresHaveUsage: true,
    failuresHaveCost: true,
  },
  jostledBy: 20,
  write: (request, { row, totals }) => {
    const [call] = request.calls as readonly [TrueCall];
    totals.redacted += 1;
    row(generation(request, call));
  },
});

function generation(request: TrueRequest, call: TrueCall): JsonObject {
  const prompt = call.uncached + call.cacheRead;
  const firstMs = call.firstTokenMs ?? Math.floor(call.latencyMs / 3);
  return {
    id: `gen-${request.number}`,
    upstream_id: `chatcmpl-${request.number}`,
    created_at: isoTime(call.startMs),
    model: call.servedModel,
    router: "openrouter/auto",
    provider_name: "OpenAI",
    streamed: call.firstTokenMs !== undefined,
    cancelled: call.failure !== undefined,
    latency: firstMs,
    generation_time: call.latencyMs - firstMs,
    finish_reason: call.failure === undefined ? "stop" : null,
    native_finish_reason: "stop",
    // By another tokenizer than the one that is billed.
    tokens_prompt: Math.floor(prompt * 0.9),
    tokens_completion: Math.floor(call.output * 1.1),
    native_tokens_prompt: prompt,
    native_tokens_completion: call.output,
    native_tokens_cached: call.cacheRead,
    native_tokens_reasoning: call.reasoning,
    total_cost: dollars(call.costNanoUsd),
    upstream_inference_cost: null,
    is_byok: false,
  };
}
