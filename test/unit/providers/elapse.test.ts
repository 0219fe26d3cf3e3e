import { expect, test } from "vitest";
import type { ProviderReply } from "../../../src/core/provider.ts";
import { elapse, withinTimeouts } from "../../../src/providers/elapse.ts";
import { aCall, aClock, aUsage, failureKindOf, noAbort } from "./provider-call-builders.ts";

function aReply(parts: Partial<ProviderReply> = {}): ProviderReply {
  return {
    result: {
      kind: "response",
      response: {
        text: "an answer",
        finishReason: { kind: "stop", raw: "stop" },
        toolCalls: [],
        signals: {},
      },
    },
    servedModel: "small-1",
    usage: aUsage(100, 10),
    costNanoUsd: 900,
    firstTokenMs: 300,
    latencyMs: 2000,
    ...parts,
  };
}

test("a reply takes its latency on the clock", async () => {
  const clock = aClock();
  await elapse(aReply(), aCall(), clock, noAbort);
  expect(clock.nowMs()).toBe(2000);
});

test("a call that takes longer than its timeout fails when the timeout is over", async () => {
  const clock = aClock();
  const reply = await elapse(aReply(), aCall({ timeoutMs: 1500 }), clock, noAbort);
  expect(failureKindOf(reply)).toBe("timeout");
  expect(reply.latencyMs).toBe(1500);
  expect(clock.nowMs()).toBe(1500);
});

test("an answer exactly on the timeout is in time", () => {
  expect(withinTimeouts(aReply(), aCall({ timeoutMs: 2000 }))).toEqual(aReply());
});

test("whoever hangs up still pays", () => {
  const { costNanoUsd, usage } = withinTimeouts(aReply(), aCall({ timeoutMs: 1500 }));
  expect({ costNanoUsd, usage }).toEqual({ costNanoUsd: 900, usage: aUsage(100, 10) });
});

test("a first token that comes too late ends the call at its own timeout", () => {
  const reply = withinTimeouts(aReply(), aCall({ timeoutMs: 10_000, firstTokenTimeoutMs: 200 }));
  expect(failureKindOf(reply)).toBe("first_token_timeout");
  expect(reply).toMatchObject({ latencyMs: 200, firstTokenMs: undefined });
});

test("of two timeouts the earlier one ends the call", () => {
  const late = aReply({ firstTokenMs: 1900 });
  const reply = withinTimeouts(late, aCall({ timeoutMs: 1000, firstTokenTimeoutMs: 1500 }));
  expect(failureKindOf(reply)).toBe("timeout");
  expect(reply).toMatchObject({ latencyMs: 1000, firstTokenMs: undefined });
});

test("a first token that came before the timeout stays known", () => {
  expect(withinTimeouts(aReply(), aCall({ timeoutMs: 1000 })).firstTokenMs).toBe(300);
});

test("without a known latency no timeout is judged, and no time passes", async () => {
  const clock = aClock();
  const unknown = aReply({ latencyMs: undefined, firstTokenMs: undefined });
  const call = aCall({ timeoutMs: 1, firstTokenTimeoutMs: 1 });
  expect(await elapse(unknown, call, clock, noAbort)).toEqual(unknown);
  expect(clock.nowMs()).toBe(0);
});

test("an answer whose first token is later than the timeout is too late, whatever its end", () => {
  const reply = withinTimeouts(aReply({ latencyMs: undefined }), aCall({ timeoutMs: 200 }));
  expect(failureKindOf(reply)).toBe("timeout");
});

test("an aborted signal rejects before any time passes", async () => {
  const clock = aClock();
  const aborted = AbortSignal.abort(new Error("stopped by hand"));
  await expect(elapse(aReply(), aCall(), clock, aborted)).rejects.toThrow("stopped by hand");
  expect(clock.nowMs()).toBe(0);
});
