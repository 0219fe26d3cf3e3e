import { HarnessError } from "../core/harness-error.ts";
import { terminalText } from "../reports/terminal/terminal-text.ts";

export { terminalText };

/** What an error says to a person: safe for a terminal, whatever data it quotes. */
export function messageOf(error: unknown): {
  readonly message: string;
  readonly hint: string | undefined;
} {
  if (error instanceof HarnessError) {
    const lines = error.message.split("\n").map(terminalText);
    return { message: lines.join("\n"), hint: error.hint && terminalText(error.hint) };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { message: `unexpected: ${terminalText(message)}`, hint: undefined };
}
