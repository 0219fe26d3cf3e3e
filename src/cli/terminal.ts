import { terminalText } from "../run/describe-error.ts";
import type { Redaction } from "../run/redaction.ts";

/** Takes the line away that the cursor is on: the one thing that may act on a terminal's stderr. */
export const ERASE_LINE = "\r\x1b[2K";

/** Where a command prints to, and what that place can show. */
export interface Terminal {
  /** The product: a report, or JSON. */
  readonly out: (text: string) => void;
  /** For people: progress, notes, errors. What acts is shown as an escape, but for `ERASE_LINE`. */
  readonly err: (text: string) => void;
  readonly isInteractive: boolean;
  /** Whether somebody can be asked. */
  readonly canAsk: boolean;
  readonly colour: boolean;
  readonly width: number;
  /** What plots are drawn with; absent: it is no terminal, and nothing is plotted. */
  readonly plots?: "blocks" | "ascii";
}

/** The process's own streams. A reader that went away (`| head`) is no error. */
export function processTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") return;
      process.exitCode = 5;
    });
  }
  const isDumb = process.env["TERM"] === "dumb";
  const wantsColour = (process.env["NO_COLOR"] ?? "") === "" && !isDumb;
  return {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    isInteractive: process.stderr.isTTY && !isDumb,
    canAsk: process.stdin.isTTY && process.stderr.isTTY,
    colour: wantsColour && process.stdout.isTTY,
    // A terminal whose size nobody has set says 0.
    width: process.stdout.columns || 100,
    ...(process.stdout.isTTY && { plots: showsBlocks(process.env) ? "blocks" : "ascii" }),
  };
}

/** The same place, where no key is ever shown once it is known, and no data acts on stderr. */
export function shielded(terminal: Terminal, redaction: Redaction): Terminal {
  return {
    ...terminal,
    out: (text) => terminal.out(redaction.text(text)),
    err: (text) => terminal.err(inertLines(redaction.text(text))),
  };
}

/** Only at the very beginning, where no data ever stands, may a line be erased. */
function inertLines(text: string): string {
  const erase = text.startsWith(ERASE_LINE) ? ERASE_LINE : "";
  return erase + text.slice(erase.length).split("\n").map(terminalText).join("\n");
}

/** Whether block characters come out as such: a locale that says UTF-8, on no dumb terminal. */
export function showsBlocks(env: Readonly<Record<string, string | undefined>>): boolean {
  const locale = [env["LC_ALL"], env["LC_CTYPE"], env["LANG"]].find(
    (name) => name !== undefined && name !== "",
  );
  return env["TERM"] !== "dumb" && /utf-?8/i.test(locale ?? "");
}
