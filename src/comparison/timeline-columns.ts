import type { Outcome } from "../core/outcome.ts";
import type { PolicyEvent } from "../core/policy-event.ts";

export const MINUTE_MS = 60_000;

/** What one minute of the replay saw of one route. */
export interface RouteMinute {
  attempts: number;
  errors: number;
}

/** What one minute of the replay saw. */
export interface Minute {
  records: number;
  accepted: number;
  costNanoUsd: number;
  /** Attempts without a known cost. */
  unknownCosts: number;
  readonly routes: Map<string, RouteMinute>;
}

/** An event, and which outcome told it. */
export interface ToldEvent {
  readonly event: PolicyEvent;
  readonly ordinal: number;
  readonly repeat: number;
  /** Position among the outcome's own events. */
  readonly index: number;
}

/** What one policy's outcomes tell of the replay's time: counts by the minute, and events. */
export class TimelineColumns {
  /** Milliseconds since 1970 at which the timeline starts. */
  readonly startMs: number;
  /** By minute since the start. */
  readonly minutes: Map<number, Minute> = new Map<number, Minute>();
  readonly events: ToldEvent[] = [];
  readonly #speed: number;

  /** `speed`: how many times as fast as the log the records arrived; its clock is the timeline's. */
  constructor(startMs: number, speed = 1) {
    this.startMs = startMs;
    this.#speed = speed;
  }

  /** Of an outcome that tells no time nothing is kept. */
  add(outcome: Outcome): void {
    const { trace, attempts, grade, ordinal, repeat } = outcome;
    if (trace?.atMs === undefined) return;
    const { atMs } = trace;
    const minute = this.#minuteAt(atMs);
    minute.records += 1;
    if (grade.accepted) minute.accepted += 1;
    const startedAtMs = attempts[0]?.queuedAtMs ?? 0;
    for (const attempt of attempts) {
      if (attempt.result.kind === "not_covered") continue;
      if (attempt.costNanoUsd === undefined) minute.unknownCosts += 1;
      else minute.costNanoUsd += attempt.costNanoUsd;
      // An attempt counts when it was sent: a retry may fall into a later minute than its record.
      const route = routeIn(
        this.#minuteAt(atMs + (attempt.dispatchedAtMs - startedAtMs) * this.#speed),
        attempt.route,
      );
      route.attempts += 1;
      if (attempt.result.kind === "failure") route.errors += 1;
    }
    for (const [index, event] of (trace.events ?? []).entries()) {
      this.events.push({ event, ordinal, repeat, index });
    }
  }

  /** Since the start, to the microsecond: a double of milliseconds since 1970 holds no more. */
  sinceStartMs(atMs: number): number {
    return Math.round((atMs - this.startMs) * 1000) / 1000;
  }

  #minuteAt(atMs: number): Minute {
    const key = Math.floor((atMs - this.startMs) / MINUTE_MS);
    let minute = this.minutes.get(key);
    if (minute === undefined) {
      const routes = new Map<string, RouteMinute>();
      minute = { records: 0, accepted: 0, costNanoUsd: 0, unknownCosts: 0, routes };
      this.minutes.set(key, minute);
    }
    return minute;
  }
}

function routeIn({ routes }: Minute, name: string): RouteMinute {
  let route = routes.get(name);
  if (route === undefined) routes.set(name, (route = { attempts: 0, errors: 0 }));
  return route;
}
