import type { Outcome } from "../../core/outcome.ts";
import type { ReplayRecord } from "../../core/replay-record.ts";
import type { Registry } from "../../core/route.ts";
import type { Scorer } from "../../core/scorer.ts";
import type { CheckedDataset } from "../../datasets/check-dataset.ts";
import type { ReplayArm } from "../../replay/execute-trial.ts";
import { replay } from "../../replay/replay.ts";
import { TrialIntake } from "../../replay/trial-intake.ts";
import { VirtualClock } from "../../replay/virtual-clock.ts";
import { withAdvisors } from "../advice/advisors.ts";
import { asksForFirstTokens } from "../arms-at-work.ts";
import type { KnownAnswers } from "./known-answers.ts";

/** Outcomes that a policy's own expression broke: they count as not accepted, as in a run. */
export interface PolicyErrors {
  readonly outcomes: number;
  /** What the first of them said. */
  readonly first: string;
}

/** Trials at a time: nothing waits for anything here but for the next records. */
const WORKERS = 8;

/**
 * Every setting over every record, by the loop of a run: cascades, retries and fallbacks walk as
 * they would there. Nothing is journalled; what is kept of an outcome are its numbers.
 */
export async function replaySettings(setup: {
  readonly arms: readonly ReplayArm[];
  readonly dataset: CheckedDataset;
  readonly registry: Registry;
  readonly scorer: Scorer;
  readonly answers: KnownAnswers;
  readonly asOfMs: number;
  readonly onRecord: (record: ReplayRecord) => void;
  readonly onOutcome: (outcome: Outcome) => void;
}): Promise<PolicyErrors> {
  const errors = { outcomes: 0, first: "" };
  const { dataset, registry, scorer, answers, asOfMs } = setup;
  const advised = withAdvisors(setup.arms, registry, answers.provider);
  const { arms } = advised;
  const intake = new TrialIntake(dataset.records(), {
    arms: [...arms.keys()],
    repeats: [0],
    onRecord: setup.onRecord,
    isDone: () => false,
  });
  const { signal } = new AbortController();
  const world = {
    arms,
    routes: registry.routes,
    provider: answers.provider,
    scorer,
    clock: new VirtualClock(),
    asOfMs,
    signal,
    streams: arms.some(({ policy }) => asksForFirstTokens(policy)),
  };
  try {
    await replay(intake, world, {
      concurrency: WORKERS,
      drain: signal,
      onOutcome: (outcome) => {
        setup.onOutcome(outcome);
        const { ending } = outcome;
        if (ending.kind === "failed" && ending.failure.kind === "harness_error") {
          errors.outcomes += 1;
          errors.first ||= ending.failure.detail ?? "";
        }
        return undefined;
      },
    });
  } finally {
    await advised.close();
  }
  return errors;
}
