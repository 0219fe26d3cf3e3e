import pLimit from "p-limit";
import type { Outcome } from "../core/outcome.ts";
import { executeTrial, type ReplayWorld } from "./execute-trial.ts";
import type { TrialIntake } from "./trial-intake.ts";
import type { VirtualClock } from "./virtual-clock.ts";

export interface ReplayOptions {
  readonly concurrency: number;
  /** Aborted: no new trial starts; what is running ends and is kept. */
  readonly drain: AbortSignal;
  /**
   * Called for each outcome as it completes; a promise holds its worker, and so the virtual clock,
   * until it is kept. What it throws ends the replay.
   */
  readonly onOutcome: (outcome: Outcome) => Promise<void> | undefined;
}

/**
 * Replays every trial that the intake hands out, at most `concurrency` at a time.
 * Rejects with the first error that is not a record's own: storage, or a dataset that changed.
 */
export async function replay(
  intake: TrialIntake,
  world: ReplayWorld & { readonly clock: VirtualClock },
  options: ReplayOptions,
): Promise<void> {
  const limit = pLimit({ concurrency: options.concurrency, rejectOnClear: true });
  const work = async (): Promise<void> => {
    for (;;) {
      if (options.drain.aborted) return;
      const trial = intake.take();
      if (trial === undefined) return;
      if (trial instanceof Promise) {
        await trial;
        continue;
      }
      const kept = options.onOutcome(await executeTrial(trial, world));
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
}
