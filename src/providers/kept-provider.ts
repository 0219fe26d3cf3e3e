import type { Provider, ProviderReply } from "../core/provider.ts";
import { elapse } from "./elapse.ts";
import { notCoveredReply } from "./not-covered-reply.ts";

const notCovered: Promise<ProviderReply> = Promise.resolve(notCoveredReply());

/** What each route answered before, by the record's ordinal, one call after the other. */
export type KeptReplies = ReadonlyMap<string, ReadonlyMap<number, readonly ProviderReply[]>>;

/**
 * Answers with what a kept run was answered: a retry with what the retry was. One call more than
 * the run has made finds the last answer again, as in a table.
 */
export function createKeptProvider(replies: KeptReplies): Provider {
  return {
    name: "kept",
    call(call, clock, signal) {
      const kept = replies.get(call.route.name)?.get(call.record.ordinal);
      const reply = kept?.[call.priorCallsOfRoute] ?? kept?.at(-1);
      return reply === undefined ? notCovered : elapse(reply, call, clock, signal);
    },
  };
}
