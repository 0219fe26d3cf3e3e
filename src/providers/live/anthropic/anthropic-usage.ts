import { isJsonObject, type JsonObject, type JsonValue } from "../../../core/json.ts";
import { unknownUsage } from "../../../core/usage.ts";
import { objectField } from "../json-fields.ts";
import { tokenCounts } from "../token-counts.ts";
import type { NormalizedUsage } from "../wire.ts";

/** Anthropic's counts are disjoint as they come; thinking is part of its output. */
export function anthropicUsage(raw: JsonValue | undefined): NormalizedUsage {
  if (!isJsonObject(raw)) return { usage: unknownUsage, raw: undefined, anomaly: undefined };
  const counts = tokenCounts();
  const split = objectField(raw, "cache_creation");
  const short = counts.read(split, "ephemeral_5m_input_tokens");
  const long = counts.read(split, "ephemeral_1h_input_tokens");
  const written =
    counts.read(raw, "cache_creation_input_tokens") ??
    (short === undefined && long === undefined ? undefined : (short ?? 0) + (long ?? 0));
  const output = counts.read(raw, "output_tokens");
  const thinking = counts.read(objectField(raw, "output_tokens_details"), "thinking_tokens");
  const writtenLong = counts.within(long, written, "more kept for an hour than written");
  const usage = {
    inputUncachedTokens: counts.read(raw, "input_tokens"),
    inputCacheReadTokens: counts.read(raw, "cache_read_input_tokens"),
    inputCacheWriteTokens: written,
    ...(writtenLong === undefined ? {} : { inputCacheWriteLongTokens: writtenLong }),
    outputTokens: output,
    outputReasoningTokens: counts.within(thinking, output, "more thinking than output"),
  };
  return { usage, raw, anomaly: counts.anomaly() };
}

/**
 * The usage of a stream: its start has the input with the split of what was written, each later
 * event has running totals that replace what they name. The output of the start is none yet.
 */
export function mergedUsage(
  start: JsonObject | undefined,
  later: JsonObject | undefined,
): JsonObject | undefined {
  if (start === undefined) return later;
  const { output_tokens: _begun, ...input } = start;
  const said = Object.entries(later ?? {}).filter(([, value]) => value !== null);
  return { ...input, ...Object.fromEntries(said) };
}
