import { HarnessError } from "../core/harness-error.ts";
import { loadInputs, type InputOptions, type Inputs } from "./load-inputs.ts";
import type { Redaction } from "./redaction.ts";

/**
 * The inputs of a run that was begun before, priced at its moment in milliseconds since 1970. A run
 * keeps paths as they were typed: what is not found may be there from where the run was started.
 */
export async function loadKeptInputs(
  options: InputOptions,
  asOfMs: number,
  redaction: Redaction,
): Promise<Inputs> {
  try {
    return await loadInputs(options, asOfMs, redaction);
  } catch (error) {
    if (!(error instanceof HarnessError) || error.code !== "invalid-input") throw error;
    throw new HarnessError(error.code, error.message, {
      cause: error,
      problems: error.problems,
      hint: error.hint ?? "mend that, or type it where the run was started: its paths begin there",
    });
  }
}
