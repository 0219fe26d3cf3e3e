import type { ProviderReply } from "../core/provider.ts";

/** The reply to a call that had to wait in the harness before: the wait is added to an inner one. */
export function afterWaiting(reply: ProviderReply, waitedMs: number): ProviderReply {
  if (waitedMs <= 0) return reply;
  return { ...reply, queuedMs: (reply.queuedMs ?? 0) + waitedMs };
}
