import { isJsonObject, type JsonObject } from "../../../core/json.ts";
import type { ModelRequest } from "../../../core/model-request.ts";
import { anthropicBody } from "./anthropic-body.ts";
import { connectAnthropic } from "./anthropic-client.ts";
import { anthropicTurnProblems } from "./anthropic-messages.ts";
import { anthropicParameterProblems, hasSampling } from "./anthropic-parameters.ts";
import { readConversation } from "../conversation.ts";
import { maxOutputTokens } from "../max-output-tokens.ts";
import { isSystemTurn, leadingSystemTurns } from "../system-turns.ts";
import { toolProblems } from "../tool-choice.ts";
import type { Wire } from "../wire.ts";

function requestProblems(request: ModelRequest, parameters: JsonObject): readonly string[] {
  const { turns, problems } = readConversation(request);
  const found = [...problems, ...toolProblems(request, parameters)];
  turns.forEach((turn, index) => {
    const of = anthropicTurnProblems(turn).map((problem) => `message ${index + 1}: ${problem}`);
    found.push(...of);
  });
  const leading = leadingSystemTurns(turns);
  if (leading === turns.length) found.push("there is no message but the system's");
  if (hasSampling(parameters) && turns.slice(leading).some(isSystemTurn)) {
    found.push("that anthropic_version has no system message within a conversation");
  }
  if (request.responseSchema !== undefined && !isJsonObject(request.responseSchema)) {
    found.push("the response schema is no object");
  }
  if (maxOutputTokens(request, parameters) === undefined) {
    found.push(
      "the anthropic wire needs max_output_tokens: put it into the route's parameters or the record",
    );
  }
  const budget = parameters["thinking_budget_tokens"];
  const limit = maxOutputTokens(request, parameters) ?? Infinity;
  if (typeof budget === "number" && budget >= limit) {
    found.push(`a limit of ${limit} tokens leaves no room beside a thinking budget of ${budget}`);
  }
  return found;
}

/** Anthropic's Messages API. */
export const anthropicWire: Wire = {
  family: "anthropic",
  parameterProblems: anthropicParameterProblems,
  requestProblems,
  bodyOf: anthropicBody,
  connect: connectAnthropic,
};
