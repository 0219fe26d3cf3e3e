import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { failureKinds, type FailureKind } from "../../../../src/core/failure.ts";
import { HarnessError } from "../../../../src/core/harness-error.ts";
import type { Provider, ProviderCall, ProviderReply } from "../../../../src/core/provider.ts";
import { createRecorder } from "../../../../src/providers/recordings/recorder.ts";
import type { RecordingStore } from "../../../../src/providers/recordings/recording-store.ts";
import { aCall, aClock, failureKindOf, noAbort, textOf } from "../provider-call-builders.ts";
import {
  aFailure,
  aFolder,
  aRecordOf,
  aReply,
  openToWrite,
  requestOf,
} from "./recording-builders.ts";

let folder = aFolder();
let store: RecordingStore;

beforeEach(async () => {
  folder = aFolder();
  store = await openToWrite(folder.path);
});

afterEach(async () => {
  await store.close();
  folder.remove();
});

/** A provider that answers when it is told to, and counts what it was asked. */
function aLive(answer: (call: ProviderCall, nth: number) => ProviderReply): Provider & {
  readonly calls: ProviderCall[];
  readonly release: () => void;
  readonly hold: () => void;
} {
  let gate = Promise.withResolvers<void>();
  gate.resolve();
  const calls: ProviderCall[] = [];
  return {
    name: "live",
    calls,
    hold: () => {
      gate = Promise.withResolvers<void>();
    },
    release: () => gate.resolve(),
    call: async (call, _clock, signal) => {
      const nth = calls.push(call);
      const aborted = Promise.withResolvers<never>();
      signal.addEventListener("abort", () => aborted.reject(signal.reason as Error));
      await Promise.race([gate.promise, aborted.promise]);
      return answer(call, nth);
    },
  };
}

function aRecorder(provider: Provider, storesText = true): Provider {
  const nowMs = (): number => Date.UTC(2026, 10, 21);
  return createRecorder({ provider, store, requestOf, storesText, nowMs });
}

async function reopen(): Promise<void> {
  await store.close();
  store = await openToWrite(folder.path);
}

const call = aCall({ record: aRecordOf("hello") });
const ask = (provider: Provider, over: Partial<ProviderCall> = {}, signal = noAbort) =>
  provider.call({ ...call, ...over }, aClock(), signal);

test("fifty equal calls at the same time make one live call", async () => {
  const live = aLive(() => aReply());
  live.hold();
  const recorder = aRecorder(live);
  const asked = Array.from({ length: 50 }, (_, arm) => ask(recorder, { arm }));
  live.release();
  const replies = await Promise.all(asked);
  expect(live.calls).toHaveLength(1);
  expect(replies.map(textOf)).toEqual(Array.from({ length: 50 }, () => "an answer"));
  const sources = replies.map(({ evidence }) => evidence?.source);
  expect(sources).toEqual([undefined, ...Array.from({ length: 49 }, () => "shared")]);
  expect(store.count).toBe(1);
});

test("a later policy of the run shares the answer, a later run finds the recording", async () => {
  const live = aLive(() => aReply());
  const recorder = aRecorder(live);
  expect((await ask(recorder)).evidence?.source).toBeUndefined();
  expect((await ask(recorder, { arm: 1 })).evidence?.source).toBe("shared");
  await reopen();
  const reply = await ask(aRecorder(live));
  expect(reply.evidence?.source).toBe("recording");
  expect(textOf(reply)).toBe("an answer");
  expect(live.calls).toHaveLength(1);
});

test("what comes back is on the disk before it is handed on", async () => {
  const recorder = aRecorder(aLive(() => aReply({}, "paid for")));
  await ask(recorder);
  const text = readFileSync(join(folder.path, "recordings.jsonl"), "utf8");
  expect(text).toContain('"text":"paid for"');
  expect(text).toContain('"at":"2026-11-21T00:00:00.000Z"');
  expect(text.endsWith("\n")).toBe(true);
});

test("a retry is a call of its own", async () => {
  const live = aLive((_call, nth) =>
    nth === 1 ? aFailure("rate_limit", { latencyMs: 20 }) : aReply(),
  );
  const recorder = aRecorder(live);
  const both = async (): Promise<unknown> => [
    failureKindOf(await ask(recorder)),
    textOf(await ask(recorder, { priorCallsOfRoute: 1 })),
  ];
  expect(await both()).toEqual(["rate_limit", "an answer"]);
  expect(await both()).toEqual(["rate_limit", "an answer"]);
  expect(live.calls).toHaveLength(2);
});

test("asked to, it tries once more what an earlier session recorded as a failure, and only that", async () => {
  const failing = aRecorder(aLive(() => aFailure("overloaded", { latencyMs: 20 })));
  const answered = { record: aRecordOf("answered") };
  await ask(failing);
  await ask(aRecorder(aLive(() => aReply())), answered);
  await reopen();
  const live = aLive(() => aFailure("transient_5xx", { latencyMs: 20 }));
  const nowMs = (): number => 0;
  const again = {
    provider: live,
    store,
    requestOf,
    storesText: true,
    nowMs,
    retriesFailures: true,
  };
  const recorder = createRecorder(again);
  expect(failureKindOf(await ask(recorder))).toBe("transient_5xx");
  expect(failureKindOf(await ask(recorder, { arm: 1 }))).toBe("transient_5xx");
  expect(textOf(await ask(recorder, answered))).toBe("an answer");
  expect(live.calls).toHaveLength(1);
});

