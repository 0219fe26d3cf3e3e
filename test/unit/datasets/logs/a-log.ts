import { aDatasetFolder, readAll, type ReadDataset } from "../dataset-folder.ts";
import type { LogFormat } from "../../../../src/datasets/logs/log-format.ts";
import type { LogEvent } from "../../../../src/datasets/logs/log-event.ts";
import { noLogOptions } from "../../../../src/datasets/logs/log-options.ts";
import type { JsonObject } from "../../../../src/core/json.ts";

/** Reads rows as a log of a format; `more` are further lines of its manifest. */
export function readLogRows(
  format: string,
  rows: readonly unknown[],
  more = "",
  source = "",
): Promise<ReadDataset> {
  const folder = aDatasetFolder();
  folder.write("log.jsonl", `${rows.map((row) => JSON.stringify(row)).join("\n")}\n`);
  const manifest = folder.write(
    "d.dataset.yaml",
    `dataset: d\nkind: log\nsource: {path: log.jsonl, format: ${format}${source}}\n${more}`,
  );
  return readAll(manifest);
}

export interface ReadRow {
  readonly events: readonly LogEvent[];
  readonly faults: readonly (readonly [column: string, because: string])[];
  readonly unmapped: readonly string[];
  readonly skipped: readonly string[];
}

/** What a format makes of one row by itself. */
export function readRow(
  format: LogFormat,
  row: JsonObject,
  options: Partial<typeof noLogOptions> = {},
): ReadRow {
  const events: LogEvent[] = [];
  const faults: [string, string][] = [];
  const unmapped: string[] = [];
  const skipped: string[] = [];
  format.read(row, {
    options: { ...noLogOptions, ...options },
    emit: (event) => events.push(event),
    fault: (column, because) => faults.push([column, because]),
    lacksZone: () => undefined,
    unmapped: (path) => unmapped.push(path),
    skip: (kind) => skipped.push(kind),
  });
  return { events, faults, unmapped, skipped };
}
