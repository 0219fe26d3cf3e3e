import { rmSync } from "node:fs";
import { compare } from "../comparison/compare.ts";
import type { Comparison } from "../core/comparison.ts";
import { HarnessError } from "../core/harness-error.ts";
import type { RunManifest } from "../core/run-manifest.ts";
import type { CheckedDataset } from "../datasets/check-dataset.ts";
import { AppendFile } from "../replay/append-file.ts";
import type { FinishedTrials } from "../replay/finished-trials.ts";
import { replay } from "../replay/replay.ts";
import { toJournalLine } from "../replay/to-journal-line.ts";
import { TrialIntake } from "../replay/trial-intake.ts";
import { VirtualClock } from "../replay/virtual-clock.ts";
import { withoutTexts } from "../replay/without-texts.ts";
import { createRouter } from "../routing/create-router.ts";
import { openBooks, type Books } from "./books.ts";
import { createProvider } from "./create-provider.ts";
import type { Inputs } from "./load-inputs.ts";
import type { Progress } from "./progress.ts";
import { resumeJournal } from "./resume-journal.ts";
import { writeManifest, type RunFolder } from "./run-folder.ts";
import type { RunOptions } from "./run-options.ts";
import type { World } from "./world.ts";
import { runReportOf } from "./run-report-of.ts";
import { writeReports } from "./write-reports.ts";

/** A run that is ready to begin, or to go on. */
export interface Session {
  readonly inputs: Inputs;
  readonly dataset: CheckedDataset;
  readonly options: RunOptions;
  readonly folder: RunFolder;
  readonly manifest: RunManifest;
  readonly world: World;
  readonly progress: Progress;
}

/** What a run left behind. */
export interface RunResult {
  readonly folder: string;
  readonly manifest: RunManifest;
  /** Absent: the run was interrupted before every record was replayed. */
  readonly comparison: Comparison | undefined;
  /** Share of the records that our own set-up failed, in any arm. */
  readonly infrastructureErrorRate: number;
}

/** Replays what is not finished yet, then compares, decides and reports. */
export async function performRun(
  session: Session,
  resumed: { readonly retryErrors: boolean } | undefined,
): Promise<RunResult> {
  const { inputs, dataset, options, progress } = session;
  const books = openBooks(inputs, dataset, options.repeat, progress);
  const finished = resumed && (await takeFinished(session, resumed.retryErrors, books));
  progress.phase = "replaying";
  progress.kept = progress.done;
  progress.replayingSinceMs = performance.now();
  const journal = await replayRest(session, finished, books);
  if (progress.done < progress.total) {
    await journal.close();
    return endInterrupted(session, books);
  }
  progress.phase = "comparing";
  // The disk takes its time while the processor compares; nothing is written that refers to the
  // journal before all of it is durable.
  await journal.flush();
  const comparison = comparisonOf(session, books);
  await journal.close();
  return endComplete(session, books, comparison);
}

async function takeFinished(
  { inputs, dataset, options, folder, world }: Session,
  retryErrors: boolean,
  books: Books,
): Promise<FinishedTrials> {
  const setup = { dataset, arms: inputs.arms.length, repeats: options.repeat, retryErrors };
  const { finished, tornBytes } = await resumeJournal(folder.journal, setup, books.take);
  if (tornBytes > 0) {
    world.note(`dropped a torn last line of ${tornBytes} bytes from ${folder.journal}`);
  }
  world.note(`${finished.count} outcomes of the earlier session are kept`);
  return finished;
}

async function replayRest(
  { inputs, dataset, options, folder, manifest, world }: Session,
  finished: FinishedTrials | undefined,
  books: Books,
): Promise<AppendFile> {
  const provider = await createProvider(inputs, dataset, options.seed);
  const intake = new TrialIntake(dataset.records(), {
    arms: inputs.arms.length,
    repeats: options.repeat,
    onRecord: books.observe,
    isDone: (ordinal, arm, repeat) => finished?.has(ordinal, arm, repeat) ?? false,
  });
  const journal = new AppendFile(folder.journal);
  try {
    await replay(
      intake,
      {
        arms: inputs.arms.map(({ policy }) => ({
          policy,
          router: createRouter(policy, inputs.registry, options.seed),
        })),
        routes: inputs.registry.routes,
        provider,
        scorer: inputs.scorer,
        clock: new VirtualClock(),
        asOfMs: Date.parse(manifest.as_of),
        signal: new AbortController().signal,
      },
      {
        concurrency: options.concurrency,
        drain: world.drain,
        onOutcome: (outcome) => {
          const kept = options.storeText === "none" ? withoutTexts(outcome) : outcome;
          const key = inputs.arms[kept.arm]?.key ?? "";
          books.take(kept);
          return journal.append(JSON.stringify(toJournalLine(kept, key)));
        },
      },
    );
  } catch (error) {
    await journal.close();
    if (error instanceof HarnessError && error.code === "incomplete") distrust(folder);
    throw error;
  }
  return journal;
}

/** Outcomes of data that changed under the run belong to no dataset: a resume must not keep them. */
function distrust(folder: RunFolder): void {
  rmSync(folder.journal, { force: true });
}

function endInterrupted(session: Session, books: Books): RunResult {
  const manifest = {
    ...session.manifest,
    status: "interrupted",
    finished_at: now(session),
  } as const;
  writeManifest(session.folder, manifest);
  return {
    folder: session.folder.path,
    manifest,
    comparison: undefined,
    infrastructureErrorRate: books.infrastructureErrorRate(),
  };
}

function comparisonOf({ dataset, options }: Session, books: Books): Comparison {
  const { name, kind, sha256, records, rejected, excluded } = dataset.summary;
  const compared = compare(books.collector, {
    dataset: { name, kind, sha256, records, rejected, excluded },
    seed: options.seed,
  });
  // Candidates are the arms from 1, in the same order.
  const comparisons = compared.comparisons.map((pair, index) => ({
    ...pair,
    new_failures: books.newFailures.of(index + 1),
  }));
  return { ...compared, comparisons };
}

function endComplete(session: Session, books: Books, comparison: Comparison): RunResult {
  const { options, folder } = session;
  const infrastructureErrorRate = books.infrastructureErrorRate();
  const isIncomplete = infrastructureErrorRate > options.maxErrorRate;
  const manifest = {
    ...session.manifest,
    status: isIncomplete ? "incomplete" : "complete",
    finished_at: now(session),
  } as const;
  writeReports(runReportOf(comparison, manifest, folder.path), options.formats, folder.path);
  writeManifest(folder, manifest);
  return { folder: folder.path, manifest, comparison, infrastructureErrorRate };
}

function now({ world }: Session): string {
  return new Date(world.nowMs()).toISOString();
}
