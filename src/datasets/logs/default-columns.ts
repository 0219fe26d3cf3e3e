import type { RecordColumns } from "../manifest-shape.ts";
import type { LogDefaults, PathChoice } from "./log-format.ts";

/** Stands before each path of a default: no column that a user can name holds it. */
const MARK = "\0";

/** What the manifest reads in a row, and for what it does not name, what the format reads there. */
export function withDefaults(record: RecordColumns, defaults: LogDefaults): RecordColumns {
  const { group, owner, tags } = defaults;
  const named = Object.entries(tags ?? {}).map(([name, path]) => [name, columnOf(path)] as const);
  return {
    ...record,
    ...(record.group === undefined && group !== undefined && { group: columnOf(group) }),
    ...(record.owner === undefined && owner !== undefined && { owner: columnOf(owner) }),
    ...(record.tags === undefined && named.length > 0 && { tags: Object.fromEntries(named) }),
  };
}

function columnOf(path: PathChoice): string {
  const paths = typeof path === "string" ? [path] : path;
  return paths.map((one) => `${MARK}${one}`).join("");
}

export function isDefaultColumn(column: string): boolean {
  return column.startsWith(MARK);
}

export function pathsOfDefault(column: string): readonly string[] {
  return column.split(MARK).slice(1);
}
