import type { RecordSheet } from "../../core/record-sheet.ts";
import type { ReplayRecord } from "../../core/replay-record.ts";

/** What a record says of itself, which the run folder does not keep. */
export type RecordTexts = Pick<RecordSheet, "tags" | "prompt" | "expected" | "untold">;

/** Of a record whose data cannot be shown, and why. */
export function noTexts(untold: string): RecordTexts {
  return { tags: {}, prompt: undefined, expected: undefined, untold };
}

/** The record's messages as one text, a message after the other. */
export function textsOf({ tags, request, expected }: ReplayRecord): RecordTexts {
  const prompt = request.messages
    .map(
      ({ role, content }) =>
        `${role}: ${typeof content === "string" ? content : JSON.stringify(content)}`,
    )
    .join("\n");
  return { tags, prompt, expected };
}
