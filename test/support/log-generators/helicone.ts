import type { JsonObject, JsonValue } from "../../../src/core/json.ts";
import {
  dollars,
  isoTime,
  logGenerator,
  type LogGenerator,
  type LogUnderWay,
} from "./generated-log.ts";
import { failuresByStatus, type TrueCall, type TrueRequest } from "./true-request.ts";

/** An export of Helicone: providers in capitals, bodies as objects, as texts or kept elsewhere. */
export const helicone: LogGenerator = logGenerator({
  format: "helicone",
  traits: {
    failures: failuresByStatus,
    hasRetries: false,
    hasCacheRead: true,
    hasCacheWrite: true,
    hasReasoning: false,
    hasFirstToken: true,
    hasCacheHits: false,
    hasRedaction: true,
    hasCost: true,
    hasLatency: true,
    failuresHaveUsage: false,
    failuresHaveCost: false,
  },
  jostledBy: 20,
  write: (request, log) => {
    const [call] = request.calls as readonly [TrueCall];
    log.row(heliconeRow(request, call, log));
  },
});

function heliconeRow(request: TrueRequest, call: TrueCall, { chance }: LogUnderWay): JsonObject {
  const { failure } = call;
  const isAnthropic = request.number % 3 === 0;
  const cached = call.cacheRead + call.cacheWrite;
  const maybeText = (value: JsonValue): JsonValue =>
    chance.isTrue(0.5) ? JSON.stringify(value) : value;
  const bodies = {
    request_body: maybeText({
      model: call.requestedModel,
      messages: [{ role: "user", content: request.prompt }],
    }),
    response_body: maybeText(
      failure === undefined
        ? {
            choices: [
              { message: { role: "assistant", content: call.text }, finish_reason: "stop" },
            ],
          }
        : { error: { code: failure.code, message: failure.message } },
    ),
  };
  const prompt = call.uncached + (isAnthropic ? 0 : cached);
  return {
    request_id: `h-${request.number}`,
    request_created_at: isoTime(call.startMs),
    request_path: "/v1/chat/completions",
    request_model: call.requestedModel,
    model_override: null,
    provider: isAnthropic ? "ANTHROPIC" : "OPENAI",
    request_user_id: request.user,
    request_properties: { route: call.route },
    ...(request.isRedacted
      ? { request_body: {}, response_body: {}, signed_body_url: "https://bodies.example/1" }
      : bodies),
    response_id: `r-${request.number}`,
    response_created_at: isoTime(call.startMs + call.latencyMs),
    response_status: failure?.httpStatus ?? 200,
    response_model: failure === undefined ? call.servedModel : null,
    delay_ms: call.latencyMs,
    time_to_first_token: call.firstTokenMs ?? null,
    prompt_tokens: failure === undefined ? prompt : null,
    completion_tokens: failure === undefined ? call.output : null,
    total_tokens: failure === undefined ? call.uncached + cached + call.output : null,
    prompt_cache_read_tokens: failure === undefined ? call.cacheRead : null,
    prompt_cache_write_tokens: failure === undefined ? call.cacheWrite : null,
    [request.number % 2 === 0 ? "cost" : "costUSD"]:
      failure === undefined ? dollars(call.costNanoUsd) : null,
  };
}
