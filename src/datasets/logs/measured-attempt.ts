import { nanoUsdFromUsd, usdFromNanoUsd } from "../../core/money.ts";
import type { LogAttempt } from "./log-line.ts";
import { orderedAttempt } from "./ordered-attempt.ts";

/**
 * A call with what its parts used and cost together; what one of them does not say is not known of
 * the whole. The model is the one that all parts name. What caches alone answered has no latency.
 */
export function measured(call: LogAttempt, parts: readonly LogAttempt[]): LogAttempt {
  const isCacheHit = parts.every(({ cache_hit: isHit }) => isHit === true);
  return orderedAttempt({
    ...call,
    served_model: call.served_model ?? shared(parts.map((part) => part.served_model)),
    provider: call.provider ?? shared(parts.map(({ provider }) => provider)),
    latency_ms: isCacheHit ? undefined : call.latency_ms,
    first_token_ms: isCacheHit ? undefined : call.first_token_ms,
    input_tokens: sum(parts.map((part) => part.input_tokens)),
    cache_read_tokens: sum(parts.map((part) => part.cache_read_tokens)),
    cache_write_tokens: sum(parts.map((part) => part.cache_write_tokens)),
    output_tokens: sum(parts.map((part) => part.output_tokens)),
    reasoning_tokens: sum(parts.map((part) => part.reasoning_tokens)),
    cost_usd: costUsd(parts),
    cache_hit: isCacheHit || undefined,
  });
}

function costUsd(parts: readonly LogAttempt[]): number | undefined {
  const nanoUsd = sum(
    parts.map(({ cost_usd: usd }) => (usd === undefined ? undefined : nanoUsdFromUsd(usd))),
  );
  return nanoUsd === undefined ? undefined : usdFromNanoUsd(nanoUsd);
}

function sum(amounts: readonly (number | undefined)[]): number | undefined {
  return amounts.reduce<number | undefined>(
    (total, amount) => (total === undefined || amount === undefined ? undefined : total + amount),
    0,
  );
}

function shared(names: readonly (string | undefined)[]): string | undefined {
  const [name] = names;
  return names.every((other) => other === name) ? name : undefined;
}
