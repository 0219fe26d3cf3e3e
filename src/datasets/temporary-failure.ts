import { tmpdir } from "node:os";
import { HarnessError } from "../core/harness-error.ts";

/** The temporary folder takes no more, or is none: what is wrong with it, and what to do. */
export function temporaryFailure(cause: unknown): HarnessError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new HarnessError("storage", `the temporary folder ${tmpdir()}: ${reason}`, {
    cause,
    hint: "free space there, or set TMPDIR to a folder with room for the data",
  });
}
