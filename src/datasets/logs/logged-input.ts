import type { ModelRequest } from "../../core/model-request.ts";
import type { Usage } from "../../core/usage.ts";
import type { LoggedInput } from "./log-event.ts";

/** What was asked, with the tokens that the log counted; without messages it is redacted. */
export function loggedInput(
  request: ModelRequest,
  usage: Usage | undefined,
  isCut: boolean = false,
): LoggedInput {
  const promptTokens = usage === undefined ? undefined : inputTokens(usage);
  return {
    request: promptTokens === undefined ? request : { ...request, promptTokens },
    isRedacted: isCut || request.messages.length === 0,
  };
}

/** All kinds of input together; absent: not known. */
function inputTokens(usage: Usage): number | undefined {
  if (usage.inputUncachedTokens === undefined) return undefined;
  const { inputCacheReadTokens = 0, inputCacheWriteTokens = 0 } = usage;
  return usage.inputUncachedTokens + inputCacheReadTokens + inputCacheWriteTokens;
}
