import type { Provider, ProviderReply } from "../../core/provider.ts";
import type { CallNames } from "./call-names.ts";
import { isKept } from "./kept-calls.ts";
import type { Recording } from "./recording.ts";
import { replyOfRecording } from "./reply-of-recording.ts";
import { recordingOf, shareCalls } from "./share-calls.ts";

export interface SharedCallsOptions {
  /** Who is paid for a call. */
  readonly provider: Provider;
  readonly names: CallNames;
  /** Answers of an earlier session of the run, by record and then by the key of what was asked. */
  readonly earlier: ReadonlyMap<number, ReadonlyMap<string, ProviderReply>>;
  /** Records that are under way at one time, at most: of so many the answers are remembered. */
  readonly records: number;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
}

/**
 * Pays once for what several policies of a run ask alike: the same route, parameters, body and
 * repeat. Policies take turns within a record, so that the answers of the records under way are all
 * that has to be remembered; where one is forgotten too early a call is sent once more.
 */
export function createSharedCalls({
  provider,
  names,
  earlier,
  records,
  nowMs,
}: SharedCallsOptions): Provider {
  // In the order in which the records were begun: the first to be forgotten stands first.
  const remembered = new Map<number, Map<string, Recording>>();
  return shareCalls({
    provider,
    nowMs,
    names,
    memory: {
      recall(key, call) {
        const { ordinal } = call.record;
        const reply = earlier.get(ordinal)?.get(key);
        const recording =
          reply === undefined
            ? remembered.get(ordinal)?.get(key)
            : recordingOf(call, reply, { key, request: names.requestOf(call), at: "" });
        const recalled = recording && replyOfRecording(recording, call, "shared");
        return recalled?.kind === "reply" ? recalled.reply : undefined;
      },
      keep(recording, { record }) {
        if (!isKept(recording)) return undefined;
        let ofRecord = remembered.get(record.ordinal);
        if (ofRecord === undefined) {
          remembered.set(record.ordinal, (ofRecord = new Map<string, Recording>()));
          if (remembered.size > records) remembered.delete(remembered.keys().next().value!);
        }
        ofRecord.set(recording.key, recording);
        return undefined;
      },
    },
  });
}
