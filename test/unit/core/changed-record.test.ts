import { describe, expect, test } from "vitest";
import { changedRecord } from "../../../src/core/changed-record.ts";
import type { ModelRequest } from "../../../src/core/model-request.ts";
import type { KnownOutcome, ReplayRecord } from "../../../src/core/replay-record.ts";
import { unknownUsage } from "../../../src/core/usage.ts";
import { aRecord } from "../replay/builders.ts";

function answering(outputTokens: number | undefined): KnownOutcome {
  return {
    response: "yes",
    accepted: true,
    score: 1,
    usage: { ...unknownUsage, outputTokens },
    costNanoUsd: 1,
    latencyMs: 1,
    firstTokenMs: undefined,
    error: undefined,
    servedModel: undefined,
    signals: {},
  };
}

function recordOf(request: Partial<ModelRequest>): ReplayRecord {
  const record = aRecord(0);
  return {
    ...record,
    request: { ...record.request, ...request },
    outcomes: new Map([
      ["short", answering(50)],
      ["long", answering(500)],
      ["untold", answering(undefined)],
    ]),
  };
}

describe("a change of words", () => {
  test("an instruction comes first, and no recorded answer answers it", () => {
    const changed = changedRecord(recordOf({}), { instruction: "Be brief." });
    expect(changed.request.messages).toEqual([
      { role: "system", content: "Be brief." },
      { role: "user", content: "hello" },
    ]);
    expect(changed.outcomes).toBeUndefined();
  });

  test("without tools nothing says which one to call", () => {
    const record = recordOf({ tools: [{ name: "refund" }], toolChoice: "required" });
    const { request, outcomes } = changedRecord(record, { withoutTools: true });
    expect(request.tools).toEqual([]);
    expect(request.toolChoice).toBeUndefined();
    expect(outcomes).toBeUndefined();
  });

  test("personal data goes from every message and its parts, and from nothing else", () => {
    const image = { type: "image_url", image_url: { url: "data:image/png;base64,+491234567890" } };
    const record = recordOf({
      messages: [
        { role: "system", content: "You are a@b.de's assistant" },
        { role: "user", content: [{ type: "text", text: "call +49 30 1234567" }, image] },
      ],
    });
    const { request } = changedRecord(record, { redact: ["email", "phone"] });
    expect(request.messages).toEqual([
      { role: "system", content: "You are [email]'s assistant" },
      { role: "user", content: [{ type: "text", text: "call [phone]" }, image] },
    ]);
  });
});

describe("a change that changes nothing", () => {
  test.each([
    ["no tools to leave out", { withoutTools: true as const }],
    ["nothing found to take out", { redact: ["card" as const] }],
    ["a limit that the request keeps by itself", { maxOutputTokens: 100 }],
    ["no change at all", {}],
  ])("%s leaves the very record, with its answers", (_name, change) => {
    const record = recordOf({ maxOutputTokens: 100 });
    expect(changedRecord(record, change)).toBe(record);
  });
});

test("a limit of the answer keeps the answers that are known to keep it", () => {
  const changed = changedRecord(recordOf({ maxOutputTokens: 1000 }), { maxOutputTokens: 100 });
  expect(changed.request.maxOutputTokens).toBe(100);
  expect([...(changed.outcomes?.keys() ?? [])]).toEqual(["short"]);
});
