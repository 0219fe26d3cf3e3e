import type { WorkerClock } from "./worker-clock.ts";

interface Sleeper {
  readonly wakeAtMs: number;
  readonly sequence: number;
  readonly signal: AbortSignal;
  readonly value: unknown;
  readonly wake: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

/** Of a turn: it is over as soon as those are that were due before it. */
const neverAborted: AbortSignal = new AbortController().signal;

/**
 * A clock that jumps to the next wake-up once every worker sleeps.
 *
 * A worker that waits for anything else (the next record, the journal) counts as busy, so real
 * input and output hold the clock still, and a replay takes the same virtual time on any machine.
 * A worker that waits for another worker (a slot, its turn) has to sleep until a signal aborts:
 * awaiting a bare promise would count as busy, and the clock would never reach whoever ends it.
 */
export class VirtualClock implements WorkerClock {
  #nowMs = 0;
  #busyWorkers = 0;
  #sequence = 0;
  /** A binary heap: the next to wake stands first. */
  #sleepers: Sleeper[] = [];
  /** One listener a signal, not one a sleep: a run has millions of sleeps under one signal. */
  readonly #watched = new WeakSet<AbortSignal>();

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

  /** An endless sleep ends when its signal aborts, or when nobody is left who could abort it. */
  sleep<Value = void>(durationMs: number, signal: AbortSignal, value?: Value): Promise<Value> {
    if (signal.aborted) return Promise.reject(signal.reason as Error);
    if (!(durationMs > 0)) return Promise.resolve(value as Value);
    this.#watch(signal);
    return new Promise<Value>((resolve, reject) => {
      const wakeAtMs = this.#nowMs + durationMs;
      const wake = resolve as Sleeper["wake"];
      this.#push({ wakeAtMs, sequence: this.#sequence++, signal, value, wake, reject });
      this.#leave();
    });
  }

  turn(): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const due = { wakeAtMs: this.#nowMs, sequence: this.#sequence++ };
      const wake = resolve as Sleeper["wake"];
      this.#push({ ...due, signal: neverAborted, value: undefined, wake, reject });
      this.#leave();
    });
  }

  #watch(signal: AbortSignal): void {
    if (this.#watched.has(signal)) return;
    this.#watched.add(signal);
    signal.addEventListener("abort", () => this.#endSleepsOf(signal), { once: true });
  }

  /** Who is woken counts as busy from now on, before it runs: the clock must not jump past it. */
  #endSleepsOf(signal: AbortSignal): void {
    const sleepers = this.#sleepers.toSorted((left, right) => left.sequence - right.sequence);
    this.#sleepers = [];
    for (const sleeper of sleepers) {
      if (sleeper.signal === signal) {
        this.#busyWorkers += 1;
        sleeper.reject(signal.reason);
      } else {
        this.#push(sleeper);
      }
    }
  }

  #leave(): void {
    this.#busyWorkers -= 1;
    if (this.#busyWorkers > 0) return;
    const next = this.#pop();
    if (next === undefined) return;
    this.#busyWorkers += 1;
    if (next.wakeAtMs === Infinity) {
      next.reject(new Error("every worker waits for another one, and none can go on"));
      return;
    }
    this.#nowMs = next.wakeAtMs;
    next.wake(next.value);
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
