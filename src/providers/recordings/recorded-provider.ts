import type { Provider, ProviderCall, ProviderReply } from "../../core/provider.ts";
import { unknownUsage } from "../../core/usage.ts";
import { elapse } from "../elapse.ts";
import { createCallNames, type RequestOf } from "./call-names.ts";
import { createDescribeMiss } from "./nearest-recording.ts";
import type { RecordingStore } from "./recording-store.ts";
import { replyOfRecording } from "./reply-of-recording.ts";

export interface RecordedOptions {
  readonly store: RecordingStore;
  readonly requestOf: RequestOf;
  /** Who answers what was not recorded; `fail`: nobody, and the call fails as missing. */
  readonly onMiss: "fail" | Provider;
}

/** Answers from recordings, with the latencies of then and the prices of now, and calls nobody. */
export function createRecordedProvider({ store, requestOf, onMiss }: RecordedOptions): Provider {
  const names = createCallNames(requestOf);
  const describeMiss = createDescribeMiss(store);
  const whyMissed = (call: ProviderCall): string =>
    describeMiss(call, { request: names.requestOf(call), turn: call });
  return {
    name: "recorded",
    async call(call, clock, signal) {
      const recording = store.read(names.keyOf(call));
      const recalled = recording && replyOfRecording(recording, call, "recording");
      if (recalled?.kind === "reply") return elapse(recalled.reply, call, clock, signal);
      if (onMiss !== "fail") return onMiss.call(call, clock, signal);
      signal.throwIfAborted();
      return missing(recalled?.because ?? whyMissed(call));
    },
  };
}

/** Nobody was called: what it would have taken and cost is unknown, not nothing. */
function missing(detail: string): ProviderReply {
  return {
    result: {
      kind: "failure",
      failure: { kind: "recording_missing", detail, retryAfterMs: undefined },
    },
    servedModel: undefined,
    usage: unknownUsage,
    costNanoUsd: undefined,
    firstTokenMs: undefined,
    latencyMs: undefined,
  };
}
