import { rmSync } from "node:fs";
import { HarnessError } from "../core/harness-error.ts";
import type { RunManifest } from "../core/run-manifest.ts";
import { AppendFile } from "../replay/append-file.ts";
import type { FinishedTrials } from "../replay/finished-trials.ts";
import { replay, type ReplayEnd } from "../replay/replay.ts";
import { toJournalLine } from "../replay/to-journal-line.ts";
import { TrialIntake } from "../replay/trial-intake.ts";
import { withoutTexts } from "../replay/without-texts.ts";
import { withAdvisors } from "./advisors.ts";
import { asksForFirstTokens } from "./arms-at-work.ts";
import type { Books } from "./books.ts";
import type { Calls } from "./calls.ts";
import { openCalls } from "./open-calls.ts";
import type { HasOutcome } from "./paid-session.ts";
import type { RunFolder } from "./run-folder.ts";
import type { Session } from "./session.ts";

/** How far a replay came, and what it paid. */
export interface Replayed extends ReplayEnd {
  /** Still open: what it holds may be on its way to the disk. */
  readonly journal: AppendFile;
  readonly spend: RunManifest["spend"];
}

/** Replays every trial that has no outcome yet; each outcome is journalled as it completes. */
export async function replayTrials(
  session: Session,
  finished: FinishedTrials | undefined,
  books: Books,
): Promise<Replayed> {
  const { folder } = session;
  const calls = await openCalls(session, hasOutcomeIn(finished));
  const advised = withAdvisors(session.arms, session.inputs.registry, calls.provider);
  const journal = new AppendFile(folder.journal);
  try {
    const end = await replayOver(
      calls,
      { ...session, arms: advised.arms },
      finished,
      books,
      journal,
    );
    await calls.close();
    return { ...end, journal, spend: calls.spend() };
  } catch (error) {
    await journal.close();
    await calls.close().catch(() => undefined);
    if (error instanceof HarnessError && error.code === "incomplete") distrust(folder);
    throw error;
  } finally {
    await advised.close();
  }
}

function replayOver(
  calls: Calls,
  { inputs, dataset, options, arms, manifest, world }: Session,
  finished: FinishedTrials | undefined,
  books: Books,
  journal: AppendFile,
): Promise<ReplayEnd> {
  const intake = new TrialIntake(dataset.records(), {
    arms: arms.length,
    repeats: options.repeat,
    onRecord: books.observe,
    isDone: (ordinal, arm, repeat) => finished?.has(ordinal, arm, repeat) ?? false,
  });
  const replayWorld = {
    arms,
    routes: inputs.registry.routes,
    provider: calls.provider,
    scorer: inputs.scorer,
    clock: calls.clock,
    asOfMs: Date.parse(manifest.as_of),
    signal: new AbortController().signal,
    drain: inputs.provider === "live" ? world.drain : undefined,
    streams: arms.some(({ policy }) => asksForFirstTokens(policy)),
  };
  return replay(intake, replayWorld, {
    concurrency: calls.workers,
    drain: world.drain,
    onOutcome: (outcome) => {
      const kept = options.storeText === "none" ? withoutTexts(outcome) : outcome;
      const key = inputs.arms[kept.arm]?.key ?? "";
      books.take(kept);
      return journal.append(world.redaction.line(toJournalLine(kept, key)));
    },
  });
}

function hasOutcomeIn(finished: FinishedTrials | undefined): HasOutcome | undefined {
  return finished && ((ordinal, arm, repeat) => finished.hasEverHad(ordinal, arm, repeat));
}

/** Outcomes of data that changed under the run belong to no dataset: a resume must not keep them. */
function distrust(folder: RunFolder): void {
  rmSync(folder.journal, { force: true });
}
