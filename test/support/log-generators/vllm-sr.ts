import type { JsonObject } from "../../../src/core/json.ts";
import { dollars, isoTime, logGenerator, type LogGenerator } from "./generated-log.ts";
import { failuresByStatus, type TrueCall, type TrueRequest } from "./true-request.ts";

/** Replay records of the vLLM semantic router: what was asked for, what was chosen, how it went. */
export const vllmSr: LogGenerator = logGenerator({
  format: "vllm-sr",
  traits: {
    failures: failuresByStatus,
    hasRetries: false,
    hasCacheRead: true,
    hasCacheWrite: true,
    hasReasoning: false,
    hasFirstToken: false,
    hasCacheHits: true,
    hasRedaction: true,
    hasCost: true,
    hasLatency: true,
    failuresHaveUsage: true,
    failuresHaveCost: true,
  },
  jostledBy: 20,
  write: (request, { row, chance, totals }) => {
    const [call] = request.calls as readonly [TrueCall];
    const isJudged = call.failure === undefined && chance.isTrue(0.5);
    if (isJudged) totals[request.isAccepted ? "accepted" : "notAccepted"] += 1;
    row(replayRow(request, call, isJudged));
  },
});

function replayRow(request: TrueRequest, call: TrueCall, isJudged: boolean): JsonObject {
  const { failure } = call;
  const prompt = call.uncached + call.cacheRead + call.cacheWrite;
  const verdict = request.isAccepted ? "accepted" : "rejected";
  return {
    id: `rr-${request.number}`,
    timestamp: isoTime(call.startMs),
    request_id: `rq-${request.number}`,
    session_id: request.session,
    turn_index: 0,
    decision: "orders",
    category: "support",
    original_model: "auto",
    selected_model: call.servedModel,
    selection_method: "multi_factor",
    response_status: failure?.httpStatus ?? 200,
    lifecycle_state: failure === undefined ? "completed" : "failed",
    duration_ms: call.latencyMs,
    from_cache: call.isCacheHit,
    streaming: false,
    prompt: request.isRedacted ? request.prompt.slice(0, 8) : request.prompt,
    ...(request.isRedacted && { prompt_truncated: true }),
    prompt_tokens: prompt,
    cached_prompt_tokens: call.cacheRead,
    cache_write_tokens: call.cacheWrite,
    completion_tokens: call.output,
    total_tokens: prompt + call.output,
    actual_cost: dollars(call.costNanoUsd),
    currency: "USD",
    outcomes: isJudged
      ? [{ source: "user", target: "response", verdict, score: Number(request.isAccepted) }]
      : [],
  };
}
