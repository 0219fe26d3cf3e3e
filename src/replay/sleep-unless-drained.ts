import type { Clock } from "../core/clock.ts";
import { HarnessError } from "../core/harness-error.ts";

/** Where a trial waits: what it sleeps on, and what ends that early. */
interface Bed {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly drain?: AbortSignal | undefined;
}

/**
 * Sleeps before the next try of a call. A provider may ask for minutes: whoever ends the run does
 * not wait for them. Rejects with `HarnessError` "interrupted" where the run is ending.
 */
export async function sleepUnlessDrained(
  durationMs: number,
  { clock, signal, drain }: Bed,
): Promise<void> {
  if (drain === undefined) return clock.sleep(durationMs, signal);
  const sleep = new AbortController();
  const wake = (): void => sleep.abort();
  signal.addEventListener("abort", wake);
  drain.addEventListener("abort", wake);
  try {
    signal.throwIfAborted();
    if (drain.aborted) throw endOfRun();
    await clock.sleep(durationMs, sleep.signal);
  } catch (error) {
    signal.throwIfAborted();
    throw sleep.signal.aborted ? endOfRun() : error;
  } finally {
    signal.removeEventListener("abort", wake);
    drain.removeEventListener("abort", wake);
  }
}

function endOfRun(): HarnessError {
  return new HarnessError("interrupted", "the run is ending");
}
