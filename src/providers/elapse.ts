import type { AttemptResult } from "../core/attempt.ts";
import type { Clock } from "../core/clock.ts";
import type { ProviderCall, ProviderReply } from "../core/provider.ts";

/**
 * Lets the time of a known reply pass, and hangs up where a timeout of the call comes first.
 * No async function: the frame of one costs millions of known replies more than their one sleep.
 */
export function elapse(
  reply: ProviderReply,
  call: ProviderCall,
  clock: Clock,
  signal: AbortSignal,
): Promise<ProviderReply> {
  if (signal.aborted) return Promise.reject(signal.reason as Error);
  const kept = withinTimeouts(reply, call);
  const durationMs = kept.latencyMs;
  if (durationMs === undefined || !(durationMs > 0)) return Promise.resolve(kept);
  return clock.sleep(durationMs, signal, kept);
}

/**
 * The reply as a caller with these timeouts gets it. Usage and cost stay: the provider worked and
 * bills, whoever hung up. Without a known latency no timeout can be judged.
 */
export function withinTimeouts(reply: ProviderReply, call: ProviderCall): ProviderReply {
  const { timeoutMs, firstTokenTimeoutMs } = call;
  if (timeoutMs === undefined && firstTokenTimeoutMs === undefined) return reply;
  const { firstTokenMs } = reply;
  if (
    firstTokenTimeoutMs !== undefined &&
    firstTokenMs !== undefined &&
    firstTokenMs > firstTokenTimeoutMs &&
    (timeoutMs === undefined || firstTokenTimeoutMs <= timeoutMs)
  ) {
    const result = hungUp("first_token_timeout", `no token within ${firstTokenTimeoutMs} ms`);
    return { ...reply, result, firstTokenMs: undefined, latencyMs: firstTokenTimeoutMs };
  }
  // An answer takes at least as long as its first token.
  const atLeastMs = reply.latencyMs ?? firstTokenMs;
  if (timeoutMs === undefined || atLeastMs === undefined || atLeastMs <= timeoutMs) return reply;
  return {
    ...reply,
    result: hungUp("timeout", `no answer within ${timeoutMs} ms`),
    firstTokenMs:
      firstTokenMs !== undefined && firstTokenMs <= timeoutMs ? firstTokenMs : undefined,
    latencyMs: timeoutMs,
  };
}

function hungUp(kind: "timeout" | "first_token_timeout", detail: string): AttemptResult {
  return { kind: "failure", failure: { kind, detail, retryAfterMs: undefined } };
}
