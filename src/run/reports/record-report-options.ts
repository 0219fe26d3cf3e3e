import { badUsage, oneOf } from "../options/option-values.ts";
import type { RunManifest } from "../../core/run-manifest.ts";
import type { FormatName } from "../../reports/formats.ts";

/** What `--record-pages` takes. */
export const recordPagesChoices = ["all", "changed", "none"] as const;
/** What `--junit` takes. */
export const junitChoices = ["gates", "records"] as const;

/** What is asked of the reports beyond their formats. */
export interface RecordReportOptions {
  /** Undefined: all of small runs, of large ones what changed. */
  readonly recordPages: (typeof recordPagesChoices)[number] | undefined;
  readonly junit: (typeof junitChoices)[number];
}

/** The same as it was typed; absent: not given. */
export interface RecordReportFlags {
  readonly recordPages?: string | undefined;
  readonly junit?: string | undefined;
}

/** Throws where an option speaks of a report that is not asked for. */
export function refuseWithout(
  option: string,
  value: string | undefined,
  format: FormatName,
  asked: readonly FormatName[],
): void {
  if (value === undefined || asked.includes(format)) return;
  throw badUsage(
    `${option} goes with --format ${format}`,
    `add ${format} to the formats, or leave ${option} out`,
  );
}

/** Fills in defaults; a word that is none of the choices is a usage error. */
export function resolveRecordReports(flags: RecordReportFlags): RecordReportOptions {
  return {
    recordPages: oneOf("--record-pages", flags.recordPages, recordPagesChoices),
    junit: oneOf("--junit", flags.junit, junitChoices) ?? "gates",
  };
}

/** What the run was told, where it was told anything. */
export function recordReportsOf({ options }: Pick<RunManifest, "options">): RecordReportFlags {
  return { recordPages: options.record_pages, junit: options.junit };
}
