import type { AttemptResult } from "../core/attempt.ts";
import type { Price } from "../core/route.ts";
import type { Usage } from "../core/usage.ts";
import { isBilled } from "./billing.ts";
import { costNanoUsd } from "./cost-nano-usd.ts";

/**
 * What a finished call costs, in whole nano-dollars. A call that was turned away costs nothing,
 * unless tokens were counted all the same; one that a model has worked on is paid for, so that
 * without its counts the cost is unknown: absent, never zero.
 */
export function costOfCall(
  call: {
    readonly result: AttemptResult;
    readonly usage: Usage;
    /** What the provider says it served; absent: the list price holds. */
    readonly serviceTier?: string | undefined;
    /** Of an HTTP error: whatever it says, no model has worked. Absent: there was no wire. */
    readonly httpStatus?: number | undefined;
  },
  price: Price | undefined,
): number | undefined {
  const { result, usage, serviceTier, httpStatus = 0 } = call;
  if (result.kind === "not_covered") return undefined;
  if (result.kind === "failure" && !countsTokens(usage)) {
    if (httpStatus >= 300 || !isBilled(result.failure.kind)) return 0;
  }
  return costNanoUsd(usage, price, serviceTier);
}

function countsTokens(usage: Usage): boolean {
  return [
    usage.inputUncachedTokens,
    usage.inputCacheReadTokens,
    usage.inputCacheWriteTokens,
    usage.outputTokens,
  ].some((tokens) => tokens !== undefined && tokens !== 0);
}
