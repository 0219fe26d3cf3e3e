import type { CallEvidence } from "../../core/call-evidence.ts";
import type { FailureKind } from "../../core/failure.ts";
import type { Provider, ProviderCall, ProviderReply } from "../../core/provider.ts";
import type { ReplayRecord } from "../../core/replay-record.ts";
import { withinTimeouts } from "../elapse.ts";
import { createCallNames, type RequestOf } from "./call-names.ts";
import { Flights } from "./flights.ts";
import { messagesHashOf, type Recording } from "./recording.ts";
import type { RecordingStore } from "./recording-store.ts";
import { replyOfRecording } from "./reply-of-recording.ts";

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

/** Failures that say nothing of what the provider would answer to this request. */
const notKeptKinds: ReadonlySet<FailureKind> = new Set<FailureKind>([
  "connection",
  "authentication",
  "budget_exceeded",
  "policy_stop",
  "recording_missing",
  "harness_error",
]);

/**
 * Pays for each request once: what was recorded answers, policies that ask the same at the same
 * time share one call, and a new answer is durable before anyone is handed it.
 *
 * For real clocks: whoever is answered from a recording is answered at once, with the latency of
 * then, because that time has passed for the call that was sent.
 */
export function createRecorder(options: RecorderOptions): Provider {
  const { provider, store, storesText } = options;
  const names = createCallNames(options.requestOf);
  const flights = new Flights<Sent>();
  const linesBefore = store.count;
  // Without texts on the disk, policies of one run still share an answer, as long as its record.
  const inMemory = new WeakMap<ReplayRecord, Map<string, Recording>>();

  const recall = (key: string, call: ProviderCall): ProviderReply | undefined => {
    const known = inMemory.get(call.record)?.get(key);
    const isOld = known === undefined && (store.index.find(key) ?? linesBefore) < linesBefore;
    const recording = known ?? store.read(key);
    const recalled = recording && replyOfRecording(recording, call, isOld ? "recording" : "shared");
    if (recalled?.kind !== "reply") return undefined;
    const isTriedAgain = isOld && options.retriesFailures === true;
    return isTriedAgain && recalled.reply.result.kind === "failure" ? undefined : recalled.reply;
  };

  const keep = async (recording: Recording, { record }: ProviderCall): Promise<void> => {
    await store.append({ ...recording, keepsText: storesText });
    if (storesText) return;
    const ofRecord = inMemory.get(record) ?? new Map<string, Recording>();
    inMemory.set(record, ofRecord.set(recording.key, recording));
  };

  return {
    name: provider.name,
    async call(call, clock, signal) {
      signal.throwIfAborted();
      const key = names.keyOf(call);
      for (;;) {
        const recalled = recall(key, call);
        if (recalled !== undefined) return recalled;
        const underWay = flights.join(key, signal);
        if (underWay === undefined) break;
        const shared = replyOfRecording((await underWay).recording, call, "shared");
        if (shared.kind === "reply") return shared.reply;
        // It was cut off before this call would have been: the request is sent once more.
      }
      const sent = await flights.start(key, signal, async (flightSignal) => {
        const reply = await provider.call(call, clock, flightSignal);
        const request = names.requestOf(call);
        const recording = recordingOf(call, reply, {
          key,
          request,
          at: new Date(options.nowMs()).toISOString(),
        });
        if (isKept(reply)) await keep(recording, call);
        return { reply, recording };
      });
      return toSender(sent, call);
    },
  };
}

/** What one sent call brought. */
interface Sent {
  readonly reply: ProviderReply;
  readonly recording: Recording;
}

function isKept({ result }: ProviderReply): boolean {
  switch (result.kind) {
    case "response":
      return true;
    case "failure":
      return !notKeptKinds.has(result.failure.kind);
    case "not_covered":
      return false;
  }
}

function recordingOf(
  call: ProviderCall,
  { queuedMs: _wait, evidence, ...reply }: ProviderReply,
  name: Pick<Recording, "key" | "request" | "at">,
): Recording {
  const { record, repeat, priorCallsOfRoute, timeoutMs, firstTokenTimeoutMs, stream } = call;
  return {
    ...name,
    recordId: record.id,
    messagesHash: messagesHashOf(record.request),
    repeat,
    priorCallsOfRoute,
    madeUnder: { timeoutMs, firstTokenTimeoutMs, stream },
    keepsText: true,
    reply: { ...reply, ...(evidence && { evidence: ofTheWire(evidence) }) },
  };
}

/** Without what a registry or a policy made of it: another policy may share the answer. */
function ofTheWire({ source: _source, gateway, ...evidence }: CallEvidence): CallEvidence {
  if (gateway === undefined) return evidence;
  const { servedRoute: _route, violation: _violation, ...said } = gateway;
  return { ...evidence, gateway: said };
}

/** What the sender sees is what its recording will show, beside what was its alone. */
function toSender({ reply, recording }: Sent, call: ProviderCall): ProviderReply {
  const recalled = replyOfRecording(recording, call, "shared");
  if (recalled.kind === "unusable") return withinTimeouts(reply, call);
  const { result, firstTokenMs, latencyMs } = recalled.reply;
  return { ...reply, result, firstTokenMs, latencyMs };
}
