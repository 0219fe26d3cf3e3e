import { isJsonObject, type JsonValue } from "../../core/json.ts";
import type { ProviderCall } from "../../core/provider.ts";
import type { WireRequest } from "./call-names.ts";
import type { Recording } from "./recording.ts";

/** What a call asks that nothing was recorded for. */
export interface AskedCall {
  readonly request: WireRequest;
  readonly turn: Pick<ProviderCall, "repeat" | "priorCallsOfRoute">;
}

export interface RequestDifference {
  /** Names the field, and both values where they are no part of a prompt. */
  readonly text: string;
  /** From 1 for another value to 2 for a prompt that has nothing in common. */
  readonly weight: number;
}

/** How many of them a message names. */
const MOST_DIFFERENCES = 4;
/** Longer texts are pointed into, not quoted. */
const MOST_QUOTED_CHARS = 40;

/** Where the wires put what is said to the model. */
const promptFields: ReadonlySet<string> = new Set([
  "messages",
  "input",
  "instructions",
  "system",
  "contents",
  "systemInstruction",
  "system_instruction",
]);

/** The first fields in which a call differs from a recording, each as recorded → asked. */
export function requestDifferences(
  asked: AskedCall,
  recorded: Recording,
): readonly RequestDifference[] {
  const found: RequestDifference[] = [];
  const compare = (field: string, before: JsonValue, now: JsonValue): void => {
    if (before !== now) found.push({ text: changed(field, before, now), weight: 1 });
  };
  const { request, turn } = asked;
  compare("provider", recorded.request.provider, request.provider);
  compare("endpoint_family", recorded.request.endpointFamily, request.endpointFamily);
  compare("model", recorded.request.model, request.model);
  compare("repeat", recorded.repeat + 1, turn.repeat + 1);
  compare("try", recorded.priorCallsOfRoute + 1, turn.priorCallsOfRoute + 1);
  const { body, endpointFamily } = recorded.request;
  // Without its texts a recording says nothing of the headers either.
  if (body !== undefined) {
    walk(recorded.request.headers ?? {}, request.headers ?? {}, ["extra_headers"], found);
  }
  // Bodies of two wires have no field in common that would say anything.
  if (body !== undefined && endpointFamily === request.endpointFamily) {
    const isSameModel = (value: JsonValue | undefined, model: string): boolean => value === model;
    const skipsModel =
      isSameModel(body["model"], recorded.request.model) &&
      isSameModel(request.body["model"], request.model);
    for (const field of fieldsOf(body, request.body)) {
      if (field === "model" && skipsModel) continue;
      walk(own(body, field), own(request.body, field), [field], found);
    }
  }
  return found.slice(0, MOST_DIFFERENCES);
}

type Path = readonly (string | number)[];

function walk(
  before: JsonValue | undefined,
  now: JsonValue | undefined,
  path: Path,
  found: RequestDifference[],
): void {
  if (before === now || found.length >= MOST_DIFFERENCES) return;
  if (isJsonObject(before) && isJsonObject(now)) {
    for (const field of fieldsOf(before, now)) {
      walk(own(before, field), own(now, field), [...path, field], found);
    }
  } else if (Array.isArray(before) && Array.isArray(now)) {
    const length = Math.max(before.length, now.length);
    for (let index = 0; index < length; index += 1) {
      walk(before[index] as JsonValue, now[index] as JsonValue, [...path, index], found);
    }
  } else {
    found.push(differenceAt(path, before, now));
  }
}

function differenceAt(
  path: Path,
  before: JsonValue | undefined,
  now: JsonValue | undefined,
): RequestDifference {
  const isOfPrompt = path.some((part) => typeof part === "string" && promptFields.has(part));
  const name = nameOf(path);
  const isLong = (value: JsonValue | undefined): boolean =>
    typeof value === "string" && value.length > MOST_QUOTED_CHARS;
  if (!isOfPrompt && !isLong(before) && !isLong(now)) {
    return { text: changed(name, before, now), weight: 1 };
  }
  const subject = isOfPrompt ? `the prompt (${name})` : name;
  if (before === undefined || now === undefined) {
    const text = `${subject}, which ${before === undefined ? "is new" : "is gone"}`;
    return { text, weight: 2 };
  }
  if (typeof before !== "string" || typeof now !== "string") return { text: subject, weight: 2 };
  const shared = sharedChars(before, now);
  const weight = 2 - shared / Math.max(before.length, now.length);
  return { text: `${subject} from character ${shared + 1} on`, weight };
}

function changed(name: string, before: JsonValue | undefined, now: JsonValue | undefined): string {
  return `${name} ${shown(before)} → ${shown(now)}`;
}

function shown(value: JsonValue | undefined): string {
  if (value === undefined) return "absent";
  return typeof value === "object" && value !== null ? "other fields" : JSON.stringify(value);
}

function sharedChars(one: string, other: string): number {
  let shared = 0;
  while (shared < one.length && one[shared] === other[shared]) shared += 1;
  return shared;
}

function nameOf(path: Path): string {
  let name = "";
  for (const part of path) {
    if (typeof part === "number") name += `[${part}]`;
    else name += name === "" ? part : `.${part}`;
  }
  return name;
}

function fieldsOf(one: object, other: object): readonly string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].sort();
}

/** Its own value: a field may be called like something that every object has. */
function own(value: { readonly [field: string]: JsonValue }, field: string): JsonValue | undefined {
  return Object.hasOwn(value, field) ? value[field] : undefined;
}
