import fc from "fast-check";
import { expect, test } from "vitest";
import { failureKinds } from "../../../../src/core/failure.ts";
import type { JsonObject } from "../../../../src/core/json.ts";
import { fromRecordingLine } from "../../../../src/providers/recordings/from-recording-line.ts";
import { HEAD_BYTES, readHead } from "../../../../src/providers/recordings/line-head.ts";
import type { RecordingLine } from "../../../../src/providers/recordings/recording-line.ts";
import { toRecordingText } from "../../../../src/providers/recordings/to-recording-line.ts";
import { aFailure, aRecording, aReply } from "./recording-builders.ts";

const anyText = fc.string({ unit: "binary" });
const anyMs = fc.option(fc.double({ min: 0, max: 1e7, noNaN: true, noDefaultInfinity: true }), {
  nil: undefined,
});
const anyCount = fc.option(fc.nat({ max: 1e9 }), { nil: undefined });
const anyObject = fc
  .dictionary(fc.string(), fc.jsonValue())
  .map((value) => JSON.parse(JSON.stringify(value)) as JsonObject);
const asIs = (text: string): string => text;

test("a recording survives its line unchanged, and its answer the line's first part", () => {
  fc.assert(
    fc.property(
      fc.record({ text: anyText, latencyMs: anyMs, count: anyCount, object: anyObject }),
      fc.option(fc.constantFrom(...failureKinds), { nil: undefined }),
      ({ text, latencyMs, count, object }, failure) => {
        const evidence = {
          httpStatus: 200,
          requestId: text,
          headersMs: 1.25,
          rawUsage: object,
          openedConnection: false,
          headers: { "x-request-id": text },
          gateway: { servedBy: text, retries: 0 },
          eventOffsetsMs: [1.5, 2, 1e3],
        };
        const parts = {
          latencyMs,
          firstTokenMs: latencyMs,
          costNanoUsd: count,
          servedModel: text,
          usage: {
            inputUncachedTokens: count,
            inputCacheReadTokens: 0,
            inputCacheWriteTokens: undefined,
            inputCacheWriteLongTokens: 3,
            outputTokens: count,
            outputReasoningTokens: undefined,
          },
          evidence,
        };
        const recording = aRecording({
          recordId: text,
          request: {
            provider: "google",
            endpointFamily: "gemini",
            model: text,
            headers: { "x-config": text },
            body: object,
          },
          madeUnder: { timeoutMs: count, firstTokenTimeoutMs: undefined, stream: true },
          reply: failure === undefined ? aReply(parts, text) : aFailure(failure, parts),
        });
        const line = toRecordingText(recording, asIs);
        expect(line).not.toContain("\n");
        expect(fromRecordingLine(JSON.parse(line) as RecordingLine)).toEqual(recording);

        const bytes = Buffer.from(line);
        const { answerBytes, ...head } = readHead(bytes)!;
        expect(head.key).toBe(recording.key);
        expect(answerBytes).toBeGreaterThan(HEAD_BYTES);
        const answer = JSON.parse(`${bytes.toString("utf8", 0, answerBytes)}}`) as RecordingLine;
        const { eventOffsetsMs: _later, ...soFar } = evidence;
        expect(fromRecordingLine(answer).reply).toEqual({ ...recording.reply, evidence: soFar });
      },
    ),
    { seed: 20261121, numRuns: 300 },
  );
});

test("without texts, no word of prompt or answer is in the line, and what can be counted is", () => {
  const secret = "the-word";
  const object = { [secret]: secret };
  const response = {
    text: secret,
    finishReason: { kind: "tool_calls", raw: "tool_calls" },
    toolCalls: [object],
    signals: object,
  } as const;
  for (const reply of [
    aReply({ result: { kind: "response", response } }),
    aReply({
      result: {
        kind: "failure",
        failure: { kind: "invalid_request", detail: secret, retryAfterMs: 5 },
      },
    }),
  ]) {
    const recording = aRecording({ keepsText: false, reply });
    const request = { ...recording.request, body: { messages: [object] } };
    const text = toRecordingText({ ...recording, request }, asIs);
    expect(text).not.toContain(secret);
    const line = JSON.parse(text) as RecordingLine;
    expect(line).toMatchObject({ store_text: "none", input_tokens: 100, latency_ms: 900 });
    expect(line).not.toHaveProperty("body");
  }
});

test("secrets are taken out of every text of a line, never out of its head or a number", () => {
  const recording = aRecording({
    reply: aReply({ latencyMs: 12345678, evidence: { requestId: "id 12345678" } }, "12345678!"),
    request: {
      provider: "openai",
      endpointFamily: "openai",
      model: "m",
      headers: { "x-config": "key 12345678" },
      body: { messages: "my key is 12345678", n: 12345678 },
    },
  });
  const redact = (text: string): string => text.replaceAll("12345678", "[redacted]");
  const line = JSON.parse(toRecordingText(recording, redact)) as RecordingLine;
  expect(line).toMatchObject({
    key: recording.key,
    latency_ms: 12345678,
    text: "[redacted]!",
    evidence: { request_id: "id [redacted]" },
    extra_headers: { "x-config": "key [redacted]" },
    body: { messages: "my key is [redacted]", n: 12345678 },
  });
});
