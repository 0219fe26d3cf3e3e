import { expect, test } from "vitest";
import type { AttemptResult } from "../../../src/core/attempt.ts";
import { failureKinds, type FailureKind } from "../../../src/core/failure.ts";
import { unknownUsage } from "../../../src/core/usage.ts";
import { isBilled } from "../../../src/providers/billing.ts";
import { costOfCall } from "../../../src/providers/cost-of-call.ts";
import { aPrice, aUsage } from "./provider-call-builders.ts";

const price = { ...aPrice({ input: 2.5, output: 10 }), multipliers: { flex: 0.5 } };
const usage = aUsage(195, 31);

const failed = (kind: FailureKind): AttemptResult => ({
  kind: "failure",
  failure: { kind, detail: undefined, retryAfterMs: undefined },
});
const answer: AttemptResult = {
  kind: "response",
  response: {
    text: "yes",
    finishReason: { kind: "stop", raw: "stop" },
    toolCalls: [],
    signals: {},
  },
};

test("an answer costs its tokens, at the tier that served it", () => {
  expect(costOfCall({ result: answer, usage }, price)).toBe(797_500);
  expect(costOfCall({ result: answer, usage, serviceTier: "flex" }, price)).toBe(398_750);
  expect(costOfCall({ result: answer, usage: unknownUsage }, price)).toBeUndefined();
  expect(costOfCall({ result: answer, usage }, undefined)).toBeUndefined();
});

test.each(failureKinds)("%s without any count costs nothing only if nobody bills it", (kind) => {
  const call = { result: failed(kind), usage: unknownUsage };
  expect(costOfCall(call, price)).toBe(isBilled(kind) ? undefined : 0);
});

test("a call that was turned away is free even without a price, and in spite of a fee a request", () => {
  expect(costOfCall({ result: failed("rate_limit"), usage: unknownUsage }, undefined)).toBe(0);
  const fee = aPrice({ perRequest: 0.01 });
  expect(costOfCall({ result: failed("rate_limit"), usage: aUsage(0, 0) }, fee)).toBe(0);
});

test("tokens that were counted are paid for, whatever the failure", () => {
  expect(costOfCall({ result: failed("overloaded"), usage }, price)).toBe(797_500);
  expect(costOfCall({ result: failed("stream_interrupted"), usage }, price)).toBe(797_500);
});

test("a route that nothing is known of has no cost", () => {
  expect(costOfCall({ result: { kind: "not_covered" }, usage }, price)).toBeUndefined();
});

test("an HTTP error is free, also one whose word speaks of a filter", () => {
  const call = { result: failed("content_filter"), usage: unknownUsage };
  expect(costOfCall({ ...call, httpStatus: 400 }, price)).toBe(0);
  expect(costOfCall({ ...call, httpStatus: 200 }, price)).toBeUndefined();
});
