import type { JsonObject } from "../../../src/core/json.ts";
import { dollars, logGenerator, type LogGenerator } from "./generated-log.ts";
import { countOne } from "./log-totals.ts";
import { answerOf } from "./litellm-spend.ts";
import { failuresByWords, type TrueCall, type TrueRequest } from "./true-request.ts";

/** Lines that LiteLLM's callbacks write: times in seconds, and a response time that misleads. */
export const litellmPayload: LogGenerator = logGenerator({
  format: "litellm",
  shape: "payload",
  traits: {
    failures: failuresByWords,
    hasRetries: true,
    hasCacheRead: true,
    hasCacheWrite: false,
    hasReasoning: true,
    hasFirstToken: true,
    hasCacheHits: true,
    hasRedaction: true,
    hasCost: true,
    hasLatency: true,
    // A count of 0 beside an error is no count.
    failuresHaveUsage: false,
    failuresHaveCost: true,
  },
  jostledBy: 20,
  write: (request, { row, totals }) => {
    for (const [index, call] of request.calls.entries()) {
      countOne(totals.unmapped, "end_user");
      row(payloadRow(request, call, index));
    }
  },
});

function payloadRow(request: TrueRequest, call: TrueCall, index: number): JsonObject {
  const endMs = call.startMs + call.latencyMs;
  const prompt = call.uncached + call.cacheRead;
  const { failure, firstTokenMs } = call;
  return {
    id: `chatcmpl-${request.number}-${index}`,
    trace_id: `tr-${request.number}`,
    litellm_call_id: `lc-${request.number}-${index}`,
    call_type: "acompletion",
    stream: firstTokenMs !== undefined,
    status: failure === undefined ? "success" : "failure",
    response_cost: dollars(call.costNanoUsd),
    custom_llm_provider: "openai",
    prompt_tokens: prompt,
    completion_tokens: call.output,
    total_tokens: prompt + call.output,
    startTime: call.startMs / 1000,
    endTime: endMs / 1000,
    completionStartTime: (firstTokenMs === undefined ? endMs : call.startMs + firstTokenMs) / 1000,
    // The time to the first token where the answer was streamed.
    response_time: (firstTokenMs ?? call.latencyMs) / 1000,
    model: failure === undefined ? call.servedModel : "",
    model_id: "d2",
    model_group: `support-${call.route}`,
    cache_hit: call.isCacheHit,
    request_tags: [request.team],
    end_user: "",
    messages: request.isRedacted ? {} : [{ role: "user", content: request.prompt }],
    response: request.isRedacted || failure !== undefined ? null : answerOf(call),
    model_parameters: { temperature: 0 },
    metadata: {
      user_api_key_hash: "h:9c1e",
      user_api_key_team_id: `t-${request.team}`,
      usage_object: {
        prompt_tokens: prompt,
        completion_tokens: call.output,
        prompt_tokens_details: { cached_tokens: call.cacheRead },
        completion_tokens_details: { reasoning_tokens: call.reasoning },
      },
    },
    ...(failure !== undefined && {
      error_str: failure.message,
      error_information: {
        error_code: String(failure.httpStatus),
        error_class: failure.className,
        llm_provider: "openai",
        error_message: failure.message,
      },
    }),
  };
}
