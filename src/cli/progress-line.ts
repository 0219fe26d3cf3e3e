import { usdFromNanoUsd } from "../core/money.ts";
import type { Progress } from "../run/progress.ts";
import { ERASE_LINE, type Terminal } from "./terminal.ts";

const INTERACTIVE_EVERY_MS = 100;
const PLAIN_EVERY_MS = 30_000;

/**
 * Shows a run's progress until stopped: one line that is redrawn on a terminal, a plain line now
 * and then elsewhere.
 */
export function showProgress(
  progress: Progress,
  terminal: Terminal,
): { readonly stop: () => void } {
  const startedAtMs = performance.now();
  const draw = (): void => {
    const line = progressLine(progress, startedAtMs, performance.now());
    if (terminal.isInteractive) terminal.err(`${ERASE_LINE}${line.slice(0, terminal.width - 1)}`);
    else terminal.err(`${line}\n`);
  };
  const timer = setInterval(draw, terminal.isInteractive ? INTERACTIVE_EVERY_MS : PLAIN_EVERY_MS);
  timer.unref();
  return {
    stop: () => {
      clearInterval(timer);
      if (terminal.isInteractive) terminal.err(ERASE_LINE);
    },
  };
}

/** `1240/5000 25% · 38/s · ETA 1:39 · $0.41 · errors 3`. */
export function progressLine(progress: Progress, startedAtMs: number, nowMs: number): string {
  const { phase, done, total, kept, replayingSinceMs, costNanoUsd, errors } = progress;
  if (phase === "reading") return `reading the dataset · ${clockTime(nowMs - startedAtMs)}`;
  if (phase === "comparing") return `comparing ${total} outcomes`;
  const elapsedMs = nowMs - replayingSinceMs;
  const perSecond = elapsedMs > 0 ? ((done - kept) * 1000) / elapsedMs : 0;
  const percent = total > 0 ? Math.floor((done * 100) / total) : 0;
  const etaMs = perSecond > 0 ? ((total - done) * 1000) / perSecond : undefined;
  const parts = [
    `${done}/${total} ${percent}%`,
    `${perSecond.toFixed(0)}/s`,
    `ETA ${etaMs === undefined ? "?" : clockTime(etaMs)}`,
    `$${usdFromNanoUsd(costNanoUsd).toFixed(4)}`,
    `errors ${errors}`,
  ];
  return parts.join(" · ");
}

function clockTime(durationMs: number): string {
  const seconds = Math.round(durationMs / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
