import fc from "fast-check";
import type { AttemptResult } from "../../../src/core/attempt.ts";
import type { CallEvidence, GatewayEvidence } from "../../../src/core/call-evidence.ts";
import { failureKinds } from "../../../src/core/failure.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import type { ProviderReply } from "../../../src/core/provider.ts";

const text = fc.string({ unit: "binary" });
const tokens = fc.option(fc.nat({ max: 10_000_000 }), { nil: undefined });
const money = fc.option(fc.nat({ max: 1_000_000_000_000 }), { nil: undefined });
// JSON keeps no sign of zero, and none of our durations has one.
const duration = fc.double({ min: 0, max: 1e9, noNaN: true }).map((ms) => ms + 0);
const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const jsonObject = fc.dictionary(
  fc.constantFrom("name", "arguments", "id", "ünïcode"),
  fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.integer())),
) as fc.Arbitrary<JsonObject>;

const anyResult: fc.Arbitrary<AttemptResult> = fc.oneof(
  fc.record({
    kind: fc.constant("response" as const),
    response: fc.record({
      text: maybe(text),
      finishReason: fc.record({
        kind: fc.constantFrom("stop", "length", "tool_calls", "content_filter", "unrecognized"),
        raw: maybe(text),
      }),
      toolCalls: fc.array(jsonObject, { maxLength: 3 }),
      signals: fc.dictionary(
        fc.constantFrom("parsed", "score"),
        fc.oneof(text, fc.boolean(), fc.integer()),
      ),
    }),
  }),
  fc.record({
    kind: fc.constant("failure" as const),
    failure: fc.record({
      kind: fc.constantFrom(...failureKinds),
      detail: maybe(text),
      retryAfterMs: maybe(duration),
    }),
  }),
  fc.constant({ kind: "not_covered" as const }),
);

const anyGateway: fc.Arbitrary<GatewayEvidence> = fc.record(
  { servedBy: text, servedRoute: text, retries: fc.nat(), fallbacks: fc.nat(), violation: text },
  { requiredKeys: [] },
);

const anyEvidence: fc.Arbitrary<CallEvidence> = fc.record(
  {
    httpStatus: fc.integer({ min: 100, max: 599 }),
    providerCode: text,
    requestId: text,
    headersMs: duration,
    firstThoughtMs: duration,
    eventOffsetsMs: fc.array(duration, { maxLength: 5 }),
    openedConnection: fc.boolean(),
    serviceTier: text,
    rawUsage: jsonObject,
    usageAnomaly: text,
    reportedCostNanoUsd: fc.nat({ max: 1_000_000_000_000 }),
    gateway: anyGateway,
    source: fc.constantFrom("recording", "shared", "earlier_session"),
  },
  { requiredKeys: [] },
);

/** Whatever a provider may reply, with and without evidence. */
export const anyReply: fc.Arbitrary<ProviderReply> = fc
  .record({
    result: anyResult,
    servedModel: maybe(text),
    usage: fc.record(
      {
        inputUncachedTokens: tokens,
        inputCacheReadTokens: tokens,
        inputCacheWriteTokens: tokens,
        inputCacheWriteLongTokens: tokens,
        outputTokens: tokens,
        outputReasoningTokens: tokens,
      },
      {
        requiredKeys: [
          "inputUncachedTokens",
          "inputCacheReadTokens",
          "inputCacheWriteTokens",
          "outputTokens",
          "outputReasoningTokens",
        ],
      },
    ),
    costNanoUsd: money,
    firstTokenMs: maybe(duration),
    latencyMs: maybe(duration),
    queuedMs: maybe(duration),
    evidence: maybe(anyEvidence),
  })
  .map(({ queuedMs, evidence, ...reply }) => ({
    ...reply,
    ...(queuedMs !== undefined && { queuedMs }),
    ...(evidence && { evidence }),
  }));
