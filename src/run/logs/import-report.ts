import type { LogSummary } from "../../core/log-summary.ts";

export const IMPORT_SCHEMA_VERSION = 1;

/** `import.json`: what was read and what became of it. Users read it: its names are snake_case. */
export interface ImportReport {
  readonly schema_version: typeof IMPORT_SCHEMA_VERSION;
  readonly tool_version: string;
  readonly dataset: string;
  readonly format: string;
  readonly inputs: readonly { readonly path: string; readonly sha256: string }[];
  readonly rejected: number;
  readonly store_text: "full" | "none";
  readonly log: LogSummary;
  readonly warnings: readonly string[];
}
