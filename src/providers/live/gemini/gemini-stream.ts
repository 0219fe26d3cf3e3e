import type { JsonObject } from "../../../core/json.ts";
import { readContent, unknownCounts } from "./gemini-answer.ts";
import type { KeptAnswer } from "./gemini-fetch.ts";
import { listField, objectField, textField } from "../json-fields.ts";
import type { StreamProgress, WireReply, WireResult } from "../wire.ts";

/** Puts the chunks of a stream together and reads them like an answer that came at once. */
export async function readContentStream(
  chunks: AsyncIterable<unknown>,
  kept: KeptAnswer,
  progress: StreamProgress,
): Promise<WireReply> {
  const parts: JsonObject[] = [];
  let answer: JsonObject = {};
  let end: JsonObject | undefined;
  try {
    for await (const item of chunks) {
      progress.event();
      const chunk = plainChunk(item);
      const candidate = listField(chunk, "candidates")?.[0];
      const found = listField(objectField(candidate, "content"), "parts") ?? [];
      parts.push(...found);
      tell(found, progress);
      if (textField(candidate, "finishReason") !== undefined) end = candidate;
      // The last of each wins: counts are running totals.
      answer = { ...answer, ...chunk };
    }
  } catch (error) {
    if (kept.isOverlong) {
      return broken(answer, kept, { kind: "unreadable", detail: "an event that does not end" });
    }
    if (!isBrokenChunk(error)) throw error;
    return cutOff(answer, kept, "a chunk that is no JSON");
  }
  const feedback = objectField(answer, "promptFeedback");
  if (end !== undefined) {
    const whole = { ...answer, candidates: [{ ...end, content: { parts } }] };
    return readContent(whole, kept);
  }
  if (textField(feedback, "blockReason") === undefined) {
    return cutOff(answer, kept, "no finishReason");
  }
  const { candidates: _unfinished, ...blocked } = answer;
  return readContent(blocked, kept);
}

/** The SDK's response is a class around the JSON, with the HTTP response beside it. */
function plainChunk(item: unknown): JsonObject {
  const { sdkHttpResponse: _response, ...chunk } = item as JsonObject;
  return chunk;
}

function tell(parts: readonly JsonObject[], progress: StreamProgress): void {
  for (const part of parts) {
    const hasContent = part["functionCall"] !== undefined || (part["text"] ?? "") !== "";
    if (!hasContent) continue;
    if (part["thought"] === true) progress.thought();
    else progress.token();
  }
}

/** The SDK's own error for a rest without an end has no class and no code. */
function isBrokenChunk(error: unknown): boolean {
  return (
    error instanceof SyntaxError ||
    (error instanceof Error && error.message.startsWith("Incomplete JSON segment"))
  );
}

function cutOff(answer: JsonObject, kept: KeptAnswer, detail: string): WireReply {
  return broken(answer, kept, { kind: "cut_off", detail });
}

function broken(answer: JsonObject, kept: KeptAnswer, result: WireResult): WireReply {
  const usage = unknownCounts(objectField(answer, "usageMetadata"));
  return { ...readContent(answer, kept), result, usage };
}
