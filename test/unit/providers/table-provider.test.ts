import { expect, test } from "vitest";
import type { ProviderReply } from "../../../src/core/provider.ts";
import type { KnownOutcome } from "../../../src/core/replay-record.ts";
import type { Price } from "../../../src/core/route.ts";
import { createTableProvider } from "../../../src/providers/table-provider.ts";
import {
  aCall,
  aClock,
  aKnownOutcome,
  aPrice,
  aRecord,
  aRoute,
  aUsage,
  failureKindOf,
  noAbort,
  textOf,
} from "./provider-call-builders.ts";

async function answerFrom(
  row: Partial<KnownOutcome> | undefined,
  price?: Price,
  limits: { readonly timeoutMs?: number } = {},
): Promise<ProviderReply> {
  const outcomes = new Map(row === undefined ? [] : [["small", aKnownOutcome(row)] as const]);
  const call = aCall({ record: aRecord({ outcomes }), route: aRoute({ price }), ...limits });
  return createTableProvider().call(call, aClock(), noAbort);
}

test("a route without a row is not covered, which is no error", async () => {
  expect((await answerFrom(undefined)).result).toEqual({ kind: "not_covered" });
});

test("a record without any table is not covered", async () => {
  const reply = await createTableProvider().call(aCall(), aClock(), noAbort);
  expect(reply.result).toEqual({ kind: "not_covered" });
});

test("a row's answer, signals, latency and served model are the reply's", async () => {
  const reply = await answerFrom({
    response: "42",
    signals: { parsed_call: true },
    latencyMs: 812.5,
    firstTokenMs: 90,
    servedModel: "small-1-0613",
  });
  expect(reply).toMatchObject({
    result: { kind: "response", response: { text: "42", signals: { parsed_call: true } } },
    latencyMs: 812.5,
    firstTokenMs: 90,
    servedModel: "small-1-0613",
  });
});

test("an answer whose text the table does not hold is an answer without text", async () => {
  const reply = await answerFrom({ response: undefined });
  expect(reply.result.kind).toBe("response");
  expect(textOf(reply)).toBeUndefined();
});

test("why the model stopped is not known from a table", async () => {
  const { result } = await answerFrom({});
  expect(result).toMatchObject({
    response: { finishReason: { kind: "unrecognized", raw: undefined } },
  });
});

test("a row's error is a failure of that class", async () => {
  expect(failureKindOf(await answerFrom({ error: "safety_refusal" }))).toBe("safety_refusal");
});

test("the table's own cost wins over usage and price", async () => {
  const reply = await answerFrom(
    { costNanoUsd: 123, usage: aUsage(195, 31) },
    aPrice({ input: 2.5, output: 10 }),
  );
  expect(reply.costNanoUsd).toBe(123);
});

test("without a cost of its own, usage meets price", async () => {
  const reply = await answerFrom({ usage: aUsage(195, 31) }, aPrice({ input: 2.5, output: 10 }));
  expect(reply.costNanoUsd).toBe(797_500);
});

test("without cost and counts the cost is unknown, but for a price per request alone", async () => {
  expect((await answerFrom({}, aPrice({ input: 1, output: 2 }))).costNanoUsd).toBeUndefined();
  expect((await answerFrom({})).costNanoUsd).toBeUndefined();
  expect((await answerFrom({}, aPrice({ perRequest: 0.002 }))).costNanoUsd).toBe(2_000_000);
});

test("a call that was turned away costs nothing, one that timed out is not known to", async () => {
  const price = aPrice({ input: 1, output: 2 });
  expect((await answerFrom({ error: "rate_limit" }, price)).costNanoUsd).toBe(0);
  expect((await answerFrom({ error: "timeout" }, price)).costNanoUsd).toBeUndefined();
});

test("a failed row that counts tokens is priced by them", async () => {
  const row = { error: "transient_5xx", usage: aUsage(1000, 0) } as const;
  expect((await answerFrom(row, aPrice({ input: 1, output: 2 }))).costNanoUsd).toBe(1_000_000);
});

test("a row slower than the policy's timeout is a timeout, and its cost counts", async () => {
  const row = { latencyMs: 9000, costNanoUsd: 500 };
  const reply = await answerFrom(row, undefined, { timeoutMs: 7000 });
  expect(failureKindOf(reply)).toBe("timeout");
  expect(reply).toMatchObject({ latencyMs: 7000, costNanoUsd: 500 });
});

test("a second call of the same route finds the same row", async () => {
  const record = aRecord({ outcomes: new Map([["small", aKnownOutcome({ response: "42" })]]) });
  const provider = createTableProvider();
  const first = await provider.call(aCall({ record }), aClock(), noAbort);
  const second = await provider.call(aCall({ record, priorCallsOfRoute: 1 }), aClock(), noAbort);
  expect(second).toEqual(first);
});
