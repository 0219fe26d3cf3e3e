import { once } from "node:events";
import { createInterface } from "node:readline/promises";
import { dollars } from "../run/options/option-values.ts";
import { HarnessError } from "../core/harness-error.ts";
import type { Terminal } from "./terminal.ts";

const QUESTION = "Spend at most how many US dollars? (Enter alone: do not run) ";

/**
 * Shows what a live run would do and asks for its cap, in nano-dollars. Undefined: an empty answer,
 * Ctrl-C or the end of the input. Asks again for what is no amount.
 */
export async function askForCap(terminal: Terminal, plan: string): Promise<number | undefined> {
  terminal.err(`${plan}\n`);
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  lines.on("SIGINT", () => lines.close());
  const closed = once(lines, "close").then(() => "");
  try {
    for (;;) {
      const asked = lines.question(QUESTION).catch(emptyAtItsEnd);
      const answer = (await Promise.race([asked, closed])).trim();
      if (answer === "") return undefined;
      const cap = capOf(answer, terminal);
      if (cap !== undefined) return cap;
    }
  } finally {
    lines.close();
  }
}

/** Ctrl-D ends the input by an error of its own. */
function emptyAtItsEnd(error: unknown): string {
  if (error instanceof Error && error.name === "AbortError") return "";
  throw error;
}

function capOf(answer: string, terminal: Terminal): number | undefined {
  try {
    return dollars("the cap", answer);
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    terminal.err(`${error.message}\n`);
    return undefined;
  }
}
