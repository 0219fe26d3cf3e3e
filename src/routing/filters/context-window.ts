import { CHARS_PER_TOKEN, promptChars, type ModelRequest } from "../../core/model-request.ts";
import type { FilterAtWork, FilterSetup } from "./filter.ts";

/**
 * A prompt that is longer than a route's context window, as far as its length can tell: four
 * UTF-16 units count as a token. Tokens are not estimated where the units alone settle it.
 */
export function contextWindow({ routes }: FilterSetup): FilterAtWork | undefined {
  if (routes.every(({ capabilities }) => capabilities.contextWindow === undefined))
    return undefined;
  return {
    refusalOf({ capabilities: { contextWindow: window } }, { request }) {
      if (window === undefined) return undefined;
      const chars = request.isRedacted ? loggedChars(request) : promptChars(request);
      if (chars <= window * CHARS_PER_TOKEN) return undefined;
      const tokens = Math.ceil(chars / CHARS_PER_TOKEN);
      return {
        kind: "context",
        because: `its context window of ${window} tokens is shorter than the prompt of about ${tokens}`,
      };
    },
  };
}

/** Of a prompt that is not kept its log may have counted the tokens. */
function loggedChars({ promptTokens = 0 }: ModelRequest): number {
  return promptTokens * CHARS_PER_TOKEN;
}
