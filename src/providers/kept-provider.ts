import type { Provider, ProviderReply } from "../core/provider.ts";
import { unknownUsage } from "../core/usage.ts";
import { elapse } from "./elapse.ts";

const notCovered: Promise<ProviderReply> = Promise.resolve({
  result: { kind: "not_covered" },
  servedModel: undefined,
  usage: unknownUsage,
  costNanoUsd: undefined,
  firstTokenMs: undefined,
  latencyMs: undefined,
});

/** What routes answered before, by the record's ordinal. */
export type KeptReplies = ReadonlyMap<string, ReadonlyMap<number, ProviderReply>>;

/**
 * Answers with what a kept run was answered. Like a table it holds one answer for a record and
 * route: a second call finds the same.
 */
export function createKeptProvider(replies: KeptReplies): Provider {
  return {
    name: "kept",
    call(call, clock, signal) {
      const reply = replies.get(call.route.name)?.get(call.record.ordinal);
      return reply === undefined ? notCovered : elapse(reply, call, clock, signal);
    },
  };
}
