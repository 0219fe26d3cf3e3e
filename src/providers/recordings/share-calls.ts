import type { CallEvidence } from "../../core/call-evidence.ts";
import type { Provider, ProviderCall, ProviderReply } from "../../core/provider.ts";
import { withinTimeouts } from "../elapse.ts";
import type { CallNames } from "./call-names.ts";
import { Flights } from "./flights.ts";
import { messagesHashOf, type Recording } from "./recording.ts";
import { replyOfRecording } from "./reply-of-recording.ts";

/** What is remembered of calls that have ended. */
export interface CallMemory {
  /** What a call with this key was answered; absent: it has to be sent. */
  recall(key: string, call: ProviderCall): ProviderReply | undefined;
  /** Resolves once the answer is safe: nobody is handed it before. */
  keep(recording: Recording, call: ProviderCall): Promise<void> | undefined;
}

export interface ShareOptions {
  /** Who is asked what is not remembered. */
  readonly provider: Provider;
  readonly names: CallNames;
  readonly memory: CallMemory;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
}

/**
 * Sends equal calls once: what is remembered answers, and policies that ask the same at the same
 * time share one call.
 *
 * For real clocks: whoever is answered from memory is answered at once, with the latency of then,
 * because that time has passed for the call that was sent.
 */
export function shareCalls({ provider, names, memory, nowMs }: ShareOptions): Provider {
  const flights = new Flights<Sent>();
  return {
    name: provider.name,
    async call(call, clock, signal) {
      signal.throwIfAborted();
      const key = names.keyOf(call);
      for (;;) {
        const recalled = memory.recall(key, call);
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
          at: new Date(nowMs()).toISOString(),
        });
        await memory.keep(recording, call);
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

/** A call and its reply as they are remembered: without what was this call's alone. */
export function recordingOf(
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
