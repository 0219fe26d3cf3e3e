import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import { usdFromNanoUsd } from "../../core/money.ts";
import { documentName } from "../document-name.ts";

/** What is below them has names of the user's own. */
const ofUser: ReadonlySet<string> = new Set([
  "owner",
  "parameters",
  "claims",
  "multipliers",
  "errors",
]);

/**
 * A value of the program as a document has it: names in snake_case, dollars for nano-dollars, the
 * text of an expression. `key`: its name in the program; "" where it has none.
 */
export function documented(value: JsonValue, key: string): JsonValue {
  if (typeof value === "number" && /NanoUsd/.test(key)) return usdFromNanoUsd(value);
  if (Array.isArray(value)) {
    return (value as readonly JsonValue[]).map((entry) => documented(unpacked(entry, key), ""));
  }
  if (!isJsonObject(value) || ofUser.has(key)) return value;
  if (Object.keys(value).join() === "text") return value["text"] ?? null;
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [documentName(name), documented(entry, name)]),
  );
}

/** Gates and approvals, of which a meaning keeps the canonical JSON. */
function unpacked(entry: JsonValue, key: string): JsonValue {
  if (key !== "gates" && key !== "approvals") return entry;
  const read = (typeof entry === "string" ? JSON.parse(entry) : entry) as JsonObject;
  const { untilMs, bound, threshold, segment, ...parts } = read;
  return {
    ...parts,
    ...(isJsonObject(segment) && {
      segment: `${textIn(segment, "tag")}=${textIn(segment, "value")}`,
    }),
    ...(typeof bound === "string" && threshold !== undefined && { [bound]: threshold }),
    ...(typeof untilMs === "number" && { until: new Date(untilMs).toISOString().slice(0, 10) }),
  };
}

/** A part of an object that is a text, as names are. */
export function textIn(value: JsonObject, key: string): string {
  const text = value[key];
  return typeof text === "string" ? text : "";
}

/** A part of a document under way. */
export type Tree = { [key: string]: JsonValue | Tree };

/** Puts a value where it belongs; objects that meet there become one. */
export function put(tree: Tree, path: readonly string[], value: JsonValue | undefined): void {
  const [head, ...rest] = path;
  if (head === undefined || value === undefined) return;
  const there = Object.hasOwn(tree, head) ? tree[head] : undefined;
  if (rest.length === 0 && !(isJsonObject(value) && isJsonObject(there as JsonValue))) {
    define(tree, head, value);
    return;
  }
  const below = (there ?? {}) as Tree;
  define(tree, head, below);
  if (rest.length > 0) put(below, rest, value);
  else for (const [key, entry] of Object.entries(value as JsonObject)) put(below, [key], entry);
}

/** A user's name may be `__proto__`. */
function define(tree: Tree, key: string, value: JsonValue | Tree): void {
  Object.defineProperty(tree, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

/** Entries with a name as an object: `[{route: a, weight: 1}]` as `{a: 1}`. */
export function byNameOf(entries: JsonValue, name: string, value: string): JsonObject {
  const pairs = (entries as readonly JsonObject[]).map((entry): [string, JsonValue] => [
    textIn(entry, name),
    entry[value] ?? null,
  ]);
  return Object.fromEntries(pairs);
}
