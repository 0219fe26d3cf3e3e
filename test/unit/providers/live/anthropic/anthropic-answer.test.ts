import { expect, test } from "vitest";
import { readMessage } from "../../../../../src/providers/live/anthropic/anthropic-answer.ts";

const headers = { requestId: "req_7" };
const text = { type: "text", text: "42" };

test.each([
  ["end_turn", "stop"],
  ["stop_sequence", "stop"],
  ["tool_use", "tool_calls"],
  ["max_tokens", "length"],
  ["model_context_window_exceeded", "length"],
  ["pause_turn", "unrecognized"],
])("an end by %s is %s", (stopReason, kind) => {
  const reply = readMessage({ content: [text], stop_reason: stopReason }, headers);
  expect(reply.result).toMatchObject({ text: "42", finishReason: { kind, raw: stopReason } });
});

test("texts are joined, thoughts are left out", () => {
  const content = [{ type: "thinking", thinking: "hm" }, text, { type: "text", text: "!" }];
  expect(readMessage({ content, stop_reason: "end_turn" }, headers).result).toMatchObject({
    text: "42!",
    toolCalls: [],
  });
});

test("a refusal says its category, and nothing that may speak of the prompt", () => {
  const details = { category: "cyber", explanation: "not with that" };
  const message = { content: [], stop_reason: "refusal", stop_details: details };
  expect(readMessage(message, headers).result).toEqual({
    kind: "refusal",
    detail: "the model declined to answer: cyber",
  });
  expect(readMessage({ ...message, stop_details: null }, headers).result).toEqual({
    kind: "refusal",
    detail: "the model declined to answer",
  });
});

test("an error in the place of a message is a fault", () => {
  const error = { type: "overloaded_error", message: "Overloaded" };
  expect(readMessage({ type: "error", error }, headers).result).toMatchObject({
    kind: "fault",
    fault: { httpStatus: undefined, type: "overloaded_error", requestId: "req_7" },
  });
});

test.each([[""], ["<html>"], [null], [[]], [{ id: "x" }]])("%j is no message", (body) => {
  expect(readMessage(body, headers).result.kind).toBe("unreadable");
});
