import type { JsonObject } from "../../core/json.ts";
import type { ModelRequest } from "../../core/model-request.ts";

/**
 * How tools are to be chosen: as the request says, else as its route does. Absent: nobody says, or
 * there is no tool to choose.
 */
export function chosenTool(request: ModelRequest, parameters: JsonObject): string | undefined {
  if (request.tools.length === 0) return undefined;
  const ofRoute = parameters["tool_choice"];
  return request.toolChoice ?? (typeof ofRoute === "string" ? ofRoute : undefined);
}

/** What is wrong with a request's tools, whatever the wire. */
export function toolProblems(request: ModelRequest, parameters: JsonObject): readonly string[] {
  const problems: string[] = [];
  const names = request.tools.map((tool) => tool["name"]);
  names.forEach((name, index) => {
    if (typeof name !== "string") problems.push(`tool ${index + 1} has no name`);
  });
  const choice = chosenTool(request, parameters) ?? request.toolChoice;
  const isWord = choice === undefined || ["auto", "none", "required"].includes(choice);
  if (!isWord && !names.includes(choice)) {
    problems.push(`the tool "${choice}" that is to be called is not among the tools`);
  } else if (choice === "required" && names.length === 0) {
    problems.push("a tool has to be called, and there is none");
  }
  return problems;
}
