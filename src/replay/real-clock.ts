import type { WorkerClock } from "./worker-clock.ts";

/** Where a real clock takes its time from: handed in, so that a test can hand in its own. */
export interface Timers {
  /** Milliseconds on a clock that never jumps; from where it counts does not matter. */
  readonly now: () => number;
  /** Calls back once after about `delayMs`, and returns what takes that back. */
  readonly start: (callback: () => void, delayMs: number) => () => void;
}

/** The longest delay that `setTimeout` holds: a longer one fires at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

const systemTimers: Timers = {
  now: () => performance.now(),
  start: (callback, delayMs) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};

/** Real time since the clock was made, on the monotonic clock: wall time may jump. */
export class RealClock implements WorkerClock {
  readonly #timers: Timers;
  readonly #startedAtMs: number;

  constructor(timers: Timers = systemTimers) {
    this.#timers = timers;
    this.#startedAtMs = timers.now();
  }

  nowMs(): number {
    return this.#timers.now() - this.#startedAtMs;
  }

  async work(workers: readonly (() => Promise<void>)[]): Promise<void> {
    const ended = workers.map((worker) => worker());
    try {
      await Promise.all(ended);
    } finally {
      await Promise.allSettled(ended);
    }
  }

  turn(): Promise<void> {
    return Promise.resolve();
  }

  /** Never ends early: timers may fire a little before their time, so the clock itself is asked. */
  sleep<Value = void>(durationMs: number, signal: AbortSignal, value?: Value): Promise<Value> {
    if (signal.aborted) return Promise.reject(signal.reason as Error);
    if (!(durationMs > 0)) return Promise.resolve(value as Value);
    const wakeAtMs = this.nowMs() + durationMs;
    return new Promise<Value>((resolve, reject) => {
      let takeBack = (): void => undefined;
      const abort = (): void => {
        takeBack();
        reject(signal.reason as Error);
      };
      const sleepOn = (): void => {
        const restMs = wakeAtMs - this.nowMs();
        // An endless sleep needs no timer: only its signal ends it.
        if (restMs === Infinity) return;
        if (restMs > 0) {
          takeBack = this.#timers.start(sleepOn, Math.min(Math.ceil(restMs), LONGEST_TIMER_MS));
          return;
        }
        signal.removeEventListener("abort", abort);
        resolve(value as Value);
      };
      signal.addEventListener("abort", abort, { once: true });
      sleepOn();
    });
  }
}
