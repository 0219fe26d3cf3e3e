import { expect, test } from "vitest";
import { chosenTool, toolProblems } from "../../../../src/providers/live/tool-choice.ts";
import { aRequest, aTool } from "../../../support/a-model-request.ts";

const route = { tool_choice: "required" };

test("the request's own choice goes before its route's", () => {
  expect(chosenTool(aRequest({ tools: [aTool], toolChoice: "none" }), route)).toBe("none");
  expect(chosenTool(aRequest({ tools: [aTool] }), route)).toBe("required");
});

test("a route's choice says nothing of a request without tools", () => {
  expect(chosenTool(aRequest(), route)).toBeUndefined();
  expect(toolProblems(aRequest(), route)).toEqual([]);
});

test("a tool that is to be called has to be there", () => {
  expect(toolProblems(aRequest({ tools: [aTool], toolChoice: "track" }), {})).toEqual([
    'the tool "track" that is to be called is not among the tools',
  ]);
  expect(toolProblems(aRequest({ toolChoice: "required" }), {})).toEqual([
    "a tool has to be called, and there is none",
  ]);
});

test("a tool without a name is a problem", () => {
  expect(toolProblems(aRequest({ tools: [{ description: "?" }] }), {})).toEqual([
    "tool 1 has no name",
  ]);
});
