import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { unknownUsage } from "../../src/core/usage.ts";
import { anthropicWire } from "../../src/providers/live/anthropic/anthropic.ts";
import { geminiWire } from "../../src/providers/live/gemini/gemini.ts";
import type { WireReply } from "../../src/providers/live/wire.ts";
import { sendOverWire } from "./send-over-wire.ts";
import { labelAnswer, labelToolCall } from "./served-answer.ts";
import { startWireServer, type WireServer } from "./wire-server.ts";

const ways = [anthropicWire, geminiWire].flatMap((wire) => [
  { family: wire.family, how: "at once", wire, stream: false },
  { family: wire.family, how: "streamed", wire, stream: true },
]);

let server: WireServer;
beforeAll(async () => {
  server = await startWireServer();
});
afterAll(async () => server.close());

describe.each(ways)("$family, $how", ({ wire, stream, family }) => {
  const replyTo = async (scenario: string): Promise<WireReply> => {
    const { reply, error } = await sendOverWire(wire, server, scenario, { stream });
    if (reply === undefined) throw new Error("no reply", { cause: error });
    return reply;
  };

  test("an answer has its text without thoughts, its end, its model and its id", async () => {
    const reply = await replyTo("ok");
    expect(reply.result).toEqual({
      kind: "answer",
      text: labelAnswer.text,
      toolCalls: [],
      finishReason: { kind: "stop", raw: family === "gemini" ? "STOP" : "end_turn" },
    });
    expect(reply.servedModel).toBe(family === "gemini" ? "small-001" : "small-20260901");
    expect(reply.requestId).toBe(`req_${family}_1`);
    expect(reply.serviceTier).toBe("standard");
  });

  test("the counts are those that the server counted", async () => {
    const own = await startWireServer();
    const { reply } = await sendOverWire(wire, own, "ok", { stream });
    const served = own.served.of("small");
    expect(reply?.usage.usage).toEqual({
      inputUncachedTokens: served.inputTokens - served.cacheReadTokens - served.cacheWriteTokens,
      inputCacheReadTokens: served.cacheReadTokens,
      inputCacheWriteTokens: served.cacheWriteTokens,
      ...(family === "anthropic" && { inputCacheWriteLongTokens: served.cacheWriteLongTokens }),
      outputTokens: served.outputTokens,
      outputReasoningTokens: served.reasoningTokens,
    });
    expect(served.answers).toBe(1);
    expect(reply?.usage.anomaly).toBeUndefined();
    await own.close();
  });

  test("an answer without usage has unknown usage, not none", async () => {
    expect((await replyTo("no-usage")).usage).toEqual({
      usage: unknownUsage,
      raw: undefined,
      anomaly: undefined,
    });
  });

  test("usage that cannot be is brought into line, said, and kept as it came", async () => {
    const { usage, raw, anomaly } = (await replyTo("odd-usage")).usage;
    expect(usage.inputUncachedTokens).toBe(0);
    expect(anomaly).toBeDefined();
    expect(raw).toBeDefined();
  });

  test("a call of a tool comes with its arguments as JSON", async () => {
    expect((await replyTo("tool")).result).toMatchObject({
      toolCalls: [labelToolCall],
      finishReason: { kind: "tool_calls" },
    });
  });

  test("an answer that its limit cut says so", async () => {
    expect((await replyTo("length")).result).toMatchObject({
      kind: "answer",
      text: labelAnswer.text.slice(0, 10),
      finishReason: { kind: "length" },
    });
  });

  test("an end that nobody knows is kept in the provider's word", async () => {
    const raw = family === "gemini" ? "WENT_FISHING" : "went_fishing";
    expect((await replyTo("unknown-finish")).result).toMatchObject({
      finishReason: { kind: "unrecognized", raw },
    });
  });

  test("a declined request still has its usage: it is billed", async () => {
    const reply = await replyTo(family === "gemini" ? "prompt-blocked" : "refusal");
    expect(reply.usage.usage.inputUncachedTokens).toBeGreaterThan(0);
  });

  test("an error in a good answer is a fault with the provider's own type", async () => {
    const { result } = await replyTo("error-200");
    const type = family === "gemini" ? "INTERNAL" : "api_error";
    expect(result).toMatchObject({ kind: "fault", fault: { type, message: "server" } });
  });
});

describe.each([anthropicWire, geminiWire])("a stream of $family", (wire) => {
  test("tells of events, of thoughts and of tokens; comments are none", async () => {
    const plain = await sendOverWire(wire, server, "ok", { stream: true });
    expect(plain.thoughts).toBe(1);
    expect(plain.tokens).toBe(Math.ceil(labelAnswer.text.length / 6));
    expect(plain.events).toBeGreaterThan(plain.tokens);
    const commented = await sendOverWire(wire, server, "comments", { stream: true });
    expect(commented.events).toBe(plain.events);
  });

  test("stands still for whoever counts events, though comments keep coming", async () => {
    const { events, isAborted } = await sendOverWire(wire, server, "hang-comments", {
      stream: true,
      isHopeless: true,
    });
    expect(isAborted).toBe(true);
    expect(events).toBeLessThan(10);
  });

  test("that broke off has unknown usage, though it had begun to count", async () => {
    const { reply } = await sendOverWire(wire, server, "cut", { stream: true });
    expect(reply?.usage.usage).toEqual(unknownUsage);
    expect(reply?.usage.raw).toBeDefined();
    expect(reply?.servedModel).toContain("small-");
  });
});

test("a call that is not streamed tells of no progress", async () => {
  const { events, tokens, thoughts } = await sendOverWire(anthropicWire, server, "ok", {
    stream: false,
  });
  expect([events, tokens, thoughts]).toEqual([0, 0, 0]);
});
