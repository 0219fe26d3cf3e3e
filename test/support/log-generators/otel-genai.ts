import type { JsonObject, JsonValue } from "../../../src/core/json.ts";
import { countOne } from "./log-totals.ts";
import { logGenerator, type LogGenerator, type LogUnderWay } from "./generated-log.ts";
import {
  failuresByWords,
  type LogTraits,
  type TrueCall,
  type TrueRequest,
} from "./true-request.ts";

const traits: LogTraits = {
  failures: failuresByWords,
  hasRetries: true,
  hasCacheRead: true,
  hasCacheWrite: true,
  hasReasoning: true,
  hasFirstToken: true,
  hasCacheHits: false,
  hasRedaction: true,
  hasCost: false,
  hasLatency: true,
  failuresHaveUsage: false,
  failuresHaveCost: false,
};

/** Spans of today's names, alone on a line or many in an envelope; some are no calls, some are twins. */
export const otelGenaiCurrent: LogGenerator = logGenerator({
  format: "otel-genai",
  shape: "current",
  traits,
  jostledBy: 30,
  write: (request, log) => {
    writeSpans(request, log, (call, index) => spanOf(request, call, index, currentAttributes));
  },
});

/** Spans as they were named up to version 1.36: no caches, no first token, content in events. */
export const otelGenaiLegacy: LogGenerator = logGenerator({
  format: "otel-genai",
  shape: "legacy",
  traits: {
    ...traits,
    hasCacheRead: false,
    hasCacheWrite: false,
    hasReasoning: false,
    hasFirstToken: false,
  },
  jostledBy: 30,
  write: (request, log) => {
    writeSpans(request, log, (call, index) => ({
      ...spanOf(request, call, index, legacyAttributes),
      events: request.isRedacted ? [] : legacyEvents(request, call),
    }));
  },
});

type Attributes = Readonly<Record<string, JsonValue>>;

function writeSpans(
  request: TrueRequest,
  { row, chance, totals }: LogUnderWay,
  toSpan: (call: TrueCall, index: number) => JsonObject,
): void {
  const spans = request.calls.map(toSpan);
  const last = request.calls.at(-1)!;
  if (last.failure === undefined && chance.isTrue(0.05)) {
    // A gateway traces the same response from inside the client's span.
    const spanId = hex(request.number, 16, "cc");
    const startTimeUnixNano = nanoseconds(last.startMs + 1);
    spans.push({ ...toSpan(last, request.calls.length - 1), spanId, startTimeUnixNano });
    countOne(totals.skipped, "duplicate call");
  }
  if (chance.isTrue(0.05)) {
    const operation = chance.oneOf(["invoke_agent", "execute_tool", "embeddings"]);
    countOne(totals.skipped, `${operation} span`);
    const attributes = otlp({ "gen_ai.operation.name": operation, "gen_ai.request.model": "e" });
    spans.push({ ...toSpan(last, 9), name: operation, attributes });
  }
  if (chance.isTrue(0.5)) for (const span of spans) row(span);
  else {
    const resource = { attributes: otlp({ "service.name": "support" }) };
    countOne(totals.unmapped, "resource.service.name");
    row({ resourceSpans: [{ resource, scopeSpans: [{ scope: { name: "genai" }, spans }] }] });
  }
}

function spanOf(
  request: TrueRequest,
  call: TrueCall,
  index: number,
  toAttributes: (request: TrueRequest, call: TrueCall, index: number) => Attributes,
): JsonObject {
  const { failure } = call;
  return {
    traceId: hex(request.number, 32, "5b"),
    spanId: hex(request.number * 10 + index, 16, "ee"),
    parentSpanId: hex(request.number, 16, "aa"),
    name: `chat ${call.requestedModel}`,
    kind: 3,
    startTimeUnixNano: nanoseconds(call.startMs),
    endTimeUnixNano: nanoseconds(call.startMs + call.latencyMs),
    attributes: otlp(toAttributes(request, call, index)),
    status: failure === undefined ? {} : { code: 2, message: failure.message },
  };
}

function currentAttributes(request: TrueRequest, call: TrueCall, index: number): Attributes {
  const { failure } = call;
  const cacheWriteName = request.number % 2 === 0 ? "cache_write" : "cache_creation";
  return {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "openai",
    "gen_ai.request.model": call.requestedModel,
    "gen_ai.conversation.id": request.session,
    ...(!request.isRedacted && {
      "gen_ai.input.messages": JSON.stringify([
        { role: "user", parts: [{ type: "text", content: request.prompt }] },
      ]),
    }),
    ...(failure === undefined
      ? {
          "gen_ai.response.id": `chatcmpl-${request.number}-${index}`,
          "gen_ai.response.model": call.servedModel,
          "gen_ai.usage.input_tokens": call.uncached + call.cacheRead + call.cacheWrite,
          "gen_ai.usage.cache_read.input_tokens": call.cacheRead,
          [`gen_ai.usage.${cacheWriteName}.input_tokens`]: call.cacheWrite,
          "gen_ai.usage.output_tokens": call.output,
          "gen_ai.usage.reasoning.output_tokens": call.reasoning,
          "gen_ai.response.finish_reasons": ["stop"],
        }
      : { "error.type": failure.className }),
    ...(call.firstTokenMs !== undefined && {
      "gen_ai.response.time_to_first_chunk": call.firstTokenMs / 1000,
    }),
  };
}

function legacyAttributes(request: TrueRequest, call: TrueCall, index: number): Attributes {
  const { failure } = call;
  return {
    "gen_ai.operation.name": "chat",
    "gen_ai.system": "openai",
    "gen_ai.request.model": call.requestedModel,
    ...(failure === undefined
      ? {
          "gen_ai.response.id": `chatcmpl-${request.number}-${index}`,
          "gen_ai.response.model": call.servedModel,
          "gen_ai.usage.prompt_tokens": call.uncached,
          "gen_ai.usage.completion_tokens": call.output,
          "gen_ai.response.finish_reasons": ["stop"],
        }
      : { "error.type": failure.className }),
  };
}

function legacyEvents(request: TrueRequest, call: TrueCall): JsonValue {
  const prompt = JSON.stringify([{ role: "user", content: request.prompt }]);
  const completion = JSON.stringify([{ role: "assistant", content: call.text }]);
  return [
    { name: "gen_ai.content.prompt", attributes: otlp({ "gen_ai.prompt": prompt }) },
    ...(call.failure === undefined
      ? [
          {
            name: "gen_ai.content.completion",
            attributes: otlp({ "gen_ai.completion": completion }),
          },
        ]
      : []),
  ];
}

/** Attributes as OTLP/JSON writes them: whole numbers are texts. */
export function otlp(attributes: Attributes): JsonValue {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: otlpValue(value) }));
}

function otlpValue(value: JsonValue): JsonObject {
  if (Array.isArray(value)) {
    return { arrayValue: { values: (value as readonly JsonValue[]).map(otlpValue) } };
  }
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "string") return { stringValue: value };
  if (typeof value !== "number") throw new Error("no attribute holds this");
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}

export function nanoseconds(ms: number): string {
  return `${ms}000000`;
}

export function hex(number: number, digits: number, start: string): string {
  return start + number.toString(16).padStart(digits - start.length, "0");
}
