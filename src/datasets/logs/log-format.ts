import type { JsonObject } from "../../core/json.ts";
import type { Fault } from "../read-cell.ts";
import type { LogEvent } from "./log-event.ts";
import type { LogOption, LogOptions } from "./log-options.ts";

/** The logs that are read without being told where anything stands. */
export const logFormatNames = [
  "litellm",
  "otel-genai",
  "langfuse",
  "openai",
  "helicone",
  "openinference",
  "tensorzero",
  "vllm-sr",
  "portkey",
  "openrouter",
  "routeproof",
] as const;

export type LogFormatName = (typeof logFormatNames)[number];

export function isLogFormatName(name: string): name is LogFormatName {
  return (logFormatNames as readonly string[]).includes(name);
}

/** Where one kind of log keeps everything: one file a format, one line in the table of `formats.ts`. */
export interface LogFormat {
  readonly name: LogFormatName | "csv" | "jsonl";
  /** The options it takes; `required`: it cannot be read without. */
  readonly options: Readonly<Partial<Record<LogOption, "optional" | "required">>>;
  /**
   * Names at the top of a row that are read, or known to say nothing of what we keep; any other is
   * listed as unmapped. Empty: the format itself tells of the fields that it does not know.
   */
  readonly fields: ReadonlySet<string>;
  /** Calls of one request share its id; absent: an id that stands twice is a row that does. */
  readonly sharesIds?: true;
  /** Paths in an event's row that are read where the manifest's `record` names none. */
  readonly defaults: LogDefaults;
  /** Reads one line. A row with a fault gives nothing, whatever was emitted for it. */
  read(row: JsonObject, reading: LogReading): void;
}

/** A path in a row, or several: the first that leads to something counts. */
export type PathChoice = string | readonly string[];

export interface LogDefaults {
  readonly group?: PathChoice;
  readonly owner?: PathChoice;
  readonly tags?: Readonly<Record<string, PathChoice>>;
}

/** What a format is handed to read a line with. */
export interface LogReading {
  readonly options: LogOptions;
  /** None, one or many a line: an envelope holds many calls. */
  readonly emit: (event: LogEvent) => void;
  /** Tells of a value that cannot be read: the whole line is rejected with the reason. */
  readonly fault: Fault;
  /** Tells of a time that names no zone: it was read as UTC. */
  readonly lacksZone: () => void;
  /** Tells of a field that is not read, by its name or path; never by its value. */
  readonly unmapped: (path: string) => void;
  /** Tells of something that is no call, by what it is, such as `tool span`. */
  readonly skip: (kind: string) => void;
}
