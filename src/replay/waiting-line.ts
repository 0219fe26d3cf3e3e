import type { Clock } from "../core/clock.ts";
import { HarnessError } from "../core/harness-error.ts";

/** What a wait ends with, besides its turn. */
export interface WaitingRoom {
  readonly clock: Clock;
  /** Aborted: the wait rejects with its reason. */
  readonly signal: AbortSignal;
  /** Aborted: the run is ending, and the wait rejects with `HarnessError` "interrupted". */
  readonly drain: AbortSignal;
}

/** The reason of an abort that only means "look again": an error would cost its stack each time. */
const STIRRED = "stirred";

interface Waiter {
  /** Ends the waiter's present sleep, so that it looks again. */
  readonly stir: () => void;
}

/**
 * Callers that pass one after the other in the order they came. All waiting is sleep on the clock,
 * so that a virtual clock knows who waits; only the first asks, the others sleep until it is gone.
 */
export class WaitingLine {
  readonly #waiters: Waiter[] = [];

  /**
   * Resolves when `admit` has let the caller in at its turn, with the time it waited. `admit` takes what the caller came for
   * and returns 0, or takes nothing and returns how many milliseconds to wait before it is asked
   * again; `Infinity`: until somebody stirs the line. What it throws is what the caller gets.
   */
  async pass(admit: () => number, { clock, signal, drain }: WaitingRoom): Promise<number> {
    signal.throwIfAborted();
    if (this.#waiters.length === 0 && admit() <= 0) return 0;
    const cameAtMs = clock.nowMs();
    let sleep = new AbortController();
    const waiter: Waiter = { stir: () => sleep.abort(STIRRED) };
    signal.addEventListener("abort", waiter.stir);
    drain.addEventListener("abort", waiter.stir);
    this.#waiters.push(waiter);
    try {
      for (;;) {
        signal.throwIfAborted();
        if (drain.aborted) throw new HarnessError("interrupted", "the run is ending");
        const waitMs = this.#waiters[0] === waiter ? admit() : Infinity;
        if (waitMs <= 0) return clock.nowMs() - cameAtMs;
        sleep = new AbortController();
        await untilStirred(clock.sleep(waitMs, sleep.signal), sleep.signal);
      }
    } finally {
      signal.removeEventListener("abort", waiter.stir);
      drain.removeEventListener("abort", waiter.stir);
      this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
      this.stir();
    }
  }

  /** Has the first in line ask again: something that it may wait for has changed. */
  stir(): void {
    this.#waiters[0]?.stir();
  }
}

async function untilStirred(sleeping: Promise<void>, stirred: AbortSignal): Promise<void> {
  try {
    await sleeping;
  } catch (error) {
    if (!stirred.aborted) throw error;
  }
}
