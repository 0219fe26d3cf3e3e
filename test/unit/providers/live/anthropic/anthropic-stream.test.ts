import { expect, test } from "vitest";
import type { JsonObject } from "../../../../../src/core/json.ts";
import { readMessageStream } from "../../../../../src/providers/live/anthropic/anthropic-stream.ts";
import type { WireReply } from "../../../../../src/providers/live/wire.ts";

const start: JsonObject = {
  type: "message_start",
  message: { model: "small-1", content: [], usage: { input_tokens: 50, output_tokens: 1 } },
};
const textBlock: JsonObject = {
  type: "content_block_start",
  index: 0,
  content_block: { type: "text", text: "" },
};
const delta = (value: JsonObject): JsonObject => ({
  type: "content_block_delta",
  index: 0,
  delta: value,
});
const end = (stopReason: string | null, usage?: JsonObject): JsonObject => ({
  type: "message_delta",
  delta: { stop_reason: stopReason },
  ...(usage && { usage }),
});
const stop: JsonObject = { type: "message_stop" };

async function replyTo(...events: readonly JsonObject[]): Promise<WireReply> {
  const told = { event: () => undefined, token: () => undefined, thought: () => undefined };
  async function* stream(): AsyncGenerator<JsonObject> {
    yield* events;
  }
  return readMessageStream(stream(), { requestId: undefined }, told);
}

test("the pieces of a stream are one message", async () => {
  const reply = await replyTo(
    start,
    textBlock,
    delta({ type: "text_delta", text: "4" }),
    delta({ type: "text_delta", text: "2" }),
    end("end_turn", { output_tokens: 8 }),
    stop,
  );
  expect(reply).toMatchObject({
    result: { kind: "answer", text: "42" },
    servedModel: "small-1",
    usage: { usage: { inputUncachedTokens: 50, outputTokens: 8 } },
  });
});

test("arguments that were cut short stay the text that came", async () => {
  const block = { type: "tool_use", id: "t1", name: "track", input: {} };
  const { result } = await replyTo(
    start,
    { type: "content_block_start", index: 0, content_block: block },
    delta({ type: "input_json_delta", partial_json: '{"parc' }),
    end("max_tokens"),
    stop,
  );
  expect(result).toMatchObject({ toolCalls: [{ id: "t1", name: "track", arguments: '{"parc' }] });
});

test("a tool without arguments is called with none", async () => {
  const block = { type: "tool_use", id: "t1", name: "ping", input: {} };
  const begun = { type: "content_block_start", index: 0, content_block: block };
  const { result } = await replyTo(start, begun, end("tool_use"), stop);
  expect(result).toMatchObject({ toolCalls: [{ id: "t1", name: "ping", arguments: {} }] });
});

test("without its last event, or without a reason to stop, a stream is cut off", async () => {
  expect((await replyTo(start, textBlock, end("end_turn"))).result.kind).toBe("cut_off");
  expect((await replyTo(start, textBlock, end(null), stop)).result.kind).toBe("cut_off");
  expect((await replyTo()).result.kind).toBe("cut_off");
});

test("output that no later event counted is unknown", async () => {
  const reply = await replyTo(start, textBlock, end("end_turn"), stop);
  expect(reply.usage.usage).toMatchObject({ inputUncachedTokens: 50, outputTokens: undefined });
});

test("events that nobody knows yet are passed over", async () => {
  const { result } = await replyTo(start, { type: "news" }, textBlock, end("end_turn"), stop);
  expect(result).toMatchObject({ kind: "answer", text: "" });
});
