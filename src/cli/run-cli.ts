import { CommanderError } from "commander";
import { createProgram } from "./program.ts";
import { processTerminal } from "./terminal.ts";

/** Parses and performs a command line; what came of it is the process's exit code. */
export async function runCli(argv: readonly string[]): Promise<void> {
  const program = await createProgram(argv.slice(2), processTerminal(), (code) => {
    // Never process.exit with output still on its way: a pipe would lose it.
    process.exitCode = code;
  });
  try {
    await program.parseAsync(argv);
  } catch (error) {
    // Help, version and wrong usage have been printed, and their exit code is set.
    if (!(error instanceof CommanderError)) throw error;
  }
}
