import type { JsonValue } from "../core/json.ts";
import type { ReplayRecord } from "../core/replay-record.ts";
import type { JsonReader, ReadJson } from "./json-reader.ts";

/** Said by every grader that needs an expectation and finds none. */
export const NOTHING_EXPECTED = "the dataset says nothing about what is expected here";

/** What is expected as text; absent: nothing is, or it is not a plain value. */
export function expectedText(record: ReplayRecord): string | undefined {
  const { expected } = record;
  if (typeof expected === "string") return expected;
  return typeof expected === "number" || typeof expected === "boolean"
    ? String(expected)
    : undefined;
}

/** What is expected as JSON: as it stands, or parsed where a table's cell holds it as text. */
export function expectedJson(record: ReplayRecord, read: JsonReader): ReadJson | undefined {
  const expected: JsonValue | undefined = record.expected;
  if (expected === undefined || expected === null) return undefined;
  if (typeof expected === "string") return read(expected, false);
  return { kind: "read", value: expected, exact: expected };
}
