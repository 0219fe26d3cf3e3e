import { compare } from "../comparison/compare.ts";
import type { Comparison } from "../core/comparison.ts";
import type { RefusedKey } from "../core/refused-key.ts";
import type { RunManifest, RunStatus } from "../core/run-manifest.ts";
import type { FinishedTrials } from "../replay/finished-trials.ts";
import { maySpend } from "./answer-source.ts";
import { openBooks, type Books } from "./books.ts";
import { replayTrials } from "./replay-trials.ts";
import { resumeJournal } from "./resume-journal.ts";
import { writeManifest } from "./run-folder.ts";
import { runReportOf } from "./run-report-of.ts";
import type { Session } from "./session.ts";
import { writeReports } from "./write-reports.ts";

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
  const { journal, spend, spendCap } = await replayTrials(session, finished, books);
  const replayed: Session = {
    ...session,
    manifest: { ...session.manifest, ...(spend && { spend }) },
  };
  if (progress.done < progress.total) {
    await journal.close();
    if (spendCap !== undefined) session.world.note(spendCap.message);
    return endUnfinished(replayed, spendCap === undefined ? "interrupted" : "spend_cap", books);
  }
  progress.phase = "comparing";
  // The disk takes its time while the processor compares; nothing is written that refers to the
  // journal before all of it is durable.
  await journal.flush();
  const comparison = comparisonOf(session, books);
  await journal.close();
  return endComplete(replayed, books, comparison);
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

function endUnfinished(
  session: Session,
  status: "interrupted" | "spend_cap",
  books: Books,
): RunResult {
  const manifest = endedAs(status, session, books);
  writeManifest(session.folder, manifest);
  return {
    folder: session.folder.path,
    manifest,
    comparison: undefined,
    infrastructureErrorRate: books.infrastructureErrorRate(),
  };
}

/** What the books of all outcomes say: the same outcomes give the same comparison. */
export function comparisonOf(
  { inputs, dataset, options }: Pick<Session, "inputs" | "dataset" | "options">,
  books: Books,
): Comparison {
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
  const policies = Object.fromEntries(
    Object.entries(compared.policies).map(([key, metrics]) => {
      const first = books.violations.of(inputs.arms.findIndex((arm) => arm.key === key));
      return [key, first.length === 0 ? metrics : { ...metrics, first_violations: first }];
    }),
  );
  return { ...compared, policies, comparisons };
}

function endComplete(session: Session, books: Books, comparison: Comparison): RunResult {
  const { options, folder, world } = session;
  const infrastructureErrorRate = books.infrastructureErrorRate();
  const isIncomplete =
    infrastructureErrorRate > options.maxErrorRate || refusedIn(session, books).length > 0;
  const manifest = endedAs(isIncomplete ? "incomplete" : "complete", session, books);
  const shown = world.redaction.json(comparison);
  writeReports(runReportOf(shown, manifest, folder.path), options.formats, folder.path);
  writeManifest(folder, manifest);
  return { folder: folder.path, manifest, comparison: shown, infrastructureErrorRate };
}

function endedAs(status: RunStatus, session: Session, books: Books): RunManifest {
  const { manifest, world } = session;
  const warnings = new Set([...manifest.warnings, ...books.fittedRecords.warnings()]);
  const { refused_keys: _before, ...begun } = manifest;
  const refused = refusedIn(session, books);
  return world.redaction.json({
    ...begun,
    warnings: [...warnings],
    status,
    finished_at: new Date(world.nowMs()).toISOString(),
    ...(refused.length > 0 && { refused_keys: refused }),
  });
}

/** Keys that were really sent: a simulated or tabled refusal speaks of nobody's key. */
function refusedIn({ options }: Session, { refusedKeys }: Books): readonly RefusedKey[] {
  return maySpend(options) ? refusedKeys.all() : [];
}
