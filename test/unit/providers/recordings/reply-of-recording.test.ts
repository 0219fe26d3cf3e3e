import { expect, test } from "vitest";
import type { ProviderCall } from "../../../../src/core/provider.ts";
import type { Recording } from "../../../../src/providers/recordings/recording.ts";
import {
  replyOfRecording,
  type Recalled,
} from "../../../../src/providers/recordings/reply-of-recording.ts";
import { aCall, aPrice, aRoute } from "../provider-call-builders.ts";
import { aFailure, aRecording, aReply } from "./recording-builders.ts";

const recall = (recording: Recording, call: Partial<ProviderCall> = {}): Recalled =>
  replyOfRecording(recording, aCall(call), "recording");

/** What a call makes of it, in one word and one number. */
function endOf(recalled: Recalled): string {
  if (recalled.kind === "unusable") return "unusable";
  const { result, latencyMs } = recalled.reply;
  return `${result.kind === "failure" ? result.failure.kind : result.kind} ${latencyMs}`;
}

test("the answer comes with its own latency, and says that it is a recording", () => {
  const recording = aRecording({ reply: aReply({ evidence: { requestId: "req_1" } }) });
  expect(recall(recording)).toMatchObject({
    kind: "reply",
    reply: { latencyMs: 900, evidence: { requestId: "req_1", source: "recording" } },
  });
});

test("it costs what its tokens cost today, where today's price is known", () => {
  const price = aPrice({ input: 1, output: 2 });
  const priced = recall(aRecording(), { route: aRoute({ price }) });
  expect(priced).toMatchObject({ reply: { costNanoUsd: 140_000 } });
  expect(recall(aRecording())).toMatchObject({ reply: { costNanoUsd: 500 } });
});

test("a price per request is not asked of a call that was turned away", () => {
  const route = aRoute({ price: aPrice({ perRequest: 0.01 }) });
  const refused = aRecording({ reply: aFailure("rate_limit", { costNanoUsd: 0 }) });
  expect(recall(refused, { route })).toMatchObject({ reply: { costNanoUsd: 0 } });
  expect(recall(aRecording(), { route })).toMatchObject({ reply: { costNanoUsd: 10_000_000 } });
});

test("a price per request is neither asked of an HTTP error nor of a call whose end nobody saw", () => {
  const route = aRoute({ price: aPrice({ perRequest: 0.01 }) });
  const costOf = (reply: Recording["reply"]) => {
    const recalled = recall(aRecording({ reply }), { route });
    return recalled.kind === "reply" ? recalled.reply.costNanoUsd : Number.NaN;
  };
  const evidence = { httpStatus: 400 };
  expect(costOf(aFailure("content_filter", { costNanoUsd: 0, evidence }))).toBe(0);
  expect(costOf(aFailure("stream_interrupted", { costNanoUsd: undefined }))).toBeUndefined();
});

test("a call with a shorter timeout hangs up on it", () => {
  expect(endOf(recall(aRecording(), { timeoutMs: 800 }))).toBe("timeout 800");
});

/** Cut off after 1000 ms. */
const cutOff = (firstTokenMs?: number): Recording =>
  aRecording({
    madeUnder: { timeoutMs: 1000, firstTokenTimeoutMs: undefined, stream: true },
    reply: aFailure("timeout", { latencyMs: 1003, firstTokenMs }),
  });

test.each([
  [{ timeoutMs: 1000 }, "timeout 1000"],
  [{ timeoutMs: 400 }, "timeout 400"],
  [{ timeoutMs: 1001 }, "unusable"],
  [{}, "unusable"],
  [{ firstTokenTimeoutMs: 300 }, "first_token_timeout 300"],
  [{ firstTokenTimeoutMs: 1000, timeoutMs: 9000 }, "first_token_timeout 1000"],
  [{ firstTokenTimeoutMs: 1001 }, "unusable"],
  [{ firstTokenTimeoutMs: 500, timeoutMs: 400 }, "timeout 400"],
])("without a token within 1000 ms, a call with %j gets %s", (limits, end) => {
  expect(endOf(recall(cutOff(), limits))).toBe(end);
});

test.each([
  [{ timeoutMs: 1000 }, "timeout 1000"],
  [{ firstTokenTimeoutMs: 100 }, "first_token_timeout 100"],
  [{ firstTokenTimeoutMs: 200 }, "unusable"],
  [{ firstTokenTimeoutMs: 200, timeoutMs: 700 }, "timeout 700"],
  [{ timeoutMs: 1500 }, "unusable"],
])("with a token after 150 ms but no end within 1000, a call with %j gets %s", (limits, end) => {
  expect(endOf(recall(cutOff(150), limits))).toBe(end);
});

test("the reason names how long the recording lasted", () => {
  expect(recall(cutOff(), { timeoutMs: 5000 })).toEqual({
    kind: "unusable",
    because: "its recording was cut off after 1000 ms, and this call waits longer",
  });
});

test("one that waited for a first token in vain answers whoever waits no longer for anything", () => {
  const recording = aRecording({
    madeUnder: { timeoutMs: 9000, firstTokenTimeoutMs: 300, stream: true },
    reply: aFailure("first_token_timeout", { latencyMs: 300 }),
  });
  expect(endOf(recall(recording, { firstTokenTimeoutMs: 300 }))).toBe("first_token_timeout 300");
  expect(endOf(recall(recording, { timeoutMs: 250 }))).toBe("timeout 250");
  expect(endOf(recall(recording, { timeoutMs: 9000 }))).toBe("unusable");
});

test("without a stream nobody could have seen a first token, so its timeout says nothing", () => {
  const recording = aRecording({
    madeUnder: { timeoutMs: 1000, firstTokenTimeoutMs: undefined, stream: false },
    reply: aFailure("timeout", { latencyMs: 1000 }),
  });
  expect(endOf(recall(recording, { firstTokenTimeoutMs: 300 }))).toBe("unusable");
});

test("a provider that gave up before we did has ended the call by itself", () => {
  const recording = aRecording({
    madeUnder: { timeoutMs: 10_000, firstTokenTimeoutMs: undefined, stream: false },
    reply: aFailure("timeout", { latencyMs: 2000 }),
  });
  expect(endOf(recall(recording))).toBe("timeout 2000");
});

test("an answer without its text cannot be graded, but a timeout before it needs none", () => {
  const recording = aRecording({ keepsText: false });
  expect(recall(recording)).toEqual({
    kind: "unusable",
    because: "the text of its recording was not kept",
  });
  expect(endOf(recall(recording, { timeoutMs: 100 }))).toBe("timeout 100");
});

test("a failure needs no text", () => {
  const recording = aRecording({
    keepsText: false,
    reply: aFailure("rate_limit", { latencyMs: 30 }),
  });
  expect(endOf(recall(recording))).toBe("rate_limit 30");
});
