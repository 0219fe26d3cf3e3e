import type { AttemptResult } from "../core/attempt.ts";
import type { FailureKind } from "../core/failure.ts";

/** A route that was told to slow down waits at least so long: no hint makes a hot loop. */
const SHORTEST_MS = 1000;

const slowsDown: ReadonlySet<FailureKind> = new Set<FailureKind>(["rate_limit", "overloaded"]);

/**
 * The pause of one route after its provider asked for one. Without a hint pauses double while calls
 * sent after the last one are refused again, and each call that gets through halves the next.
 */
export class CoolDown {
  readonly #longestMs: number;
  #untilMs = 0;
  #beganAtMs = -Infinity;
  #doublings = 0;

  constructor(longestMs: number) {
    this.#longestMs = Math.max(longestMs, SHORTEST_MS);
  }

  waitMs(nowMs: number): number {
    return Math.max(this.#untilMs - nowMs, 0);
  }

  /** Takes in how a call ended that was sent at `sentAtMs`; returns the pause that this began. */
  learn(result: AttemptResult, sentAtMs: number, nowMs: number): number {
    const untilMs = this.#untilMs;
    this.#take(result, sentAtMs, nowMs);
    return untilMs <= nowMs ? this.waitMs(nowMs) : 0;
  }

  #take(result: AttemptResult, sentAtMs: number, nowMs: number): void {
    // Calls that were in flight when a pause began tell of the time before it, not of how it helped.
    const isNews = sentAtMs >= this.#beganAtMs;
    if (result.kind !== "failure" || !slowsDown.has(result.failure.kind)) {
      if (isNews) this.#doublings = Math.max(this.#doublings - 1, 0);
      return;
    }
    const hintMs = result.failure.retryAfterMs;
    if (hintMs !== undefined && !Number.isNaN(hintMs)) {
      this.#pause(hintMs, nowMs);
    } else if (isNews) {
      this.#pause(SHORTEST_MS * 2 ** this.#doublings, nowMs);
      if (SHORTEST_MS * 2 ** this.#doublings < this.#longestMs) this.#doublings += 1;
    }
  }

  #pause(askedMs: number, nowMs: number): void {
    const pauseMs = Math.min(Math.max(askedMs, SHORTEST_MS), this.#longestMs);
    this.#untilMs = Math.max(this.#untilMs, nowMs + pauseMs);
    this.#beganAtMs = nowMs;
  }
}
