import type { ModelRequest } from "../../core/model-request.ts";
import { readConversation } from "./conversation.ts";

const LONGEST_DETAIL = 200;
/** A provider's message that repeats this much of a prompt tells of the prompt. */
const REPEATED_CHARS = 24;

/** `sk-…`, `Bearer …`, and what providers leave of a key that they star out. */
const keyLike = /\b(?:sk|pk|rk|gsk|xai|hf|AIza|Bearer)[-_ ]?[A-Za-z0-9*._-]{8,}|\S*\*{3,}\S*/g;

/** What must not stand in a message about a failed call. */
export interface Secrets {
  readonly apiKey: string;
  readonly request: ModelRequest;
}

/**
 * A foreign text as one short line for people: no page of HTML, no key, nothing of the prompt.
 * Absent: nothing is left of it.
 */
export function failureDetail(text: string, { apiKey, request }: Secrets): string | undefined {
  if (/<(?:!doctype|html|head|body)\b/i.test(text)) return "an HTML page";
  // Before it is cut: half a key is a secret too.
  const withoutKeys = withoutKey(text, apiKey)
    .slice(0, 10 * LONGEST_DETAIL)
    .replaceAll(keyLike, "[key]");
  const line = withoutKeys.replaceAll(/[\s\p{Cc}]+/gu, " ").trim();
  if (line === "") return undefined;
  const short =
    line.length <= LONGEST_DETAIL ? line : `${line.slice(0, LONGEST_DETAIL - 1).trimEnd()}…`;
  return repeatsPrompt(short, request) ? "(a message that repeats the prompt)" : short;
}

/** Where a text was cut within a key, the rest of it is the start of the key. */
function withoutKey(text: string, apiKey: string): string {
  if (apiKey.length < 4) return text;
  const whole = text.replaceAll(apiKey, "[key]");
  const start = apiKey.length < 16 ? -1 : whole.indexOf(apiKey.slice(0, 8));
  return start === -1 ? whole : `${whole.slice(0, start)}[key]`;
}

function repeatsPrompt(line: string, request: ModelRequest): boolean {
  for (const { parts } of readConversation(request).turns) {
    for (const part of parts) {
      if (part.kind !== "text") continue;
      const prompt = part.text.replaceAll(/[\s\p{Cc}]+/gu, " ").trim();
      if (prompt.length <= REPEATED_CHARS) {
        if (prompt.length >= 8 && line.includes(prompt)) return true;
        continue;
      }
      for (let from = 0; from + REPEATED_CHARS <= line.length; from += 1) {
        if (prompt.includes(line.slice(from, from + REPEATED_CHARS))) return true;
      }
    }
  }
  return false;
}
