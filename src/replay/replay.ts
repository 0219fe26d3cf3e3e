import pLimit from "p-limit";
import { HarnessError } from "../core/harness-error.ts";
import type { Outcome } from "../core/outcome.ts";
import type { ReplayRecord } from "../core/replay-record.ts";
import type { Trial } from "../core/trial.ts";
import { executeTrial, type ReplayWorld } from "./execute-trial.ts";
import type { TrialIntake } from "./trial-intake.ts";
import type { WorkerClock } from "./worker-clock.ts";

export interface ReplayOptions {
  readonly concurrency: number;
  /** Aborted: no new trial starts; what is running ends and is kept. */
  readonly drain: AbortSignal;
  /** Absent: a trial starts as soon as a worker is free, in whatever order workers come. */
  readonly pace?: Pace | undefined;
  /**
   * Called for each outcome as it completes; a promise holds its worker, and so the virtual clock,
   * until it is kept. What it throws ends the replay.
   */
  readonly onOutcome: (outcome: Outcome) => Promise<void> | undefined;
}

/** When the trials of a timeline start. */
export interface Pace {
  /** The clock's time of a record's arrival; absent: it starts when its turn comes. */
  arrivesAtMs(record: ReplayRecord): number | undefined;
}

/** How a replay that was not broken off came to its end. */
export interface ReplayEnd {
  /** What the spend cap said to the first trial it left unfinished; absent: it was not reached. */
  readonly spendCap: HarnessError | undefined;
  /** Trials that had begun and were left without an outcome: a resumed run goes on with them. */
  readonly leftTrials: number;
}

/**
 * Replays every trial that the intake hands out, at most `concurrency` at a time. A trial that the
 * spend cap or a drain leaves unfinished ends the intake; what else is running goes on to its end.
 * Rejects with the first error that is not a record's own: storage, or a dataset that changed.
 */
export async function replay(
  intake: TrialIntake,
  world: ReplayWorld & { readonly clock: WorkerClock },
  options: ReplayOptions,
): Promise<ReplayEnd> {
  const limit = pLimit({ concurrency: options.concurrency, rejectOnClear: true });
  let spendCap: HarnessError | undefined;
  let leftTrials = 0;
  const leave = (error: unknown): void => {
    if (!leavesTrial(error)) throw error;
    if (error.code === "spend-cap") spendCap ??= error;
    leftTrials += 1;
    intake.close();
  };
  const work = async (): Promise<void> => {
    for (;;) {
      if (options.drain.aborted) return;
      const trial = intake.take();
      if (trial === undefined) return;
      if (trial instanceof Promise) {
        await trial;
        continue;
      }
      if (options.pace !== undefined) {
        await untilItsTurn(trial, options.pace, world);
        if (options.drain.aborted) return;
      }
      let outcome: Outcome;
      try {
        outcome = await executeTrial(trial, world);
      } catch (error) {
        leave(error);
        continue;
      }
      const kept = options.onOutcome(outcome);
      if (kept !== undefined) await kept;
    }
  };
  const worker = (): Promise<void> =>
    work().catch((error: unknown) => {
      intake.close();
      throw error;
    });
  // One long-lived worker a slot, not one queued closure a trial: a million of those is a gigabyte.
  const slots = Array.from({ length: options.concurrency }, () => () => limit(worker));
  try {
    await world.clock.work(slots);
  } finally {
    await intake.dispose();
  }
  return { spendCap, leftTrials };
}

/**
 * Waits for the record's arrival, or lets everybody go first who is due now: from here on one
 * worker goes on at a time, so that what a trial finds depends on virtual times alone.
 */
function untilItsTurn(
  { record }: Trial,
  pace: Pace,
  { clock, signal }: { readonly clock: WorkerClock; readonly signal: AbortSignal },
): Promise<void> {
  const pauseMs = (pace.arrivesAtMs(record) ?? 0) - clock.nowMs();
  return pauseMs > 0 ? clock.sleep(pauseMs, signal) : clock.turn();
}

function leavesTrial(error: unknown): error is HarnessError {
  return (
    error instanceof HarnessError && (error.code === "spend-cap" || error.code === "interrupted")
  );
}
