import type { StreamProgress, WireReply } from "./wire.ts";

/** Timers cannot be set for longer: they would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export interface AttemptLimits {
  /** From dispatch to the end of the answer. */
  readonly timeoutMs: number;
  /** Between two events of a stream. */
  readonly stallMs: number;
  /** From dispatch to the first token of a stream. */
  readonly firstTokenTimeoutMs: number | undefined;
  readonly streams: boolean;
}

/** How an attempt ended. What it timed out on is known here alone: an SDK may call it success. */
export type AttemptEnd =
  | { readonly kind: "replied"; readonly reply: WireReply }
  | { readonly kind: "threw"; readonly error: unknown }
  | {
      readonly kind: "hung_up";
      readonly failure: "timeout" | "first_token_timeout";
      readonly detail: string;
    };

/** Milliseconds from dispatch, to the microsecond. Absent: it never came. */
export interface AttemptTimes {
  /** Milliseconds of the clock: what the others count from. */
  readonly dispatchedAtMs: number;
  readonly latencyMs: number;
  readonly firstTokenMs: number | undefined;
  readonly firstThoughtMs: number | undefined;
  readonly eventOffsetsMs: readonly number[];
}

export type SendOnce = (how: {
  readonly stream: boolean;
  readonly signal: AbortSignal;
  readonly progress: StreamProgress;
}) => Promise<WireReply>;

/**
 * Sends once and waits no longer than the limits say, whatever the SDK does with the signal.
 * Rejects only when `signal` is aborted.
 */
export async function runAttempt(
  send: SendOnce,
  limits: AttemptLimits,
  nowMs: () => number,
  signal: AbortSignal,
): Promise<{ readonly end: AttemptEnd; readonly times: AttemptTimes }> {
  signal.throwIfAborted();
  // A fresh controller each time: SDKs leave listeners behind on a signal that lives longer.
  const controller = new AbortController();
  const stopped = Promise.withResolvers<undefined>();
  let isOver = false;
  let hungUp: Extract<AttemptEnd, { kind: "hung_up" }> | undefined;
  const stop = (): void => {
    controller.abort();
    stopped.resolve(undefined);
  };
  const after = (
    durationMs: number,
    failure: "timeout" | "first_token_timeout",
    detail: string,
  ): NodeJS.Timeout => {
    const hangUp = (): void => {
      hungUp ??= { kind: "hung_up", failure, detail };
      stop();
    };
    return setTimeout(hangUp, Math.min(Math.max(durationMs, 0), LONGEST_TIMER_MS));
  };

  const { timeoutMs, stallMs, firstTokenTimeoutMs, streams } = limits;
  signal.addEventListener("abort", stop, { once: true });
  const times = new TimesTaken(nowMs);
  // Set before the deadline: of two timers that end together the first one is the finer answer.
  const firstToken =
    streams && firstTokenTimeoutMs !== undefined
      ? after(
          firstTokenTimeoutMs,
          "first_token_timeout",
          `no token within ${firstTokenTimeoutMs} ms`,
        )
      : undefined;
  const deadline = after(timeoutMs, "timeout", `no answer within ${timeoutMs} ms`);
  const stall = streams
    ? after(stallMs, "timeout", `no event of the stream for ${stallMs} ms`)
    : undefined;
  const progress: StreamProgress = {
    event() {
      // An SDK that was hung up on may still tell of events: a refreshed timer would run again.
      if (isOver) return;
      stall?.refresh();
      times.event();
    },
    token() {
      clearTimeout(firstToken);
      times.token();
    },
    thought: () => times.thought(),
  };
  try {
    const sent = send({ stream: streams, signal: controller.signal, progress });
    const ended: Promise<AttemptEnd> = sent.then(
      (reply) => ({ kind: "replied", reply }),
      (error: unknown) => ({ kind: "threw", error }),
    );
    const end = await Promise.race([ended, stopped.promise]);
    const taken = times.taken();
    signal.throwIfAborted();
    if (hungUp !== undefined) return { end: hungUp, times: taken };
    if (end === undefined) throw new Error("an attempt stopped for no reason");
    return { end, times: taken };
  } finally {
    isOver = true;
    signal.removeEventListener("abort", stop);
    for (const timer of [firstToken, deadline, stall]) clearTimeout(timer);
  }
}

/** Notes when things happen for the first time. */
class TimesTaken {
  readonly #nowMs: () => number;
  readonly #dispatchedAtMs: number;
  readonly #eventOffsetsMs: number[] = [];
  #firstTokenMs: number | undefined;
  #firstThoughtMs: number | undefined;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
    this.#dispatchedAtMs = nowMs();
  }

  event(): void {
    this.#eventOffsetsMs.push(this.#sinceDispatchMs());
  }

  token(): void {
    this.#firstTokenMs ??= this.#sinceDispatchMs();
  }

  thought(): void {
    this.#firstThoughtMs ??= this.#sinceDispatchMs();
  }

  taken(): AttemptTimes {
    return {
      dispatchedAtMs: this.#dispatchedAtMs,
      latencyMs: this.#sinceDispatchMs(),
      firstTokenMs: this.#firstTokenMs,
      firstThoughtMs: this.#firstThoughtMs,
      eventOffsetsMs: this.#eventOffsetsMs,
    };
  }

  #sinceDispatchMs(): number {
    return sinceMs(this.#dispatchedAtMs, this.#nowMs());
  }
}

/** To the microsecond: finer is noise, and it fills journals. */
export function sinceMs(fromMs: number, toMs: number): number {
  return Math.round((toMs - fromMs) * 1000) / 1000;
}
