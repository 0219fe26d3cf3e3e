import { isJsonObject, type JsonValue } from "../../../core/json.ts";
import { unknownUsage } from "../../../core/usage.ts";
import { tokenCounts } from "../token-counts.ts";
import type { NormalizedUsage } from "../wire.ts";

/**
 * Gemini's prompt includes what was read from a cache, and its candidates do not include thoughts.
 * It leaves out counts that are zero, so beside a prompt that was counted a missing cache is none;
 * missing output is none only where its own total leaves no room for any.
 */
export function geminiUsage(raw: JsonValue | undefined): NormalizedUsage {
  if (!isJsonObject(raw)) return { usage: unknownUsage, raw: undefined, anomaly: undefined };
  const counts = tokenCounts();
  const prompt = counts.read(raw, "promptTokenCount");
  if (prompt === undefined) return { usage: unknownUsage, raw, anomaly: counts.anomaly() };
  const cachedAsSaid = counts.read(raw, "cachedContentTokenCount") ?? 0;
  const cached = counts.within(cachedAsSaid, prompt, "more of the prompt cached than there was");
  const input = prompt + (counts.read(raw, "toolUsePromptTokenCount") ?? 0);
  const candidates = counts.read(raw, "candidatesTokenCount");
  const thoughts = counts.read(raw, "thoughtsTokenCount");
  const output = (candidates ?? 0) + (thoughts ?? 0);
  const total = counts.read(raw, "totalTokenCount");
  if (total !== undefined && total !== input + output) {
    counts.complain(`totalTokenCount is ${total}, its parts make ${input + output}`);
  }
  const isOutputTold = candidates !== undefined || thoughts !== undefined || total === input;
  const isThoughtTold = thoughts !== undefined || total === input + output;
  const usage = {
    inputUncachedTokens: input - (cached ?? 0),
    inputCacheReadTokens: cached,
    // Gemini bills what it keeps by time, not by tokens written.
    inputCacheWriteTokens: 0,
    outputTokens: isOutputTold ? output : undefined,
    outputReasoningTokens: isThoughtTold ? (thoughts ?? 0) : undefined,
  };
  return { usage, raw, anomaly: counts.anomaly() };
}
