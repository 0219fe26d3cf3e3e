import type { Provider } from "../../core/provider.ts";
import type { ReplayRecord } from "../../core/replay-record.ts";
import { createCallNames, type RequestOf } from "./call-names.ts";
import { isKept } from "./kept-calls.ts";
import type { Recording } from "./recording.ts";
import type { RecordingStore } from "./recording-store.ts";
import { replyOfRecording } from "./reply-of-recording.ts";
import { shareCalls } from "./share-calls.ts";

export interface RecorderOptions {
  /** Who is asked what was not recorded yet. */
  readonly provider: Provider;
  /** Open for writing. */
  readonly store: RecordingStore;
  readonly requestOf: RequestOf;
  /** False: no word of a prompt or an answer is written. */
  readonly storesText: boolean;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
  /** What an earlier session recorded as a failure is asked once more. Absent: it is not. */
  readonly retriesFailures?: boolean | undefined;
}

/**
 * Pays for each request once: what was recorded answers, policies that ask the same at the same
 * time share one call, and a new answer is durable before anyone is handed it.
 */
export function createRecorder(options: RecorderOptions): Provider {
  const { provider, store, storesText, nowMs } = options;
  const linesBefore = store.count;
  // Without texts on the disk, policies of one run still share an answer, as long as its record.
  const inMemory = new WeakMap<ReplayRecord, Map<string, Recording>>();
  return shareCalls({
    provider,
    nowMs,
    names: createCallNames(options.requestOf),
    memory: {
      recall(key, call) {
        const known = inMemory.get(call.record)?.get(key);
        const isOld = known === undefined && (store.index.find(key) ?? linesBefore) < linesBefore;
        const recording = known ?? store.read(key);
        const source = isOld ? "recording" : "shared";
        const recalled = recording && replyOfRecording(recording, call, source);
        if (recalled?.kind !== "reply") return undefined;
        const isTriedAgain = isOld && options.retriesFailures === true;
        return isTriedAgain && recalled.reply.result.kind === "failure"
          ? undefined
          : recalled.reply;
      },
      async keep(recording, { record }) {
        if (!isKept(recording)) return;
        await store.append({ ...recording, keepsText: storesText });
        if (storesText) return;
        const ofRecord = inMemory.get(record) ?? new Map<string, Recording>();
        inMemory.set(record, ofRecord.set(recording.key, recording));
      },
    },
  });
}
