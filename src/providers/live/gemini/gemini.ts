import { isJsonObject, type JsonObject } from "../../../core/json.ts";
import type { ModelRequest } from "../../../core/model-request.ts";
import { readConversation } from "../conversation.ts";
import { geminiBody } from "./gemini-body.ts";
import { connectGemini } from "./gemini-client.ts";
import { geminiTurnProblems } from "./gemini-contents.ts";
import { geminiParameterProblems } from "./gemini-parameters.ts";
import { leadingSystemTurns } from "../system-turns.ts";
import { toolProblems } from "../tool-choice.ts";
import type { Wire } from "../wire.ts";

function requestProblems(request: ModelRequest, parameters: JsonObject): readonly string[] {
  const { turns, problems } = readConversation(request);
  const found = [...problems, ...toolProblems(request, parameters), ...geminiTurnProblems(turns)];
  if (leadingSystemTurns(turns) === turns.length) {
    found.push("there is no message but the system's");
  }
  request.tools.forEach(({ strict }, index) => {
    if (strict === true) found.push(`tool ${index + 1}: the gemini wire has no strict tools`);
  });
  if (request.responseSchema !== undefined && !isJsonObject(request.responseSchema)) {
    found.push("the response schema is no object");
  }
  return found;
}

/** Google's `generateContent`, with a key of the Gemini API. */
export const geminiWire: Wire = {
  family: "gemini",
  parameterProblems: geminiParameterProblems,
  requestProblems,
  bodyOf: geminiBody,
  connect: connectGemini,
};
