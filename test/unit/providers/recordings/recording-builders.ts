import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ModelResponse } from "../../../../src/core/attempt.ts";
import type { FailureKind } from "../../../../src/core/failure.ts";
import type { ProviderCall, ProviderReply } from "../../../../src/core/provider.ts";
import type { ReplayRecord } from "../../../../src/core/replay-record.ts";
import { unknownUsage } from "../../../../src/core/usage.ts";
import {
  recordingKey,
  type RequestOf,
  type WireRequest,
} from "../../../../src/providers/recordings/call-names.ts";
import { RecordingStore } from "../../../../src/providers/recordings/recording-store.ts";
import { messagesHashOf, type Recording } from "../../../../src/providers/recordings/recording.ts";
import { lockRun } from "../../../../src/replay/run-lock.ts";
import { aCall, aRecord } from "../provider-call-builders.ts";

/** Writes requests as a chat wire would. */
export const requestOf: RequestOf = ({ record, route }) => ({
  provider: route.provider,
  endpointFamily: route.endpointFamily ?? "openai",
  model: route.model,
  body: {
    model: route.model,
    messages: record.request.messages.map(({ role, content }) => ({ role, content })),
    ...route.parameters,
  },
});

/** A record that asks `prompt`. */
export function aRecordOf(prompt: string, parts: Partial<ReplayRecord> = {}): ReplayRecord {
  const record = aRecord(parts);
  return {
    ...record,
    request: { ...record.request, messages: [{ role: "user", content: prompt }] },
  };
}

export function aReply(parts: Partial<ProviderReply> = {}, text = "an answer"): ProviderReply {
  const response: ModelResponse = {
    text,
    finishReason: { kind: "stop", raw: "stop" },
    toolCalls: [],
    signals: {},
  };
  return {
    result: { kind: "response", response },
    servedModel: "small-1-0613",
    usage: { ...unknownUsage, inputUncachedTokens: 100, outputTokens: 20 },
    costNanoUsd: 500,
    firstTokenMs: undefined,
    latencyMs: 900,
    ...parts,
  };
}

export function aFailure(kind: FailureKind, parts: Partial<ProviderReply> = {}): ProviderReply {
  const failure = { kind, detail: `it was ${kind}`, retryAfterMs: undefined };
  return aReply({ result: { kind: "failure", failure }, usage: unknownUsage, ...parts });
}

/** What a call was answered, as a recorder keeps it. */
export function aRecording(
  parts: Partial<Recording> = {},
  call: ProviderCall = aCall(),
): Recording {
  const request: WireRequest = requestOf(call);
  return {
    key: recordingKey(request, call),
    recordId: call.record.id,
    messagesHash: messagesHashOf(call.record.request),
    request,
    repeat: call.repeat,
    priorCallsOfRoute: call.priorCallsOfRoute,
    madeUnder: {
      timeoutMs: call.timeoutMs,
      firstTokenTimeoutMs: call.firstTokenTimeoutMs,
      stream: call.stream,
    },
    at: "2026-11-21T10:00:00.000Z",
    keepsText: true,
    reply: aReply(),
    ...parts,
  };
}

/** A folder of its own for one test. */
export function aFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), "recordings-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export function openToWrite(folder: string): Promise<RecordingStore> {
  return RecordingStore.open(folder, {
    lock: (path) => lockRun(path, "recordings"),
    redact: (text) => text,
  });
}

/** A folder that holds these recordings, opened to be read. */
export async function aStoreOf(
  folder: string,
  recordings: readonly Recording[],
): Promise<RecordingStore> {
  const store = await openToWrite(folder);
  for (const recording of recordings) await store.append(recording);
  await store.close();
  return RecordingStore.open(folder);
}
