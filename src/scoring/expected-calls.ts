import { isJsonObject, type JsonObject, type JsonValue } from "../core/json.ts";
import { isList, textsOf } from "./grader-options.ts";
import { isTooDeep } from "./json-depth.ts";
import { MAX_JSON_DEPTH, type JsonReader } from "./json-reader.ts";
import { excerpt } from "./make-score.ts";
import { callsIn, type ToolCall } from "./tool-calls.ts";

export interface ExpectedArgument {
  readonly name: string;
  /** Any of these is right. */
  readonly allowed: readonly JsonValue[];
  /** Whether a call without it is right too. */
  readonly isOptional: boolean;
}

export interface ExpectedCall {
  readonly name: string;
  readonly arguments: readonly ExpectedArgument[];
}

/**
 * How a record writes what it expects. `calls`: calls as an answer has them, each with `allow` and
 * `optional` where it likes; `alternatives`: the value of every argument is a list of those allowed,
 * in which "" says that it may be left out, as BFCL's answer keys have it.
 */
export const expectedForms = ["calls", "alternatives"] as const;
export type ExpectedForm = (typeof expectedForms)[number];

/** Each set of calls that is right (`any_of` names several); a text: why it says none. */
export function readExpectedCalls(
  expected: JsonValue,
  form: ExpectedForm,
  readText: JsonReader,
): readonly (readonly ExpectedCall[])[] | string {
  if (isTooDeep(expected)) return `is nested deeper than ${MAX_JSON_DEPTH} levels`;
  const several = isJsonObject(expected) ? expected["any_of"] : undefined;
  if (!isList(several)) {
    const calls = readCalls(expected, form, readText);
    return typeof calls === "string" ? calls : [calls];
  }
  if (several.length === 0) return "has an empty any_of: nothing could be right";
  const sets: (readonly ExpectedCall[])[] = [];
  for (const member of several) {
    const calls = readCalls(member, form, readText);
    if (typeof calls === "string") return calls;
    sets.push(calls);
  }
  return sets;
}

function readCalls(
  value: JsonValue,
  form: ExpectedForm,
  readText: JsonReader,
): readonly ExpectedCall[] | string {
  const calls = callsIn(value, readText);
  if (calls === undefined) return "is no list of tool calls";
  const entries = isList(value) ? value : [value];
  const found: ExpectedCall[] = [];
  for (const [index, call] of calls.entries()) {
    const entry = entries[index];
    const read = form === "calls" ? asWritten(call, entry) : asAlternatives(call);
    if (typeof read === "string") return `holds a call that ${read}`;
    found.push(read);
  }
  return found;
}

function asWritten(call: ToolCall, entry: JsonValue | undefined): ExpectedCall | string {
  const { name, arguments: written } = call;
  if (typeof written === "string") return written;
  const said: JsonObject = isJsonObject(entry) && Object.hasOwn(entry, "name") ? entry : {};
  const allow = isJsonObject(said["allow"]) ? said["allow"] : {};
  const optional = new Set(textsOf(said["optional"]));
  // One that is only listed under `allow` has no value of its own, but may have any of those.
  const names = new Set([...Object.keys(written), ...Object.keys(allow)]);
  const known: ExpectedArgument[] = [];
  for (const argument of names) {
    const others = Object.hasOwn(allow, argument) ? allow[argument] : [];
    if (!isList(others)) return `has under allow no list for ${excerpt(argument)}`;
    const own = Object.hasOwn(written, argument) ? [written[argument] ?? null] : [];
    const isOptional = optional.has(argument);
    known.push({ name: argument, allowed: [...own, ...others], isOptional });
  }
  const unknown = [...optional].find((argument) => !names.has(argument));
  return unknown === undefined
    ? { name, arguments: known }
    : `calls ${excerpt(unknown)} optional and gives it no value`;
}

function asAlternatives({ name, arguments: written }: ToolCall): ExpectedCall | string {
  if (typeof written === "string") return written;
  const known: ExpectedArgument[] = [];
  for (const [argument, allowed] of Object.entries(written)) {
    if (!isList(allowed)) return `has no list of alternatives for ${excerpt(argument)}`;
    known.push({ name: argument, allowed, isOptional: allowed.includes("") });
  }
  return { name, arguments: known };
}
