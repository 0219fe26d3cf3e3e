import type { JsonObject, JsonValue } from "../../../src/core/json.ts";
import { countOne } from "./log-totals.ts";
import {
  dollars,
  isoTime,
  logGenerator,
  type LogGenerator,
  type LogUnderWay,
} from "./generated-log.ts";
import { failuresByWords, type TrueCall, type TrueRequest } from "./true-request.ts";

const otherRoute = { small: "large", large: "small" } as const;

/** Rows of LiteLLM's spend table, as an export of the database writes them. */
export const litellmSpend: LogGenerator = logGenerator({
  format: "litellm",
  shape: "spend",
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
  write: (request, log) => {
    // The row of a fallback has the group of the fallback, and the failed call may have no row.
    const isUnseen = request.calls.length === 1 && log.chance.isTrue(0.05);
    if (isUnseen) log.totals.unseenAttempts += 1;
    for (const [index, call] of request.calls.entries()) {
      countOne(log.totals.unmapped, "user");
      countOne(log.totals.unmapped, "end_user");
      log.row(spendRow(request, call, index, isUnseen, log));
    }
  },
});

function spendRow(
  request: TrueRequest,
  call: TrueCall,
  index: number,
  isUnseen: boolean,
  { chance }: LogUnderWay,
): JsonObject {
  const endMs = call.startMs + call.latencyMs;
  const maybeText = (value: JsonValue): JsonValue =>
    chance.isTrue(0.5) ? JSON.stringify(value) : value;
  const prompt = call.uncached + call.cacheRead;
  const { failure } = call;
  return {
    request_id: `chatcmpl-${request.number}-${index}`,
    call_type: "acompletion",
    api_key: "h:9c1e",
    spend: dollars(call.costNanoUsd),
    total_tokens: prompt + call.output,
    prompt_tokens: prompt,
    completion_tokens: call.output,
    startTime: isoTime(call.startMs),
    endTime: isoTime(endMs),
    completionStartTime: isoTime(
      call.firstTokenMs === undefined ? endMs : call.startMs + call.firstTokenMs,
    ),
    request_duration_ms: call.latencyMs,
    model: failure === undefined ? call.servedModel : "",
    model_id: "d1",
    model_group: `support-${call.route}`,
    custom_llm_provider: "openai",
    api_base: "https://api.openai.com",
    user: request.user,
    team_id: `t-${request.team}`,
    end_user: "",
    cache_hit: call.isCacheHit ? "True" : chance.oneOf(["False", "None"]),
    request_tags: maybeText([request.team]),
    session_id: request.session,
    status: failure === undefined ? "success" : "failure",
    messages: request.isRedacted ? {} : maybeText([{ role: "user", content: request.prompt }]),
    response: request.isRedacted || failure !== undefined ? {} : maybeText(answerOf(call)),
    metadata: maybeText({
      attempted_retries: index,
      attempted_fallbacks: isUnseen ? 1 : 0,
      ...(isUnseen && { original_model_group: `support-${otherRoute[call.route]}` }),
      usage_object: {
        prompt_tokens: prompt,
        completion_tokens: call.output,
        prompt_tokens_details: { cached_tokens: call.cacheRead },
        completion_tokens_details: { reasoning_tokens: call.reasoning },
      },
      error_information:
        failure === undefined
          ? null
          : {
              error_code: String(failure.httpStatus),
              error_class: failure.className,
              error_message: failure.message,
            },
    }),
  };
}

export function answerOf(call: TrueCall): JsonObject {
  const message = { role: "assistant", content: call.text };
  return { choices: [{ index: 0, message, finish_reason: "stop" }] };
}
