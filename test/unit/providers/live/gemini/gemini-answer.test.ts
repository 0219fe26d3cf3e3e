import { expect, test } from "vitest";
import type { JsonObject } from "../../../../../src/core/json.ts";
import { readContent } from "../../../../../src/providers/live/gemini/gemini-answer.ts";
import type { WireResult } from "../../../../../src/providers/live/wire.ts";

const headers = { requestId: undefined, serviceTier: undefined };

function resultOf(candidate: JsonObject): WireResult {
  return readContent({ candidates: [candidate] }, headers).result;
}

test("thoughts are no part of the text", () => {
  const parts = [{ text: "hm", thought: true }, { text: "a" }, { text: "b" }];
  expect(resultOf({ content: { parts }, finishReason: "STOP" })).toEqual({
    kind: "answer",
    text: "ab",
    toolCalls: [],
    finishReason: { kind: "stop", raw: "STOP" },
  });
});

test("a call of a tool ends with tool_calls, though the wire says STOP", () => {
  const parts = [{ functionCall: { name: "track", args: { parcel: 7 } } }];
  expect(resultOf({ content: { parts }, finishReason: "STOP" })).toMatchObject({
    toolCalls: [{ name: "track", arguments: { parcel: 7 } }],
    finishReason: { kind: "tool_calls", raw: "STOP" },
  });
});

test.each([
  ["SAFETY", "filtered"],
  ["RECITATION", "filtered"],
  ["SPII", "filtered"],
  ["IMAGE_SAFETY", "filtered"],
  ["MALFORMED_FUNCTION_CALL", "unreadable"],
  ["TOO_MANY_TOOL_CALLS", "unreadable"],
  ["CONTINUATION", "answer"],
  ["OTHER", "answer"],
])("an end by %s is %s", (finishReason, kind) => {
  expect(resultOf({ finishReason }).kind).toBe(kind);
});

test("a finish reason that nobody knows is kept as it is", () => {
  expect(resultOf({ finishReason: "WENT_FISHING" })).toMatchObject({
    finishReason: { kind: "unrecognized", raw: "WENT_FISHING" },
  });
});

test.each([
  ["ON_DEMAND", "standard"],
  ["ON_DEMAND_FLEX", "flex"],
  ["PROVISIONED_THROUGHPUT", undefined],
])("traffic %s is served as %s", (trafficType, tier) => {
  const body = { candidates: [{ finishReason: "STOP" }], usageMetadata: { trafficType } };
  expect(readContent(body, headers).serviceTier).toBe(tier);
});

test("neither content nor an end is not the vendor's format", () => {
  expect(resultOf({ index: 0 }).kind).toBe("unreadable");
  expect(readContent({ id: "x" }, headers).result.kind).toBe("unreadable");
  expect(readContent("<html>", headers).result.kind).toBe("unreadable");
});
