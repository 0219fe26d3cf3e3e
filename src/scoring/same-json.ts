import { isJsonObject, type JsonValue } from "../core/json.ts";
import { isList } from "./grader-options.ts";
import { MAX_JSON_DEPTH } from "./json-reader.ts";

/** A text that two JSON values share when, and only when, they are equal: its keys are sorted. */
export function canonicalJson(value: JsonValue, depth = 0): string {
  // Answers are never deeper, so a deeper expectation equals none of them.
  if (depth > MAX_JSON_DEPTH) return "\u0000";
  if (isList(value)) return `[${value.map((item) => canonicalJson(item, depth + 1)).join(",")}]`;
  if (isJsonObject(value)) {
    const keys = Object.keys(value).toSorted();
    const members = keys.map(
      (key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null, depth + 1)}`,
    );
    return `{${members.join(",")}}`;
  }
  if (typeof value === "number" && Object.is(value, -0)) return "0";
  return JSON.stringify(value);
}

/** Whether two JSON values are equal, whatever the order of their keys. */
export function sameJson(left: JsonValue, right: JsonValue, depth = 0): boolean {
  if (left === right) return true;
  if (depth > MAX_JSON_DEPTH) return false;
  if (isList(left)) {
    if (!isList(right) || left.length !== right.length) return false;
    return left.every((item, index) => sameJson(item, right[index] ?? null, depth + 1));
  }
  if (isJsonObject(left)) {
    if (!isJsonObject(right)) return false;
    const keys = Object.keys(left);
    if (keys.length !== Object.keys(right).length) return false;
    return keys.every(
      (key) =>
        Object.hasOwn(right, key) && sameJson(left[key] ?? null, right[key] ?? null, depth + 1),
    );
  }
  return isSameBigInteger(left, right) || isSameBigInteger(right, left);
}

/** A dataset may hold a 64-bit id as a rounded number while the answer kept its digits. */
function isSameBigInteger(rounded: JsonValue, digits: JsonValue): boolean {
  if (typeof rounded !== "number" || typeof digits !== "string") return false;
  return !Number.isSafeInteger(rounded) && /^-?\d+$/.test(digits) && Number(digits) === rounded;
}
