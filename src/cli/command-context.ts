import type { Redaction } from "../run/redaction.ts";
import type { Terminal } from "./terminal.ts";

/** What a command has besides its own options. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly redaction: Redaction;
  readonly exit: (code: number) => void;
}
