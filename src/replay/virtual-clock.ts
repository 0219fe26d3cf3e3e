import type { Clock } from "../core/clock.ts";

interface Sleeper {
  readonly wakeAtMs: number;
  readonly sequence: number;
  readonly wake: () => void;
}

/**
 * A clock that jumps to the next wake-up once every worker sleeps.
 *
 * A worker that waits for anything else (the next record, the journal) counts as busy, so real
 * input and output hold the clock still, and a replay takes the same virtual time on any machine.
 */
export class VirtualClock implements Clock {
  #nowMs = 0;
  #busyWorkers = 0;
  #sequence = 0;
  /** A binary heap: the next to wake stands first. */
  readonly #sleepers: Sleeper[] = [];

  nowMs(): number {
    return this.#nowMs;
  }

  /**
   * Runs workers whose sleeps this clock may skip; sleeping outside of one never ends.
   * All of them count as busy before the first starts: none may skip ahead of the others.
   */
  async work(workers: readonly (() => Promise<void>)[]): Promise<void> {
    this.#busyWorkers += workers.length;
    const ended = workers.map(async (worker) => {
      try {
        await worker();
      } finally {
        this.#leave();
      }
    });
    try {
      await Promise.all(ended);
    } finally {
      await Promise.allSettled(ended);
    }
  }

  sleep(durationMs: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(signal.reason as Error);
    if (!(durationMs > 0)) return Promise.resolve();
    return new Promise<void>((resolve, reject) => {
      const wake = (): void => (signal.aborted ? reject(signal.reason as Error) : resolve());
      this.#push({ wakeAtMs: this.#nowMs + durationMs, sequence: this.#sequence++, wake });
      this.#leave();
    });
  }

  #leave(): void {
    this.#busyWorkers -= 1;
    if (this.#busyWorkers > 0) return;
    const next = this.#pop();
    if (next === undefined) return;
    this.#nowMs = next.wakeAtMs;
    this.#busyWorkers += 1;
    next.wake();
  }

  #push(sleeper: Sleeper): void {
    const heap = this.#sleepers;
    let index = heap.length;
    heap.push(sleeper);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (isBefore(heap[parent]!, sleeper)) break;
      heap[index] = heap[parent]!;
      index = parent;
    }
    heap[index] = sleeper;
  }

  #pop(): Sleeper | undefined {
    const heap = this.#sleepers;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1;
      if (isBefore(last, heap[child]!)) break;
      heap[index] = heap[child]!;
      index = child;
    }
    heap[index] = last;
    return first;
  }
}

/** Ties go to who fell asleep first: the order never depends on the heap's layout. */
function isBefore(left: Sleeper, right: Sleeper): boolean {
  return left.wakeAtMs === right.wakeAtMs
    ? left.sequence < right.sequence
    : left.wakeAtMs < right.wakeAtMs;
}
