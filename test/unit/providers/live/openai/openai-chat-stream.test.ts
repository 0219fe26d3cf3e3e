import { expect, test } from "vitest";
import { readChatStream } from "../../../../../src/providers/live/openai/openai-chat-stream.ts";

async function* streamOf(chunks: readonly object[]): AsyncGenerator<object> {
  yield* chunks;
}

const aChunk = (content: string, finish_reason: string | null, completion_tokens?: number) => ({
  model: "m",
  choices: [{ index: 0, delta: { content }, finish_reason }],
  ...(completion_tokens !== undefined && { usage: { prompt_tokens: 5, completion_tokens } }),
});

/** What a stream without an end mark is taken for. */
const read = async (...chunks: readonly object[]) => {
  const progress = { event: () => {}, token: () => {}, thought: () => {} };
  const reply = await readChatStream(streamOf(chunks), undefined, progress, () => false);
  return { kind: reply.result.kind, outputTokens: reply.usage.usage.outputTokens };
};

test("an empty finish reason is none: the stream was cut", async () => {
  const cut = await read(aChunk("ha", "", 1), aChunk("lf", "", 2));
  expect(cut).toEqual({ kind: "cut_off", outputTokens: undefined });
});

test("totals that were still running do not stand for the count that never came", async () => {
  const cut = await read(aChunk("", null, 0), aChunk("whole", "stop"));
  expect(cut).toEqual({ kind: "cut_off", outputTokens: undefined });
});

test("usage counts with the finish reason, and in a chunk of its own after it", async () => {
  const whole = { kind: "answer", outputTokens: 3 };
  expect(await read(aChunk("whole", "stop", 3))).toEqual(whole);
  const usage = { prompt_tokens: 5, completion_tokens: 3 };
  expect(await read(aChunk("whole", "stop"), { choices: [], usage })).toEqual(whole);
});
