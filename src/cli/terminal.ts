/** Where a command prints to, and what that place can show. */
export interface Terminal {
  /** The product: a report, or JSON. */
  readonly out: (text: string) => void;
  /** For people: progress, notes, errors. */
  readonly err: (text: string) => void;
  readonly isInteractive: boolean;
  readonly colour: boolean;
  readonly width: number;
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
    colour: wantsColour && process.stdout.isTTY,
    width: process.stdout.columns ?? 100,
  };
}
