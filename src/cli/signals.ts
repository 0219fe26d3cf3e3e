import type { Terminal } from "./terminal.ts";

/** What the operating system told a run. */
export interface RunSignals {
  /** Aborted by the first signal. */
  readonly drain: AbortSignal;
  readonly received: () => "SIGINT" | "SIGTERM" | undefined;
  readonly stop: () => void;
}

const exitCodeOfSignal = { SIGINT: 130, SIGTERM: 143 } as const;

/** The first Ctrl-C (or SIGTERM) drains the run, the second ends the process at once. */
export function listenForSignals(terminal: Terminal): RunSignals {
  const controller = new AbortController();
  let first: "SIGINT" | "SIGTERM" | undefined;
  const onSignal = (signal: "SIGINT" | "SIGTERM"): void => {
    // Nothing may wait for a drain that hangs: the journal is whole at any moment.
    if (first !== undefined) {
      terminal.err(`exit ${exitCodeOfSignal[signal]}: stopped at once; the run can be resumed\n`);
      process.exit(exitCodeOfSignal[signal]);
    }
    first = signal;
    terminal.err("\nstopping: what is running is finished and kept; once more to quit now\n");
    controller.abort();
  };
  const onInterrupt = (): void => onSignal("SIGINT");
  const onTerminate = (): void => onSignal("SIGTERM");
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onTerminate);
  return {
    drain: controller.signal,
    received: () => first,
    stop: () => {
      process.off("SIGINT", onInterrupt);
      process.off("SIGTERM", onTerminate);
    },
  };
}
