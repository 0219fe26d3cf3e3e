import { afterEach, beforeEach, expect, test } from "vitest";
import type { Provider, ProviderCall, ProviderReply } from "../../../../src/core/provider.ts";
import { createRecordedProvider } from "../../../../src/providers/recordings/recorded-provider.ts";
import type { Recording } from "../../../../src/providers/recordings/recording.ts";
import {
  aCall,
  aClock,
  aRoute,
  failureKindOf,
  noAbort,
  textOf,
} from "../provider-call-builders.ts";
import { aFolder, aRecording, aRecordOf, aStoreOf, requestOf } from "./recording-builders.ts";

let folder = aFolder();
beforeEach(() => {
  folder = aFolder();
});
afterEach(() => folder.remove());

const record = aRecordOf("Where is my order?", { id: "q-1" });
const route = aRoute({ parameters: { temperature: 0 } });
const recorded = aCall({ record, route });

async function ask(
  call: Partial<ProviderCall>,
  recordings: readonly Recording[] = [aRecording({}, recorded)],
  onMiss: "fail" | Provider = "fail",
): Promise<ProviderReply & { readonly clockMs: number }> {
  const store = await aStoreOf(folder.path, recordings);
  const clock = aClock();
  const provider = createRecordedProvider({ store, requestOf, onMiss });
  const reply = await provider.call({ ...recorded, ...call }, clock, noAbort);
  await store.close();
  return { ...reply, clockMs: clock.nowMs() };
}

async function missOf(
  call: Partial<ProviderCall>,
  recordings?: readonly Recording[],
): Promise<string | undefined> {
  const { result } = await ask(call, recordings);
  expect(result).toMatchObject({ kind: "failure", failure: { kind: "recording_missing" } });
  return result.kind === "failure" ? result.failure.detail : undefined;
}

test("a recorded call is answered on the clock in force, with its own latency", async () => {
  const reply = await ask({ arm: 2, attemptIndex: 3 });
  expect(textOf(reply)).toBe("an answer");
  expect(reply).toMatchObject({ latencyMs: 900, clockMs: 900, evidence: { source: "recording" } });
});

test("a call that hangs up earlier takes no longer than it waits", async () => {
  expect(await ask({ timeoutMs: 300 })).toMatchObject({ latencyMs: 300, clockMs: 300 });
});

test("what was not recorded is not known to cost or take nothing", async () => {
  const reply = await ask({ repeat: 1 });
  expect(failureKindOf(reply)).toBe("recording_missing");
  expect(reply).toMatchObject({ costNanoUsd: undefined, latencyMs: undefined, clockMs: 0 });
});

test.each<[string, Partial<ProviderCall>, string]>([
  ["model", { route: { ...route, model: "small-2" } }, 'model "small-1" → "small-2"'],
  ["parameter", { route: { ...route, parameters: { temperature: 0.2 } } }, "temperature 0 → 0.2"],
  ["repeat", { repeat: 1 }, "repeat 1 → 2"],
  ["try", { priorCallsOfRoute: 1 }, "try 1 → 2"],
  [
    "prompt",
    { record: aRecordOf("Where is my parcel?", { id: "q-1" }) },
    "the prompt (messages[0].content) from character 13 on",
  ],
])("a miss names the %s that differs from the nearest recording", async (_what, call, field) => {
  expect(await missOf(call)).toBe(
    `no recording of this call; the nearest, of record "q-1", differs in ${field}`,
  );
});

test("the nearest of several is the one that differs least", async () => {
  const others = [0, 1, 2].flatMap((repeat) =>
    ["small-1", "large-1"].map((model) =>
      aRecording({}, { ...recorded, repeat, route: { ...route, model } }),
    ),
  );
  const call = { route: { ...route, model: "large-1", parameters: { temperature: 1 } } };
  expect(await missOf({ ...call, repeat: 2 }, others)).toContain("differs in temperature 0 → 1");
});

test("for a prompt that nobody asked, the recording that begins most alike is named", async () => {
  const others = ["Tell me a joke.", "Where is my order 77?", "What now?"].map((prompt, index) =>
    aRecording({}, { ...recorded, record: aRecordOf(prompt, { id: `other-${index}` }) }),
  );
  const asked = aRecordOf("Where is my order 78?", { id: "new" });
  expect(await missOf({ record: asked }, others)).toContain(
    'of record "other-1", differs in the prompt (messages[0].content) from character 20 on',
  );
});

test("a folder without a single recording says so", async () => {
  expect(await missOf({}, [])).toBe("no recording of this call: there are none at all");
});

test("a recording without its request's body names what else differs", async () => {
  const bare = aRecording({ keepsText: false }, recorded);
  expect(await missOf({ repeat: 1 }, [bare])).toContain(
    "differs in repeat 1 → 2, perhaps in its body, which was not kept",
  );
});

test("an answer whose text was not kept is a miss, with that reason", async () => {
  expect(await missOf({}, [aRecording({ keepsText: false }, recorded)])).toBe(
    "the text of its recording was not kept",
  );
});

test("a miss is handed to who was named for it, and only a miss", async () => {
  let asked = 0;
  const live: Provider = {
    name: "live",
    call: async () => {
      asked += 1;
      return aRecording().reply;
    },
  };
  await ask({}, undefined, live);
  expect(asked).toBe(0);
  const reply = await ask({ repeat: 1 }, undefined, live);
  expect(asked).toBe(1);
  expect(reply.evidence).toBeUndefined();
});

test("an aborted run gets no answer", async () => {
  const store = await aStoreOf(folder.path, [aRecording({}, recorded)]);
  const provider = createRecordedProvider({ store, requestOf, onMiss: "fail" });
  const aborted = AbortSignal.abort(new Error("stopped"));
  await expect(provider.call(recorded, aClock(), aborted)).rejects.toThrow("stopped");
  await store.close();
});
