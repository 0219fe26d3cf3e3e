import type { JsonValue } from "../core/json.ts";

/** One value of a row. CSV cells are text, and empty ones stand for nothing. */
export type Cell = JsonValue | undefined;

/** A row of a data file, named by the physical line it starts on. */
export type TableRow =
  | { readonly kind: "cells"; readonly line: number; readonly cells: readonly Cell[] }
  | { readonly kind: "unreadable"; readonly line: number; readonly because: string };

/** A row longer than this is never held in memory. */
export const LONGEST_ROW_BYTES: number = 64 * 1024 * 1024;

export const LONGEST_ROW_SHOWN = "64 MB";
