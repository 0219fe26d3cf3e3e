import type { Attempt } from "../core/attempt.ts";

/** The newest so many are kept: a quantile of more says nothing new, and memory stays bounded. */
export const MOST_LATENCIES = 4096;

/**
 * The durations of one kind (complete, or first token) that one route took within the last
 * `windowMs`, at most the newest 4,096. Times come in order; a duration that ended exactly
 * `windowMs` ago is out.
 */
export class LatencyWindow {
  readonly #windowMs: number;
  /** A ring in the order of time. */
  readonly #endedAtMs: Float64Array = new Float64Array(MOST_LATENCIES);
  readonly #durations: Float64Array = new Float64Array(MOST_LATENCIES);
  #first = 0;
  #count = 0;
  /** The same durations, ascending. */
  readonly #sorted: Float64Array = new Float64Array(MOST_LATENCIES);

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  add(atMs: number, durationMs: number): void {
    this.slideTo(atMs);
    if (this.#count === MOST_LATENCIES) this.#dropOldest();
    const place = (this.#first + this.#count) % MOST_LATENCIES;
    this.#endedAtMs[place] = atMs;
    this.#durations[place] = durationMs;
    const rank = this.#rankOf(durationMs);
    this.#sorted.copyWithin(rank + 1, rank, this.#count);
    this.#sorted[rank] = durationMs;
    this.#count += 1;
  }

  /** The duration of an attempt that ended then, where it says how fast its route answers. */
  addComplete(attempt: Attempt, atMs: number): void {
    if (attempt.latencyMs === undefined) return;
    if (attempt.result.kind === "response" || hungUp(attempt)) this.add(atMs, attempt.latencyMs);
  }

  /** The same of its first token. */
  addFirstToken(attempt: Attempt, atMs: number): void {
    const isAnswer = attempt.result.kind === "response";
    const waitedMs = hungUp(attempt) ? attempt.latencyMs : undefined;
    const firstTokenMs = attempt.firstTokenMs ?? waitedMs;
    if (firstTokenMs !== undefined && (isAnswer || hungUp(attempt))) this.add(atMs, firstTokenMs);
  }

  /** Lets go of what is too old at that time. */
  slideTo(nowMs: number): void {
    const before = nowMs - this.#windowMs;
    while (this.#count > 0 && this.#endedAtMs[this.#first]! <= before) this.#dropOldest();
  }

  get count(): number {
    return this.#count;
  }

  /** By nearest rank: the smallest duration that this share does not exceed; absent: none is known. */
  quantile(share: number): number | undefined {
    if (this.#count === 0) return undefined;
    const rank = Math.min(this.#count, Math.max(1, Math.ceil(share * this.#count - 1e-9)));
    return this.#sorted[rank - 1];
  }

  clear(): void {
    this.#first = 0;
    this.#count = 0;
  }

  #dropOldest(): void {
    const rank = this.#rankOf(this.#durations[this.#first]!);
    this.#sorted.copyWithin(rank, rank + 1, this.#count);
    this.#first = (this.#first + 1) % MOST_LATENCIES;
    this.#count -= 1;
  }

  /** The first place whose duration is not smaller. */
  #rankOf(durationMs: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sorted[middle]! < durationMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/**
 * Who hung up waited at least as long as the answer would have taken. What was turned away at once
 * says nothing of how fast a route answers.
 */
function hungUp({ result }: Attempt): boolean {
  if (result.kind !== "failure") return false;
  return result.failure.kind === "timeout" || result.failure.kind === "first_token_timeout";
}
