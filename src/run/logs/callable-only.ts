import type { Provider } from "../../core/provider.ts";
import type { ReplayRecord } from "../../core/replay-record.ts";
import { notCoveredReply } from "../../providers/not-covered-reply.ts";

/**
 * A provider for the records of a request log: what has no prompt is not called. `asksForText`:
 * where a log counted the tokens a simulated route can stand for one without, a model cannot.
 */
export function callableOnly(
  provider: Provider,
  { asksForText }: { readonly asksForText: boolean },
): Provider {
  return {
    name: provider.name,
    call(call, clock, signal) {
      return isCallable(call.record, asksForText)
        ? provider.call(call, clock, signal)
        : Promise.resolve(notCoveredReply("redacted"));
    },
  };
}

/** Whether a record of a log holds what it takes to call a model. */
export function isCallable({ logged, request }: ReplayRecord, asksForText: boolean): boolean {
  if (logged?.isRedacted !== true) return true;
  return !asksForText && request.promptTokens !== undefined;
}
