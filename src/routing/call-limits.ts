import type { ReadRule } from "./transition-rules.ts";

/** How long a call may take, as far as rules wait for it: `over 30 s` is known after 30 s. */
export interface CallLimits {
  readonly timeoutMs: number | undefined;
  readonly firstTokenTimeoutMs: number | undefined;
}

/** The least of the times that the rules wait for; absent: they wait for none. */
export function callLimitsOf(rules: readonly ReadRule[]): CallLimits | undefined {
  let complete = Infinity;
  let firstToken = Infinity;
  for (const { trigger } of rules) {
    if (trigger.kind !== "slower_than") continue;
    if (trigger.of === "complete") complete = Math.min(complete, trigger.ms);
    else firstToken = Math.min(firstToken, trigger.ms);
  }
  if (complete === Infinity && firstToken === Infinity) return undefined;
  return {
    timeoutMs: complete === Infinity ? undefined : complete,
    firstTokenTimeoutMs: firstToken === Infinity ? undefined : firstToken,
  };
}
