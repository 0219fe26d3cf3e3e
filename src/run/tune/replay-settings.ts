import type { Outcome } from "../../core/outcome.ts";
import type { ReplayRecord } from "../../core/replay-record.ts";
import type { Registry } from "../../core/route.ts";
import type { Scorer } from "../../core/scorer.ts";
import type { Trial } from "../../core/trial.ts";
import type { CheckedDataset } from "../../datasets/check-dataset.ts";
import type { ReplayArm } from "../../replay/execute-trial.ts";
import { replay } from "../../replay/replay.ts";
import { TrialIntake } from "../../replay/trial-intake.ts";
import { VirtualClock } from "../../replay/virtual-clock.ts";
import { withAdvisors } from "../advice/advisors.ts";
import { asksForFirstTokens } from "../arms-at-work.ts";
import { passesOf, type Pass } from "../passes.ts";
import { DEFAULT_CONCURRENCY } from "../options/run-options.ts";
import { openTimelines } from "../timelines.ts";
import type { KnownAnswers } from "./known-answers.ts";

/** Outcomes that a policy's own expression broke: they count as not accepted, as in a run. */
export interface PolicyErrors {
  readonly outcomes: number;
  /** What the first of them said. */
  readonly first: string;
}

export interface SettingsReplay {
  readonly arms: readonly ReplayArm[];
  readonly dataset: CheckedDataset;
  readonly registry: Registry;
  readonly scorer: Scorer;
  readonly answers: KnownAnswers;
  /** Milliseconds since 1970 that count as now for records without an arrival time. */
  readonly asOfMs: number;
  /** The first record's arrival, in milliseconds since 1970; absent: no record says when it came. */
  readonly firstArrivalMs: number | undefined;
  readonly onRecord: (record: ReplayRecord) => void;
  readonly onOutcome: (outcome: Outcome) => void;
}

/**
 * Every setting over every record, by the loop of a run: cascades, retries and fallbacks walk as
 * they would there, and one that reads the past has a timeline of its own. Nothing is journalled;
 * what is kept of an outcome are its numbers.
 */
export async function replaySettings(setup: SettingsReplay): Promise<PolicyErrors> {
  const errors = { outcomes: 0, first: "" };
  const onOutcome = (outcome: Outcome): undefined => {
    setup.onOutcome(outcome);
    const { ending } = outcome;
    if (ending.kind !== "failed" || ending.failure.kind !== "harness_error") return;
    errors.outcomes += 1;
    errors.first ||= ending.failure.detail ?? "";
  };
  const advised = withAdvisors(setup.arms, setup.registry, setup.answers.provider);
  try {
    const isTimed = advised.arms.map(({ newMemory }) => newMemory !== undefined);
    for (const [index, pass] of passesOf(isTimed, 1).entries()) {
      const onRecord = index === 0 ? setup.onRecord : () => undefined;
      await replayPass(pass, isTimed, { ...setup, arms: advised.arms, onRecord, onOutcome });
    }
  } finally {
    await advised.close();
  }
  return errors;
}

async function replayPass(
  pass: Pass,
  isTimed: readonly boolean[],
  setup: SettingsReplay & { readonly onOutcome: (outcome: Outcome) => undefined },
): Promise<void> {
  const { arms, dataset, registry, scorer, answers, asOfMs, firstArrivalMs } = setup;
  const intake = new TrialIntake(dataset.records(), {
    arms: pass.arms,
    repeats: pass.repeats,
    onRecord: setup.onRecord,
    isDone: () => false,
  });
  const { signal } = new AbortController();
  const clock = new VirtualClock();
  const startMs = firstArrivalMs ?? asOfMs;
  const isPaced = firstArrivalMs !== undefined;
  const timelines = openTimelines(arms, { isTimed, isPaced }, startMs, clock);
  const world = {
    arms,
    routes: registry.routes,
    provider: answers.provider,
    scorer,
    clock,
    asOfMs,
    signal,
    streams: arms.some(({ policy }) => asksForFirstTokens(policy)),
    ...(pass.isTimed && { timelineOf: (trial: Trial) => timelines.of(trial) }),
  };
  const arrivesAtMs = ({ arrivedAtMs }: ReplayRecord): number | undefined =>
    isPaced && arrivedAtMs !== undefined ? arrivedAtMs - startMs : undefined;
  await replay(intake, world, {
    concurrency: DEFAULT_CONCURRENCY,
    drain: signal,
    pace: pass.isTimed ? { arrivesAtMs } : undefined,
    onOutcome: setup.onOutcome,
  });
}
