import { isJsonObject, type JsonObject, type JsonValue } from "../core/json.ts";
import { isList } from "./grader-options.ts";
import { isTooDeep } from "./json-depth.ts";
import { MAX_JSON_DEPTH, type JsonReader } from "./json-reader.ts";

/** One call of a tool, as an answer makes it. */
export interface ToolCall {
  /** Empty where the call names no tool. */
  readonly name: string;
  /** A text: why the arguments cannot be read. */
  readonly arguments: JsonObject | string;
}

/** The keys under which vendors write a call's arguments beside its `name`. */
const argumentKeys = ["arguments", "input", "args", "parameters"];

/** Calls that a provider gave back as such. */
export function nativeCalls(
  calls: readonly JsonObject[],
  readText: JsonReader,
): readonly ToolCall[] {
  return calls.map((call) => namedCall(call, readText) ?? noCall(call));
}

/**
 * The calls that a JSON value writes down: a list of `{name, arguments}`, of `{function: {…}}`, or
 * of `{TOOL: arguments}` with one key, as BFCL's tables have them; or one call of the first two
 * forms by itself; or an object that holds such a list as `tool_calls`. Absent: it is something else.
 */
export function callsIn(value: JsonValue, readText: JsonReader): readonly ToolCall[] | undefined {
  if (isJsonObject(value)) {
    const { tool_calls: inner } = value;
    if (isList(inner)) return callsIn(inner, readText);
    const isCall =
      isJsonObject(value["function"]) || argumentKeys.some((key) => Object.hasOwn(value, key));
    const call = isCall ? namedCall(value, readText) : undefined;
    return call === undefined ? undefined : [call];
  }
  if (!isList(value)) return undefined;
  const calls = value.map((entry) => callIn(entry, readText));
  // A list without any call is an answer like others; beside a call, what is none is a broken one.
  if (value.length > 0 && calls.every((call) => call === undefined)) return undefined;
  return calls.map((call, index) => call ?? noCall(value[index] ?? null));
}

function callIn(entry: JsonValue, readText: JsonReader): ToolCall | undefined {
  if (!isJsonObject(entry)) return undefined;
  const named = namedCall(entry, readText);
  if (named !== undefined) return named;
  const [only, ...others] = Object.entries(entry);
  if (only === undefined || others.length > 0) return undefined;
  const [name, written] = only;
  const isCall = isJsonObject(written) || typeof written === "string";
  return isCall ? { name, arguments: argumentsIn(written, readText) } : undefined;
}

/** A call that says its name under `name`, by itself or within `function`. */
function namedCall(entry: JsonObject, readText: JsonReader): ToolCall | undefined {
  const inner = entry["function"];
  const call = isJsonObject(inner) ? inner : entry;
  const { name } = call;
  if (typeof name !== "string") return undefined;
  const key = argumentKeys.find((known) => Object.hasOwn(call, known));
  const written = key === undefined ? undefined : call[key];
  return { name, arguments: argumentsIn(written ?? null, readText) };
}

function noCall(entry: JsonValue): ToolCall {
  return { name: "", arguments: isJsonObject(entry) ? "has no name" : "is no object" };
}

/** Arguments as they stand, or parsed from the text that most wires give; nothing at all is none. */
function argumentsIn(written: JsonValue, readText: JsonReader): JsonObject | string {
  if (written === null || written === "") return {};
  if (typeof written === "string") {
    const read = readText(written, false);
    if (read.kind === "unreadable")
      return `has arguments that are no JSON: the text ${read.because}`;
    return isJsonObject(read.exact) ? read.exact : "has arguments that are no JSON object";
  }
  if (!isJsonObject(written)) return "has arguments that are no JSON object";
  return isTooDeep(written)
    ? `has arguments that are nested deeper than ${MAX_JSON_DEPTH} levels`
    : written;
}
