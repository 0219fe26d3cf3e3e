import { terminalText } from "../run/describe-error.ts";
import { newProgress, type Progress } from "../run/progress.ts";
import type { World } from "../run/world.ts";
import { askForCap } from "./ask-for-cap.ts";
import type { CommandContext } from "./command-context.ts";
import { showProgress } from "./progress-line.ts";
import { listenForSignals, type RunSignals } from "./signals.ts";
import { ERASE_LINE } from "./terminal.ts";

/** The process around a command that runs for a while: its clock, its signals, its progress. */
export interface LiveWorld {
  readonly world: World;
  readonly progress: Progress;
  readonly received: RunSignals["received"];
  /** Takes the progress line away and lets go of the signals. */
  readonly stop: () => void;
}

export function openLiveWorld(
  { terminal, redaction }: CommandContext,
  flags: { readonly quiet?: boolean },
): LiveWorld {
  const progress = newProgress();
  const signals = listenForSignals(terminal);
  const show = () => (flags.quiet === true ? undefined : showProgress(progress, terminal));
  let line = show();
  const note = (message: string): void => {
    if (flags.quiet === true) return;
    // On a terminal it takes the place of the progress line, which is drawn anew below it.
    const line = `${terminalText(message)}\n`;
    terminal.err(terminal.isInteractive ? `${ERASE_LINE}${line}` : line);
  };
  return {
    world: {
      nowMs: () => Date.now(),
      randomSuffix: () => crypto.randomUUID().slice(0, 6),
      drain: signals.drain,
      note,
      env: (name) => process.env[name],
      redaction,
      ...(terminal.canAsk && {
        askForCap: async (plan: string) => {
          // A progress line would be drawn over the question.
          line?.stop();
          try {
            return await askForCap(terminal, plan);
          } finally {
            line = show();
          }
        },
      }),
    },
    progress,
    received: signals.received,
    stop: () => {
      line?.stop();
      signals.stop();
    },
  };
}

/** CI systems set `CI` to `true`, `1` or their own name. */
export function isInCi(): boolean {
  return !["", "0", "false"].includes((process.env["CI"] ?? "").toLowerCase());
}
