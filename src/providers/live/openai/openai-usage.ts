import { isJsonObject, type JsonValue } from "../../../core/json.ts";
import { unknownUsage } from "../../../core/usage.ts";
import { objectField } from "../json-fields.ts";
import { tokenCounts } from "../token-counts.ts";
import type { NormalizedUsage } from "../wire.ts";

/** What the two OpenAI wires call the same counts. */
export interface UsageNames {
  readonly input: string;
  readonly inputDetails: string;
  readonly output: string;
  readonly outputDetails: string;
}

/**
 * OpenAI's counts as disjoint kinds: its input includes what was read from a cache and written to
 * one, its output includes reasoning. What is not reported stays unknown; what cannot be is cut to
 * what can, and said.
 */
export function normalizeOpenAiUsage(
  raw: JsonValue | undefined,
  names: UsageNames,
): NormalizedUsage {
  if (!isJsonObject(raw)) return { usage: unknownUsage, raw: undefined, anomaly: undefined };
  const counts = tokenCounts();
  const details = objectField(raw, names.inputDetails);
  const input = counts.read(raw, names.input);
  const output = counts.read(raw, names.output);
  const read = counts.read(details, "cached_tokens");
  const cached = counts.within(read, input, "cached of input");
  const uncached = input === undefined ? undefined : input - (cached ?? 0);
  const wrote = counts.read(details, "cache_write_tokens");
  const written = counts.within(wrote, uncached, "written of uncached input");
  const kept = counts.read(objectField(details, "cache_write_tokens_details"), "ttl_12h_tokens");
  const long = counts.within(kept, written, "written for 12 hours of written");
  const thought = counts.read(objectField(raw, names.outputDetails), "reasoning_tokens");
  const reasoned = counts.within(thought, output, "reasoning of output");
  const total = counts.read(raw, "total_tokens");
  if (input !== undefined && output !== undefined && total !== undefined) {
    if (total !== input + output) counts.complain(`total_tokens ${total} is not ${input + output}`);
  }
  return {
    usage: {
      inputUncachedTokens: uncached === undefined ? undefined : uncached - (written ?? 0),
      inputCacheReadTokens: cached,
      inputCacheWriteTokens: written,
      ...(long !== undefined && { inputCacheWriteLongTokens: long }),
      outputTokens: output,
      outputReasoningTokens: reasoned,
    },
    raw,
    anomaly: counts.anomaly(),
  };
}
