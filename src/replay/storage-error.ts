import { HarnessError } from "../core/harness-error.ts";

/** What ends a run whose file could not be written. */
export function storageError(path: string, cause: unknown): HarnessError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new HarnessError("storage", `${path}: could not be written: ${why}`, { cause });
}
