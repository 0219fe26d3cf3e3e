import { isJsonObject, type JsonValue } from "../../core/json.ts";
import type { PolicyChange } from "../../core/policy-change.ts";
import { plainDecimal } from "../numbers.ts";

/** A changed variable on one line: `latency.timeout_ms: 10000 → 8000`. */
export function changeText(change: PolicyChange): string {
  const { path, kind, before, after } = change;
  switch (kind) {
    case "set":
      return `${path}: ${setText(before, after)}`;
    case "map":
      return `${path}: ${mapText(before, after)}`;
    case "list":
      return `${path}: ${valueText(before)} → ${valueText(after)}${orderText(before, after)}`;
    case "value":
      return `${path}: ${valueText(before)} → ${valueText(after)}`;
  }
}

/** A value as a document would have it on one line. */
export function valueText(value: JsonValue | undefined): string {
  if (value === undefined) return "not set";
  if (value === "") return '""';
  if (typeof value === "number") return plainDecimal(value);
  if (typeof value !== "object" || value === null) return String(value);
  if (!isJsonObject(value)) return `[${value.map(valueText).join(", ")}]`;
  const entries = Object.entries(value).map(([key, entry]) => `${key}: ${valueText(entry)}`);
  return `{${entries.join(", ")}}`;
}

/** What a set gained and lost; whether it is there at all is a change of another kind. */
function setText(before: JsonValue | undefined, after: JsonValue | undefined): string {
  if (!Array.isArray(before) || !Array.isArray(after)) {
    return `${valueText(before)} → ${valueText(after)}`;
  }
  const ones = (before as readonly JsonValue[]).map(valueText);
  const others = (after as readonly JsonValue[]).map(valueText);
  const parts = [
    ...others.filter((entry) => !ones.includes(entry)).map((entry) => `+ ${entry}`),
    ...ones.filter((entry) => !others.includes(entry)).map((entry) => `- ${entry}`),
  ];
  return parts.join(", ");
}

function mapText(before: JsonValue | undefined, after: JsonValue | undefined): string {
  if (!isJsonObject(before) || !isJsonObject(after)) {
    return `${valueText(before)} → ${valueText(after)}`;
  }
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const own = (side: typeof before, key: string) =>
    Object.hasOwn(side, key) ? side[key] : undefined;
  return keys
    .map((key) => `${key} ${valueText(own(before, key))} → ${valueText(own(after, key))}`)
    .join(", ");
}

/** Said where nothing but the order is another. */
function orderText(before: JsonValue | undefined, after: JsonValue | undefined): string {
  if (!Array.isArray(before) || !Array.isArray(after)) return "";
  const sorted = (side: readonly JsonValue[]): string => side.map(valueText).toSorted().join("\n");
  return sorted(before) === sorted(after) ? " (another order)" : "";
}
