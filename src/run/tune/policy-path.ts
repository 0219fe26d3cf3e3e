import { isJsonObject, type JsonValue } from "../../core/json.ts";
import { didYouMean } from "../../core/nearest-name.ts";
import { badUsage } from "../options/option-values.ts";

/** Keys and list positions that lead from a policy's root to a value. */
export type PolicyPath = readonly (string | number)[];

/**
 * The path that a dotted text means in a policy. A name may have dots itself (`routes.gpt-4.1`), so
 * that the longest key that is there wins. Keys that the policy leaves out are added, unless they
 * look like a slip of one that it has.
 */
export function policyPath(text: string, policy: JsonValue): PolicyPath {
  const path: (string | number)[] = [];
  let value: JsonValue | undefined = policy;
  let rest = text;
  while (rest !== "") {
    const key = longestKey(rest, value) ?? rest.split(".")[0] ?? rest;
    const isLast = key === rest;
    if (!isLast && valueAt(value, key) === undefined) refuseSlip(text, key, value);
    path.push(Array.isArray(value) ? Number(key) : key);
    value = valueAt(value, key);
    rest = isLast ? "" : rest.slice(key.length + 1);
  }
  return path;
}

/** The value at a path; undefined: the policy leaves it out. */
export function policyValue(path: PolicyPath, policy: JsonValue): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>((value, key) => valueAt(value, String(key)), policy);
}

function longestKey(text: string, value: JsonValue | undefined): string | undefined {
  return keysOf(value)
    .filter((key) => text === key || text.startsWith(`${key}.`))
    .toSorted((one, other) => other.length - one.length)[0];
}

function valueAt(value: JsonValue | undefined, key: string): JsonValue | undefined {
  if (Array.isArray(value)) return (value as readonly JsonValue[])[Number(key)];
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function keysOf(value: JsonValue | undefined): readonly string[] {
  if (Array.isArray(value)) return [...value.keys()].map(String);
  return isJsonObject(value) ? Object.keys(value) : [];
}

function refuseSlip(text: string, key: string, value: JsonValue | undefined): void {
  const meant = didYouMean(key, keysOf(value));
  if (meant === undefined && value !== undefined && !isJsonObject(value)) {
    throw badUsage(`--sweep ${text}: nothing can stand under what the policy has before "${key}"`);
  }
  if (meant !== undefined) {
    throw badUsage(`--sweep ${text}: the policy has no "${key}" there`, meant);
  }
}
