import type { Attempt } from "../core/attempt.ts";
import type { Decision } from "../core/decision.ts";
import type { PolicyEvent } from "../core/policy-event.ts";
import type { RequestView } from "../core/request-view.ts";
import type { Route } from "../core/route.ts";
import type { Signals } from "../core/router.ts";
import type { Trial } from "../core/trial.ts";
import type { CeilingKeys } from "./trial-accounts.ts";
import type { Timeline } from "./timeline.ts";

/** What one trial reads from its policy's past, and what it adds to it. */
export interface TrialPast {
  /** What the log's clock said when the trial began, in milliseconds since 1970. */
  readonly atMs: number;
  /** From the record's arrival to the beginning; absent: not known. */
  readonly queuedMs: number | undefined;
  /** What the policy may know by now, besides `known`. */
  signals(known: Signals): Signals;
  decided(decision: Decision): void;
  calling(route: Route): void;
  attempted(attempt: Attempt): void;
  ended(): void;
  /** What the trial changed, in the order in which it did. */
  readonly events: readonly PolicyEvent[];
}

/** `readKeys` is asked as the past is first read: what it throws breaks a trial whose time is known. */
export function openTrialPast(
  trial: Trial,
  readKeys: (view: RequestView) => CeilingKeys,
  { memory, time, isPaced }: Timeline,
): TrialPast {
  const events: PolicyEvent[] = [];
  let read: CeilingKeys | undefined;
  const keys = (): CeilingKeys => (read ??= readKeys(trial.view));
  const atMs = time.nowMs();
  const { arrivedAtMs } = trial.record;
  const queuedMs =
    isPaced && arrivedAtMs !== undefined ? waitSince(time.atOfLogMs(arrivedAtMs), atMs) : undefined;
  return {
    atMs: time.logOfMs(atMs),
    queuedMs,
    events,
    signals(known) {
      const nowMs = time.nowMs();
      return {
        ...known,
        atMs: nowMs,
        ...(queuedMs !== undefined && { queuedMs }),
        ...memory.signalsAt(nowMs, keys(), trial),
      };
    },
    decided: (decision) => void events.push(...memory.decided(trial, decision, keys(), atMs)),
    calling: (route) => void events.push(...memory.calling(trial, route, time.nowMs())),
    attempted: (attempt) => void events.push(...memory.attempted(trial, attempt, time.nowMs())),
    ended: () => memory.ended(trial),
  };
}

/** To the microsecond: a double of milliseconds since 1970 holds no more. */
function waitSince(arrivedAtMs: number, atMs: number): number {
  return Math.max(0, Math.round((atMs - arrivedAtMs) * 1000) / 1000);
}
