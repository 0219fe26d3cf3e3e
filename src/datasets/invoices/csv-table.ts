import { parse } from "csv-parse/sync";
import { HarnessError } from "../../core/harness-error.ts";
import { readText } from "../../documents/read-text.ts";

/** One row of a sheet by the names of its columns, and the line it starts on. */
export interface SheetRow {
  readonly line: number;
  readonly cells: ReadonlyMap<string, string>;
}

/** A CSV file with its header; an export is small enough to be read whole. */
export async function readSheet(
  file: string,
  delimiter: string,
): Promise<{ readonly names: readonly string[]; readonly rows: readonly SheetRow[] }> {
  const { text } = await readText(file);
  let parsed: readonly { readonly record: readonly string[]; readonly info: { lines: number } }[];
  try {
    parsed = parse(text, { delimiter, info: true, bom: true, skip_empty_lines: true }) as never;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new HarnessError("invalid-input", `${file}: cannot be read as CSV: ${why}`, { cause });
  }
  const [header, ...rest] = parsed;
  const names = header?.record ?? [];
  let before = header?.info.lines ?? 1;
  const rows = rest.map(({ record, info }) => {
    // The parser counts the lines up to a record's end.
    const line = before + 1;
    before = info.lines;
    return { line, cells: new Map(names.map((name, index) => [name, record[index] ?? ""])) };
  });
  return { names, rows };
}
