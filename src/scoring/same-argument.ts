import { isJsonObject, type JsonObject, type JsonValue } from "../core/json.ts";
import { fieldAgrees } from "./field-comparator.ts";
import { isList, textsOf } from "./grader-options.ts";
import { MAX_JSON_DEPTH } from "./json-reader.ts";
import { agrees, numberAsRead, type Tolerance } from "./read-number.ts";
import { sameJson } from "./same-json.ts";

/** `exact`: the same JSON; `loose`: texts, numbers and dates inside it as `json_fields` compares them. */
export const comparisons = ["exact", "loose"] as const;

export type SameValue = (expected: JsonValue, found: JsonValue) => boolean;

/** How the values of arguments are compared, at any depth of lists and objects. */
export function sameValue(isLoose: boolean, tolerance: Tolerance): SameValue {
  const sameLeaf: SameValue = (expected, found) => {
    if (isLoose) return fieldAgrees(undefined, tolerance, expected, found);
    if (typeof expected === "number" && typeof found === "number") {
      return agrees(numberAsRead(expected), numberAsRead(found), tolerance);
    }
    return sameJson(expected, found);
  };
  const same = (expected: JsonValue, found: JsonValue, depth: number): boolean => {
    if (depth > MAX_JSON_DEPTH) return false;
    if (isList(expected)) {
      if (!isList(found) || expected.length !== found.length) return false;
      return expected.every((item, index) => same(item, found[index] ?? null, depth + 1));
    }
    if (!isJsonObject(expected)) return sameLeaf(expected, found);
    if (!isJsonObject(found)) return false;
    const keys = Object.keys(expected);
    if (keys.length !== Object.keys(found).length) return false;
    return keys.every(
      (key) =>
        Object.hasOwn(found, key) && same(expected[key] ?? null, found[key] ?? null, depth + 1),
    );
  };
  return (expected, found) => same(expected, found, 0);
}

/** What an option says of an argument: under `TOOL.ARGUMENT`, else under `ARGUMENT`. */
function said(option: JsonObject, tool: string, argument: string): JsonValue | undefined {
  const qualified = `${tool}.${argument}`;
  if (Object.hasOwn(option, qualified)) return option[qualified];
  return Object.hasOwn(option, argument) ? option[argument] : undefined;
}

/** Whether two values of an argument mean the same by the option `equivalent`. */
export function equivalence(
  equivalent: JsonValue | undefined,
  same: SameValue,
): (tool: string, argument: string, expected: JsonValue, found: JsonValue) => boolean {
  if (!isJsonObject(equivalent)) return () => false;
  return (tool, argument, expected, found) => {
    const groups = said(equivalent, tool, argument);
    if (!isList(groups)) return false;
    return groups.some(
      (group) =>
        isList(group) &&
        group.some((member) => same(member, expected)) &&
        group.some((member) => same(member, found)),
    );
  };
}

/** Whether the option `ignore` leaves an argument of a tool unread. */
export function ignoring(
  ignore: JsonValue | undefined,
): (tool: string, argument: string) => boolean {
  const names = new Set(textsOf(ignore));
  return (tool, argument) => names.has(argument) || names.has(`${tool}.${argument}`);
}
