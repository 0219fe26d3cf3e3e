import type { JsonObject } from "../../src/core/json.ts";
import type { LogEvent } from "../../src/datasets/logs/log-event.ts";
import type { LogFormat } from "../../src/datasets/logs/log-format.ts";
import { noLogOptions, type LogOptions } from "../../src/datasets/logs/log-options.ts";

/** What a format made of some rows. */
export interface ReadLogRows {
  readonly events: readonly LogEvent[];
  /** `column: reason` */
  readonly faults: readonly string[];
  readonly unmapped: readonly string[];
  readonly skipped: readonly string[];
  /** How many times named no zone. */
  readonly zoneless: number;
}

/** Reads rows by a format alone: nothing is folded, and a row with a fault keeps its events. */
export function readLogRows(
  format: LogFormat,
  rows: readonly JsonObject[],
  options: Partial<LogOptions> = {},
): ReadLogRows {
  const events: LogEvent[] = [];
  const faults: string[] = [];
  const unmapped: string[] = [];
  const skipped: string[] = [];
  let zoneless = 0;
  for (const row of rows) {
    format.read(row, {
      options: { ...noLogOptions, ...options },
      emit: (event) => events.push(event),
      fault: (column, because) => faults.push(`${column}: ${because}`),
      lacksZone: () => {
        zoneless += 1;
      },
      unmapped: (path) => unmapped.push(path),
      skip: (kind) => skipped.push(kind),
    });
    if (format.fields.size === 0) continue;
    for (const name of Object.keys(row)) if (!format.fields.has(name)) unmapped.push(name);
  }
  return { events, faults, unmapped, skipped, zoneless };
}
