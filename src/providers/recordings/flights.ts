interface Flight<Landed> {
  readonly landed: Promise<Landed>;
  readonly abort: AbortController;
  waiting: number;
}

/**
 * Calls under way by key, each shared by everyone who waits for it. A call goes on while anyone
 * still wants it: only when the last one who waits gives up is it aborted.
 */
export class Flights<Landed> {
  readonly #flights = new Map<string, Flight<Landed>>();

  /** Absent: nothing is under way for this key. Rejects when `signal` aborts. */
  join(key: string, signal: AbortSignal): Promise<Landed> | undefined {
    const flight = this.#flights.get(key);
    return flight && this.#wait(key, flight, signal);
  }

  /** Nothing may be under way for this key. */
  start(
    key: string,
    signal: AbortSignal,
    fly: (signal: AbortSignal) => Promise<Landed>,
  ): Promise<Landed> {
    const abort = new AbortController();
    const flight: Flight<Landed> = {
      abort,
      landed: fly(abort.signal).finally(() => this.#forget(key, flight)),
      waiting: 0,
    };
    this.#flights.set(key, flight);
    return this.#wait(key, flight, signal);
  }

  async #wait(key: string, flight: Flight<Landed>, signal: AbortSignal): Promise<Landed> {
    signal.throwIfAborted();
    flight.waiting += 1;
    const left = Promise.withResolvers<never>();
    const leave = (): void => {
      flight.waiting -= 1;
      if (flight.waiting > 0) return left.reject(signal.reason);
      // Whoever leaves last stays until the call has ended: its bookkeeping is not cut short.
      this.#forget(key, flight);
      flight.abort.abort(signal.reason);
    };
    signal.addEventListener("abort", leave, { once: true });
    try {
      const landed = await Promise.race([flight.landed, left.promise]);
      signal.throwIfAborted();
      return landed;
    } finally {
      signal.removeEventListener("abort", leave);
    }
  }

  #forget(key: string, flight: Flight<Landed>): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key);
  }
}
