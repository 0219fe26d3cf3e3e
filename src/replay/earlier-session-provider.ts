import type { Provider, ProviderCall, ProviderReply } from "../core/provider.ts";
import { attemptKey } from "./attempt-line.ts";
import type { FinishedAttempt } from "./resume-attempts.ts";

/** Answers what an earlier session of the run has paid for, once; all else goes to `inner`. */
export function earlierSessionProvider(
  inner: Provider,
  finished: ReadonlyMap<string, FinishedAttempt>,
): Provider {
  const left = new Map(finished);
  return {
    name: inner.name,
    call: async (call, clock, signal) => {
      signal.throwIfAborted();
      const { record, arm, repeat, attemptIndex } = call;
      const key = attemptKey({ ordinal: record.ordinal, arm, repeat, attempt: attemptIndex });
      const attempt = left.get(key);
      if (attempt === undefined || !isOf(attempt, call)) return inner.call(call, clock, signal);
      left.delete(key);
      return asOfEarlierSession(attempt.reply);
    },
  };
}

/** The same attempt of the same trial may go elsewhere now, where an attempt before it was redone. */
function isOf({ name }: FinishedAttempt, { record, route }: ProviderCall): boolean {
  return name.record === record.id && name.route === route.name;
}

/** Its wait for a slot was that session's: in this one it waits for nothing. */
function asOfEarlierSession({ queuedMs: _queuedMs, ...reply }: ProviderReply): ProviderReply {
  return { ...reply, evidence: { ...reply.evidence, source: "earlier_session" } };
}
