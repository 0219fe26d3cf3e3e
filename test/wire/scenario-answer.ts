import type { JsonObject } from "../../src/core/json.ts";
import type { EndpointFamily } from "../../src/core/route.ts";
import {
  labelToolCall,
  servedUsage,
  type GivenAnswer,
  type ServedAnswer,
  type ServedEnd,
  type ServedUsage,
} from "./served-answer.ts";

/** How the answer ends, by scenario; a scenario that is not named ends well. */
const ends: Readonly<Record<string, ServedEnd>> = {
  refusal: "refusal",
  filter: "filter",
  "prompt-blocked": "prompt_blocked",
  length: "length",
  tool: "tool",
  continuation: "paused",
  "unknown-finish": "unknown",
};

/** More was read from a cache than there was. */
const oddUsage: ServedUsage = {
  inputTokens: 10,
  cacheReadTokens: 25,
  cacheWriteTokens: 0,
  cacheWriteLongTokens: 0,
  outputTokens: 4,
  reasoningTokens: 0,
};

const withoutText: ReadonlySet<ServedEnd> = new Set(["refusal", "filter", "prompt_blocked"]);

/** The answer of a scenario. Text is cut short where the tokens ended. */
export function scenarioAnswer(
  scenario: string,
  body: JsonObject,
  family: EndpointFamily,
  given: GivenAnswer,
): ServedAnswer {
  const toolCalls =
    given.toolCalls ?? (ends[scenario] === "tool" ? [labelToolCall] : ([] as const));
  const end = ends[scenario] ?? (toolCalls.length > 0 ? "tool" : "stop");
  const isWhole = end !== "length" && end !== "tool";
  const text = isWhole ? given.text : given.text.slice(0, end === "length" ? 10 : 0);
  const shown: GivenAnswer = {
    ...given,
    text: withoutText.has(end) ? "" : text,
    toolCalls,
  };
  return {
    text: shown.text,
    thought: shown.thought ?? "",
    toolCalls,
    end,
    usage: usageIn(scenario, given.usage ?? servedUsage(body, family, shown)),
  };
}

function usageIn(scenario: string, usage: ServedUsage): ServedUsage | undefined {
  if (scenario === "no-usage") return undefined;
  return scenario === "odd-usage" ? oddUsage : usage;
}
