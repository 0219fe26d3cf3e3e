import type { JsonObject } from "../../../src/core/json.ts";
import { addRequest, countOne, noTotals, type LogTotals } from "./log-totals.ts";
import { jostled, seededChance, type Chance } from "./seeded.ts";
import { trueRequests, type LogTraits, type TrueRequest } from "./true-request.ts";

/** A log of one format as its vendor would write it, and what a reader must find in it. */
export interface GeneratedLog {
  /** By file name: its lines. */
  readonly files: Readonly<Record<string, readonly string[]>>;
  readonly totals: LogTotals;
}

export interface LogGenerator {
  readonly format: string;
  /** Which of a format's shapes this is; empty: it has one. */
  readonly shape: string;
  /** Options of the manifest's `source` block that the format needs for it. */
  readonly options: Readonly<Record<string, string>>;
  readonly generate: (lines: number, seed: number) => GeneratedLog;
}

/** A log while it is written. */
export interface LogUnderWay {
  readonly totals: LogTotals;
  readonly chance: Chance;
  /** Writes a row; one in a hundred has a field that no format knows. */
  readonly row: (row: JsonObject, file?: string) => void;
}

export interface LogForm {
  readonly format: string;
  readonly shape?: string;
  readonly options?: Readonly<Record<string, string>>;
  readonly traits: LogTraits;
  /** The main file's name; others are named by `row`. */
  readonly file?: string;
  /** Rows that are out of place by at most so many lines. */
  readonly jostledBy?: number;
  /** Writes a request's rows, and puts right in the totals what the traits do not say. */
  readonly write: (request: TrueRequest, log: LogUnderWay) => void;
}

const STRANGE_FIELD = "vendor_note";

/** A generator that writes requests until there are enough lines. */
export function logGenerator(form: LogForm): LogGenerator {
  const { format, shape = "", options = {}, traits, file: main = "log.jsonl" } = form;
  const generate = (lines: number, seed: number): GeneratedLog => {
    const totals = noTotals();
    const chance = seededChance(seed + 1);
    const written = new Map<string, string[]>();
    let count = 0;
    const row = (content: JsonObject, file: string = main): void => {
      const isStrange = chance.isTrue(0.01);
      if (isStrange) countOne(totals.unmapped, STRANGE_FIELD);
      const whole = isStrange ? { ...content, [STRANGE_FIELD]: "x" } : content;
      const rows = written.get(file) ?? [];
      written.set(file, rows);
      rows.push(JSON.stringify(whole));
      count += 1;
    };
    for (const request of trueRequests(traits, seed)) {
      if (count >= lines) break;
      addRequest(totals, request, traits);
      form.write(request, { totals, chance, row });
    }
    const reach = form.jostledBy ?? 0;
    const files = [...written].map(([name, rows]) => [name, jostled(rows, reach, chance)] as const);
    return { files: Object.fromEntries(files), totals };
  };
  return { format, shape, options, generate };
}

/** Milliseconds since 1970 as ISO 8601. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** Nano-dollars as the decimal number of dollars that a log would show. */
export function dollars(nanoUsd: number): number {
  return nanoUsd / 1e9;
}
