import type { JsonObject } from "../../../src/core/json.ts";
import { countOne } from "./log-totals.ts";
import { dollars, isoTime, logGenerator, type LogGenerator } from "./generated-log.ts";
import { hex, nanoseconds, otlp } from "./otel-genai.ts";
import { failuresByWords, type TrueCall, type TrueRequest } from "./true-request.ts";

/** Spans with OpenInference's names: a JSON object with plain attributes, or the same as OTLP. */
export const openinference: LogGenerator = logGenerator({
  format: "openinference",
  traits: {
    failures: failuresByWords,
    hasRetries: true,
    hasCacheRead: true,
    hasCacheWrite: true,
    hasReasoning: true,
    hasFirstToken: false,
    hasCacheHits: false,
    hasRedaction: true,
    hasCost: true,
    hasLatency: true,
    failuresHaveUsage: false,
    failuresHaveCost: false,
  },
  jostledBy: 30,
  write: (request, { row, chance, totals }) => {
    for (const [index, call] of request.calls.entries()) {
      countOne(totals.unmapped, "metadata.team");
      row(chance.isTrue(0.5) ? plainSpan(request, call, index) : otlpSpan(request, call, index));
    }
    if (chance.isTrue(0.05)) {
      const kind = chance.oneOf(["CHAIN", "TOOL", "AGENT", "RETRIEVER"]);
      const attributes = { "openinference.span.kind": kind };
      row({ ...plainSpan(request, request.calls[0]!, 9), attributes });
      countOne(totals.skipped, `${kind.toLowerCase()} span`);
    }
  },
});

function plainSpan(request: TrueRequest, call: TrueCall, index: number): JsonObject {
  const { failure } = call;
  return {
    trace_id: hex(request.number, 32, "5b"),
    span_id: hex(request.number * 10 + index, 16, "ee"),
    parent_id: hex(request.number, 16, "aa"),
    start_time: isoTime(call.startMs),
    end_time: isoTime(call.startMs + call.latencyMs),
    status_code: failure === undefined ? "OK" : "ERROR",
    attributes: attributesOf(request, call),
    ...(failure !== undefined && {
      events: [
        {
          name: "exception",
          attributes: {
            "exception.type": failure.className,
            "exception.message": failure.message,
          },
        },
      ],
    }),
  };
}

function otlpSpan(request: TrueRequest, call: TrueCall, index: number): JsonObject {
  const { failure } = call;
  return {
    traceId: hex(request.number, 32, "5b"),
    spanId: hex(request.number * 10 + index, 16, "ee"),
    parentSpanId: hex(request.number, 16, "aa"),
    startTimeUnixNano: nanoseconds(call.startMs),
    endTimeUnixNano: nanoseconds(call.startMs + call.latencyMs),
    attributes: otlp(attributesOf(request, call)),
    status: failure === undefined ? { code: 1 } : { code: 2 },
    ...(failure !== undefined && {
      events: [
        {
          name: "exception",
          attributes: otlp({
            "exception.type": failure.className,
            "exception.message": failure.message,
          }),
        },
      ],
    }),
  };
}

function attributesOf(request: TrueRequest, call: TrueCall): JsonObject {
  const prompt = call.uncached + call.cacheRead + call.cacheWrite;
  return {
    "openinference.span.kind": "LLM",
    "llm.provider": "openai",
    "llm.model_name": call.requestedModel,
    ...(!request.isRedacted && {
      "llm.input_messages.0.message.role": "user",
      "llm.input_messages.0.message.content": request.prompt,
    }),
    ...(call.failure === undefined && {
      "llm.response.model_name": call.servedModel,
      ...(!request.isRedacted && {
        "llm.output_messages.0.message.role": "assistant",
        "llm.output_messages.0.message.content": call.text,
      }),
      "llm.token_count.prompt": prompt,
      "llm.token_count.prompt_details.cache_read": call.cacheRead,
      "llm.token_count.prompt_details.cache_write": call.cacheWrite,
      "llm.token_count.completion": call.output,
      "llm.token_count.completion_details.reasoning": call.reasoning,
      "llm.token_count.total": prompt + call.output,
      "llm.cost.total": dollars(call.costNanoUsd),
    }),
    "llm.invocation_parameters": '{"temperature":0}',
    "session.id": request.session,
    "user.id": request.user,
    metadata: JSON.stringify({ team: request.team }),
  };
}