test("what the provider answered is kept, what only speaks of our set-up is not", async () => {
  const kept: FailureKind[] = [];
  for (const kind of failureKinds) {
    const recorder = aRecorder(aLive(() => aFailure(kind, { latencyMs: 5 })));
    const before = store.count;
    await ask(recorder, { record: aRecordOf(kind) });
    if (store.count > before) kept.push(kind);
  }
  expect(failureKinds.filter((kind) => !kept.includes(kind))).toEqual([
    "connection",
    "authentication",
    "budget_exceeded",
    "policy_stop",
    "recording_missing",
    "harness_error",
  ]);
});

test("each caller gets what its own timeout leaves of a shared call, without waiting again", async () => {
  const live = aLive(() => aReply({ latencyMs: 900 }));
  live.hold();
  const recorder = aRecorder(live);
  const clock = aClock();
  const asked = [undefined, 500, 2000].map((timeoutMs) =>
    recorder.call({ ...call, timeoutMs }, clock, noAbort),
  );
  live.release();
  const replies = await Promise.all(asked);
  expect(replies.map(({ latencyMs }) => latencyMs)).toEqual([900, 500, 900]);
  expect(replies.map(failureKindOf)).toEqual([undefined, "timeout", undefined]);
  expect(clock.nowMs()).toBe(0);
});

test("a call that was cut off is sent again for who waits longer, and its answer replaces it", async () => {
  const live = aLive(({ timeoutMs = 9999 }) =>
    timeoutMs < 900 ? aFailure("timeout", { latencyMs: timeoutMs }) : aReply({ latencyMs: 900 }),
  );
  live.hold();
  const recorder = aRecorder(live);
  const asked = [500, 2000, 300, 3000].map((timeoutMs) => ask(recorder, { timeoutMs }));
  live.release();
  const ends = (await Promise.all(asked)).map((reply) => failureKindOf(reply) ?? textOf(reply));
  expect(ends).toEqual(["timeout", "an answer", "timeout", "an answer"]);
  expect(live.calls.map(({ timeoutMs }) => timeoutMs)).toEqual([500, 2000]);
  expect(failureKindOf(await ask(recorder, { timeoutMs: 400 }))).toBe("timeout");
  expect(live.calls).toHaveLength(2);
});

test("the sender sees what its recording will show", async () => {
  const late = aFailure("timeout", { latencyMs: 503.7, queuedMs: 40 });
  const live = aLive(() => late);
  const sent = await ask(aRecorder(live), { timeoutMs: 500 });
  expect(sent).toMatchObject({ latencyMs: 500, queuedMs: 40 });
  await reopen();
  const again = await ask(aRecorder(live), { timeoutMs: 500 });
  expect(again).toMatchObject({ latencyMs: 500, result: sent.result });
  expect(again.queuedMs).toBeUndefined();
});

test("one caller's abort neither loses the answer for the others nor its recording", async () => {
  const live = aLive(() => aReply());
  live.hold();
  const recorder = aRecorder(live);
  const stop = new AbortController();
  const sender = ask(recorder, {}, stop.signal);
  const other = ask(recorder, { arm: 1 });
  stop.abort(new Error("stopped"));
  await expect(sender).rejects.toThrow("stopped");
  live.release();
  expect(textOf(await other)).toBe("an answer");
  expect(store.count).toBe(1);
});

test("once the last caller is gone the call is aborted, and the next one starts afresh", async () => {
  const live = aLive(() => aReply());
  live.hold();
  const recorder = aRecorder(live);
  const stop = new AbortController();
  const asked = [ask(recorder, {}, stop.signal), ask(recorder, { arm: 1 }, stop.signal)];
  stop.abort(new Error("stopped"));
  const next = ask(recorder, { arm: 2 });
  for (const { status } of await Promise.allSettled(asked)) expect(status).toBe("rejected");
  live.release();
  expect(textOf(await next)).toBe("an answer");
  expect(live.calls).toHaveLength(2);
});

test("an error that ends the run reaches everyone who waits, and nothing is recorded", async () => {
  const spent = new HarnessError("incomplete", "the cap is reached");
  const recorder = aRecorder({ name: "live", call: () => Promise.reject(spent) });
  const asked = [ask(recorder), ask(recorder, { arm: 1 })];
  for (const reply of await Promise.allSettled(asked)) {
    expect(reply).toEqual({ status: "rejected", reason: spent });
  }
  expect(store.count).toBe(0);
});

test("without texts the policies of a run still share, and nothing to read is written", async () => {
  const live = aLive(() => aReply({}, "the-answer"));
  const recorder = aRecorder(live, false);
  await ask(recorder);
  expect(textOf(await ask(recorder, { arm: 1 }))).toBe("the-answer");
  expect(live.calls).toHaveLength(1);
  const written = readFileSync(join(folder.path, "recordings.jsonl"), "utf8");
  expect(written).not.toMatch(/the-answer|hello/);
  await reopen();
  await ask(aRecorder(live));
  expect(live.calls).toHaveLength(2);
});

test("what a registry or a policy made of a gateway's word is not handed to another policy", async () => {
  const gateway = { servedBy: "backup", servedRoute: "other", violation: "not allowed" };
  const recorder = aRecorder(aLive(() => aReply({ evidence: { gateway } })));
  expect((await ask(recorder)).evidence?.gateway).toEqual(gateway);
  expect((await ask(recorder, { arm: 1 })).evidence?.gateway).toEqual({ servedBy: "backup" });
});
