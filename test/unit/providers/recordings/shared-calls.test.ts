import { expect, test } from "vitest";
import type { Provider, ProviderCall, ProviderReply } from "../../../../src/core/provider.ts";
import { createCallNames } from "../../../../src/providers/recordings/call-names.ts";
import { createSharedCalls } from "../../../../src/providers/recordings/shared-calls.ts";
import { RealClock } from "../../../../src/replay/real-clock.ts";
import { requestOf } from "../../../../src/run/calls/request-of.ts";
import { aFailure, aRecord, aReply, aRoute } from "../../replay/builders.ts";

const names = createCallNames(({ route, record }) => requestOf(route, record.request));
const routes = new Map(["small", "large"].map((name) => [name, aRoute(name)]));

/** A provider that counts what it is sent, and what shares it. */
function aSharedProvider(
  answer: (call: ProviderCall) => ProviderReply,
  records = 100,
  earlier: ReadonlyMap<number, ReadonlyMap<string, ProviderReply>> = new Map(),
): { readonly shared: Provider; readonly sent: string[] } {
  const sent: string[] = [];
  const provider: Provider = {
    name: "counting",
    async call(call, clock, signal) {
      sent.push(`${call.record.id} ${call.route.name} ${call.repeat}/${call.priorCallsOfRoute}`);
      await clock.sleep(2, signal);
      return answer(call);
    },
  };
  const shared = createSharedCalls({ provider, names, earlier, records, nowMs: () => 0 });
  return { shared, sent };
}

function aCall(ordinal: number, arm: number, over: Partial<ProviderCall> = {}): ProviderCall {
  const record = aRecord(ordinal);
  return {
    record: {
      ...record,
      request: { ...record.request, messages: [{ role: "user", content: record.id }] },
    },
    route: routes.get("small")!,
    arm,
    repeat: 0,
    attemptIndex: 0,
    priorCallsOfRoute: 0,
    timeoutMs: undefined,
    firstTokenTimeoutMs: undefined,
    stream: false,
    ...over,
  };
}

const ask = (provider: Provider, call: ProviderCall): Promise<ProviderReply> =>
  provider.call(call, new RealClock(), new AbortController().signal);

test("two policies that ask the same at once, or one after the other, are charged for one call", async () => {
  const { shared, sent } = aSharedProvider(() => aReply("yes", 40));
  const together = await Promise.all([ask(shared, aCall(0, 0)), ask(shared, aCall(0, 1))]);
  const later = await ask(shared, aCall(0, 2));
  expect(sent).toEqual(["r0 small 0/0"]);
  for (const reply of [...together, later]) {
    expect(reply).toMatchObject({ costNanoUsd: 5, latencyMs: 40 });
  }
  expect(together.map(({ evidence }) => evidence?.source)).toEqual([undefined, "shared"]);
  expect(later.evidence?.source).toBe("shared");
});

test("another route, repeat, retry, record or answer limit is another call", async () => {
  const { shared, sent } = aSharedProvider(() => aReply("yes", 1));
  const first = aCall(0, 0);
  await ask(shared, first);
  await ask(shared, aCall(0, 1, { route: routes.get("large")! }));
  await ask(shared, aCall(0, 1, { repeat: 1 }));
  await ask(shared, aCall(0, 1, { priorCallsOfRoute: 1 }));
  await ask(shared, aCall(1, 1));
  const { record } = first;
  const shorter = { ...record, request: { ...record.request, maxOutputTokens: 5 } };
  await ask(shared, aCall(0, 1, { record: shorter }));
  expect(sent).toHaveLength(6);
});

test("a failure is what both policies meet, but one of ours is no answer of the provider's", async () => {
  const { shared, sent } = aSharedProvider(({ record }) =>
    record.ordinal === 0 ? aFailure("rate_limit", 3) : aFailure("connection", 3),
  );
  for (const ordinal of [0, 1]) {
    await ask(shared, aCall(ordinal, 0));
    await ask(shared, aCall(ordinal, 1));
  }
  expect(sent).toEqual(["r0 small 0/0", "r1 small 0/0", "r1 small 0/0"]);
});

test("answers of so many records are remembered, and no more", async () => {
  const { shared, sent } = aSharedProvider(() => aReply("yes", 1), 2);
  for (const ordinal of [0, 1, 2]) await ask(shared, aCall(ordinal, 0));
  for (const ordinal of [2, 1, 0]) await ask(shared, aCall(ordinal, 1));
  expect(sent.slice(3)).toEqual(["r0 small 0/0"]);
});

test("what an earlier session was answered is shared with the policy that had not asked yet", async () => {
  const key = names.keyOf(aCall(7, 0));
  const earlier = new Map([[7, new Map([[key, aReply("from before", 30)]])]]);
  const { shared, sent } = aSharedProvider(() => aReply("anew", 1), 10, earlier);
  const reply = await ask(shared, aCall(7, 1));
  expect(reply).toMatchObject({ latencyMs: 30, evidence: { source: "shared" } });
  await ask(shared, aCall(7, 1, { route: routes.get("large")! }));
  expect(sent).toEqual(["r7 large 0/0"]);
});

test("a policy that would have hung up sees its own timeout in a shared answer", async () => {
  const { shared, sent } = aSharedProvider(() => aReply("yes", 400));
  await ask(shared, aCall(0, 0));
  const { result } = await ask(shared, aCall(0, 1, { timeoutMs: 100 }));
  expect(result).toMatchObject({ kind: "failure", failure: { kind: "timeout" } });
  expect(sent).toHaveLength(1);
});
