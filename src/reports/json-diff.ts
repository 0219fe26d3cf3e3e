import { isJsonObject, type JsonObject, type JsonValue } from "../core/json.ts";

/** One place in which two JSON documents differ; the pointer is RFC 6901's, "" the document. */
export type JsonChange =
  | { readonly kind: "added"; readonly pointer: string; readonly after: JsonValue }
  | { readonly kind: "removed"; readonly pointer: string; readonly before: JsonValue }
  | {
      readonly kind: "changed";
      readonly pointer: string;
      readonly before: JsonValue;
      readonly after: JsonValue;
    };

/** Nothing that people read is nested deeper: what is, is compared whole. */
const DEEPEST = 60;

/**
 * Every smallest place in which two documents differ, in the order of the first one, then what the
 * second one has besides. Lists are compared item by item; the order of an object's keys says
 * nothing.
 */
export function jsonChanges(before: JsonValue, after: JsonValue): readonly JsonChange[] {
  const changes: JsonChange[] = [];
  compareAt("", before, after, changes, 0);
  return changes;
}

function compareAt(
  pointer: string,
  before: JsonValue,
  after: JsonValue,
  changes: JsonChange[],
  depth: number,
): void {
  if (depth < DEEPEST) {
    const fields = fieldsOf(before, after);
    if (fields !== undefined) {
      compareFields(pointer, fields, changes, depth + 1);
      return;
    }
  }
  if (isSame(before, after)) return;
  changes.push({ kind: "changed", pointer, before, after });
}

type Fields = readonly [ReadonlyMap<string, JsonValue>, ReadonlyMap<string, JsonValue>];

/** Both documents by key or by place; undefined: they are not two objects or two lists. */
function fieldsOf(before: JsonValue, after: JsonValue): Fields | undefined {
  if (Array.isArray(before) && Array.isArray(after)) return [itemsOf(before), itemsOf(after)];
  if (!isJsonObject(before) || !isJsonObject(after)) return undefined;
  return [new Map(Object.entries(before)), new Map(Object.entries(after))];
}

function itemsOf(list: readonly JsonValue[]): ReadonlyMap<string, JsonValue> {
  return new Map(list.map((item, index) => [String(index), item]));
}

function compareFields(
  pointer: string,
  [before, after]: Fields,
  changes: JsonChange[],
  depth: number,
): void {
  for (const [key, value] of before) {
    const at = `${pointer}/${escaped(key)}`;
    const other = after.get(key);
    if (other !== undefined) compareAt(at, value, other, changes, depth);
    else changes.push({ kind: "removed", pointer: at, before: value });
  }
  for (const [key, value] of after) {
    if (before.has(key)) continue;
    changes.push({ kind: "added", pointer: `${pointer}/${escaped(key)}`, after: value });
  }
}

function isSame(before: JsonValue, after: JsonValue): boolean {
  if (before === after) return true;
  if (typeof before !== "object" || typeof after !== "object") return false;
  return JSON.stringify(before) === JSON.stringify(after);
}

function escaped(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** The document that a text is; undefined: it is no JSON object or list. */
export function jsonDocument(text: string): JsonObject | readonly JsonValue[] | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const value = JSON.parse(text) as JsonValue;
    return Array.isArray(value) || isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
