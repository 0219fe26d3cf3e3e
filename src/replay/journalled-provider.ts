import { usdFromNanoUsd } from "../core/money.ts";
import type { Provider, ProviderCall, ProviderReply } from "../core/provider.ts";
import type { AttemptJournal } from "./attempt-journal.ts";
import type { AttemptName } from "./attempt-line.ts";
import { toReplyLine } from "./reply-line.ts";
import { resultWithoutTexts } from "./without-texts.ts";

export interface JournalledOptions {
  readonly journal: AttemptJournal;
  /** What a call costs at most, in whole nano-dollars; absent: not known. */
  readonly worstCaseNanoUsd: (call: ProviderCall) => number | undefined;
  /** What the run calls each of its policies, by position. */
  readonly policyKeys: readonly string[];
  readonly storeText: "full" | "none";
  /** What a call asks, as a hash that equal calls have in common. Absent: no answer is shared. */
  readonly requestKey?: ((call: ProviderCall) => string) | undefined;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
  /** What may be written of a line: without any key. */
  readonly redact: <Line extends object>(line: Line) => Line;
}

/**
 * Notes each call before it is sent and its reply before it is handed on. Where the start cannot be
 * noted nothing is sent, and the call rejects with `HarnessError` "storage". Where the finish cannot
 * be, the reply is handed on all the same: it is paid for, and the outcome may still be kept. The
 * journal then refuses the next start, and its `close` throws, so the run does end with that error.
 */
export function journalledProvider(inner: Provider, options: JournalledOptions): Provider {
  const { journal, worstCaseNanoUsd, redact } = options;
  const now = (): string => new Date(options.nowMs()).toISOString();
  return {
    name: inner.name,
    call: async (call, clock, signal) => {
      signal.throwIfAborted();
      const name = nameOf(call, options.policyKeys);
      const worstNanoUsd = worstCaseNanoUsd(call);
      const worstUsd = worstNanoUsd === undefined ? undefined : usdFromNanoUsd(worstNanoUsd);
      const start = { event: "start", at: now(), ...name, worst_case_usd: worstUsd } as const;
      await journal.start(redact(start));
      const reply = await inner.call(call, clock, signal);
      const finish = {
        event: "finish",
        at: now(),
        ...name,
        request: options.requestKey?.(call),
        ...replyPart(reply, options),
      } as const;
      await journal.finish(redact(finish)).catch(() => undefined);
      return reply;
    },
  };
}

function replyPart(reply: ProviderReply, { storeText }: JournalledOptions) {
  const { queuedMs } = reply;
  if (storeText === "full") return { ...toReplyLine(reply), queued_for_ms: queuedMs };
  const wordless = { ...reply, result: resultWithoutTexts(reply.result) };
  return { ...toReplyLine(wordless), queued_for_ms: queuedMs, texts_left_out: true } as const;
}

function nameOf(call: ProviderCall, policyKeys: readonly string[]): AttemptName {
  return {
    record: call.record.id,
    ordinal: call.record.ordinal,
    policy: policyKeys[call.arm] ?? "",
    arm: call.arm,
    repeat: call.repeat,
    attempt: call.attemptIndex,
    route: call.route.name,
  };
}
