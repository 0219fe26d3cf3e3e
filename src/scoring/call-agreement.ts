import type { JsonValue } from "../core/json.ts";
import type { ExpectedArgument, ExpectedCall } from "./expected-calls.ts";
import { excerpt } from "./make-score.ts";
import type { OfferedTool } from "./offered-tools.ts";
import { canonicalJson } from "./same-json.ts";
import { describe } from "./schema-library.ts";
import type { ToolCall } from "./tool-calls.ts";

/** How much of a call has to agree: its tool, also the form of its arguments, also their values. */
export const matches = ["names", "arguments", "values"] as const;
export type Match = (typeof matches)[number];

export interface AgreementRules {
  readonly match: Match;
  readonly isSame: (
    tool: string,
    argument: string,
    expected: JsonValue,
    found: JsonValue,
  ) => boolean;
  readonly isIgnored: (tool: string, argument: string) => boolean;
}

/** A call, and the tool of the request that it is a call of; absent: the request offers none such. */
export interface CallOfTool {
  readonly call: ToolCall;
  readonly tool: OfferedTool | undefined;
  /** What is wrong with it whatever is expected; absent: nothing. */
  readonly fault: string | undefined;
}

/** Holds a call against the schema of its own tool, once for all that it may be paired with. */
export function asCallOfTool(
  call: ToolCall,
  tool: OfferedTool | undefined,
  match: Match,
): CallOfTool {
  if (match === "names") return { call, tool, fault: undefined };
  if (typeof call.arguments === "string") return { call, tool, fault: call.arguments };
  const isValid = tool === undefined || tool.schema.isValid(call.arguments) === true;
  return { call, tool, fault: isValid ? undefined : schemaFault(call, tool) };
}

function schemaFault({ arguments: written }: ToolCall, { schema }: OfferedTool): string {
  const [first] = schema.errorsOf(written);
  return `breaks the tool's schema: ${describe(first)}`;
}

/** Why a call is not the expected one; absent: it is. */
export function whatIsAmiss(
  expected: ExpectedCall,
  { call, tool, fault }: CallOfTool,
  rules: AgreementRules,
): string | undefined {
  const { name, arguments: written } = call;
  if (name !== expected.name) return `is ${excerpt(name)}`;
  if (fault !== undefined || rules.match !== "values" || typeof written === "string") return fault;
  const read = (argument: string): JsonValue | undefined =>
    Object.hasOwn(written, argument) ? written[argument] : tool?.defaults.get(argument);
  for (const argument of expected.arguments) {
    if (rules.isIgnored(name, argument.name)) continue;
    const because = argumentFault(name, argument, read(argument.name), rules);
    if (because !== undefined) return because;
  }
  const known = new Set(expected.arguments.map((argument) => argument.name));
  for (const [argument, value] of Object.entries(written)) {
    if (known.has(argument) || rules.isIgnored(name, argument)) continue;
    // Writing a default out says nothing that leaving it out would not.
    const usual = tool?.defaults.get(argument);
    if (usual !== undefined && rules.isSame(name, argument, usual, value)) continue;
    return `has the argument ${excerpt(argument)}, which is not expected`;
  }
  return undefined;
}

function argumentFault(
  tool: string,
  { name, allowed, isOptional }: ExpectedArgument,
  found: JsonValue | undefined,
  rules: AgreementRules,
): string | undefined {
  if (found === undefined) return isOptional ? undefined : `lacks the argument ${excerpt(name)}`;
  if (allowed.some((value) => rules.isSame(tool, name, value, found))) return undefined;
  const [first = null] = allowed;
  const others = allowed.length > 1 ? ` or ${allowed.length - 1} other values` : "";
  return `has ${name.slice(0, 80)} ${show(found)}, expected ${show(first)}${others}`;
}

function show(value: JsonValue): string {
  return typeof value === "string" ? excerpt(value) : canonicalJson(value).slice(0, 80);
}
