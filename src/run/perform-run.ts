import { compare } from "../comparison/compare.ts";
import type { Comparison } from "../core/comparison.ts";
import type { Outcome } from "../core/outcome.ts";
import type { RefusedKey } from "../core/refused-key.ts";
import type { RunManifest, RunStatus } from "../core/run-manifest.ts";
import { maySpend } from "./answer-source.ts";
import { openBooks, type Books } from "./books.ts";
import { openLogBooks } from "./logs/log-books.ts";
import { askedLikeness, withDrift } from "./logs/with-drift.ts";
import { dropArrays, MANY_RECORDS, returnMemory } from "./return-memory.ts";
import { replayTrials, type KeptOutcomes } from "./replay-trials.ts";
import { resumeJournal } from "./resume-journal.ts";
import { textsOfRun } from "./reports/kept-dataset.ts";
import { writeRunReports } from "./reports/write-run-reports.ts";
import { writeManifest } from "./run-folder.ts";
import { fileReportOf } from "./run-report-of.ts";
import type { Session } from "./session.ts";
import { openEarlyStop } from "./stopping/early-stop.ts";
import { timingOf, type Timing } from "./timing.ts";

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
  opened: Session,
  resumed: { readonly retryErrors: boolean } | undefined,
): Promise<RunResult> {
  const { inputs, dataset, options, progress } = opened;
  // Only what an earlier session left is looked up by id; books of a new run take that room.
  if (resumed === undefined) dataset.forgetIds();
  if (dataset.summary.records >= MANY_RECORDS) await returnMemory();
  const timing = await timingOf(opened);
  const mixes = await askedLikeness(inputs, dataset, options);
  const log = openLogBooks(opened);
  const allBooks = openBooks(inputs, dataset, options.repeat, progress, timing?.origin, log);
  const early = await openEarlyStop(opened, timing, allBooks);
  const session = withTiming(withWarnings(opened, early?.warnings ?? []), timing);
  const books = early?.books ?? allBooks;
  const kept = resumed && (await takeKept(session, timing, resumed.retryErrors, books));
  if (kept !== undefined) dataset.forgetIds();
  progress.phase = "replaying";
  progress.kept = progress.done;
  progress.replayingSinceMs = performance.now();
  const { journal, spend, spendCap } = await replayTrials(session, timing, kept, books, early);
  await log?.close();
  const warned = withWarnings(session, kept?.warnings ?? []);
  const replayed = { ...warned, manifest: { ...warned.manifest, ...(spend && { spend }) } };
  if (progress.done < progress.total && early?.isStopped() !== true) {
    await journal.close();
    if (spendCap !== undefined) session.world.note(spendCap.message);
    return endUnfinished(replayed, spendCap === undefined ? "interrupted" : "spend_cap", books);
  }
  progress.phase = "comparing";
  // The disk takes its time while the processor compares; nothing is written that refers to the
  // journal before all of it is durable.
  await journal.flush();
  // The page shows what was asked, which the run folder does not keep.
  if (!options.formats.includes("html")) await dataset.close();
  if (dataset.summary.records >= MANY_RECORDS) await returnMemory();
  const comparison = withDrift(comparisonOf(session, books), mixes, books);
  await journal.close();
  // No `await`: what holds the books is done with before the pages of records are written.
  return endComplete(replayed, books, comparison);
}

const PAID_RESUME =
  "the run went on after a break: what its policies had spent and counted was kept, their views of health and latency started empty";

function withWarnings(session: Session, warnings: readonly string[]): Session {
  const { manifest } = session;
  return warnings.length === 0
    ? session
    : { ...session, manifest: { ...manifest, warnings: [...manifest.warnings, ...warnings] } };
}

/** The session whose manifest tells where the replay's time starts, and what the reader should know. */
function withTiming(session: Session, timing: Timing | undefined): Session {
  if (timing === undefined) return session;
  const { starts, startMs } = timing.origin;
  const { manifest } = session;
  return {
    ...session,
    manifest: {
      ...manifest,
      timeline: { starts, starts_at: new Date(startMs).toISOString() },
      warnings: [...manifest.warnings, ...timing.warnings],
    },
  };
}

async function takeKept(
  { inputs, dataset, options, folder, world }: Session,
  timing: Timing | undefined,
  retryErrors: boolean,
  books: Books,
): Promise<KeptOutcomes> {
  const pays = maySpend(options);
  const isTimed = (arm: number): boolean => timing?.isTimed[arm] === true;
  const setup = {
    dataset,
    arms: inputs.arms.length,
    repeats: options.repeat,
    retryErrors,
    beginsAnew: (arm: number) => !pays && isTimed(arm),
  };
  const paid: Outcome[] = [];
  const take = (outcome: Outcome): void => {
    books.take(outcome);
    if (pays && isTimed(outcome.arm)) paid.push(outcome);
  };
  const { finished, forgotten, tornBytes } = await resumeJournal(folder.journal, setup, take);
  if (tornBytes > 0) {
    world.note(`dropped a torn last line of ${tornBytes} bytes from ${folder.journal}`);
  }
  world.note(`${finished.count} outcomes of the earlier session are kept`);
  if (forgotten > 0) {
    world.note(`${forgotten} are replayed again, because their policy reads what came before`);
  }
  const warnings = paid.length === 0 ? [] : [PAID_RESUME];
  for (const warning of warnings) world.note(warning);
  return { finished, paid, warnings };
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
    routes: {
      registry: inputs.registry,
      failovers: inputs.failovers,
    },
    ...(books.log && { log: books.log.setup() }),
    // Of a log what it takes to read its requests again is held besides.
    ...(books.log && records >= MANY_RECORDS && { afterStep: dropArrays }),
  });
  const policies = Object.fromEntries(
    Object.entries(compared.policies).map(([key, metrics]) => {
      const first = books.violations.of(inputs.arms.findIndex((arm) => arm.key === key));
      return [key, first.length === 0 ? metrics : { ...metrics, first_violations: first }];
    }),
  );
  return { ...compared, policies };
}

/** Not `async` for the same reason: the books end here. */
function endComplete(session: Session, books: Books, comparison: Comparison): Promise<RunResult> {
  const { options, folder, world } = session;
  const infrastructureErrorRate = books.infrastructureErrorRate();
  const isIncomplete =
    infrastructureErrorRate > options.maxErrorRate || refusedIn(session, books).length > 0;
  const manifest = endedAs(isIncomplete ? "incomplete" : "complete", session, books);
  const shown = world.redaction.json(comparison);
  return reported(session, {
    folder: folder.path,
    manifest,
    comparison: shown,
    infrastructureErrorRate,
  });
}

/** Writes the reports of a complete run, and says last of all that it is. */
async function reported<Complete extends RunResult & { readonly comparison: Comparison }>(
  { options, folder, world, dataset }: Session,
  complete: Complete,
): Promise<Complete> {
  const { manifest, comparison } = complete;
  // Pages of records are written in the room of the columns, not beside what a comparison left.
  const drawsRecords = options.formats.includes("html");
  if (drawsRecords && dataset.summary.records >= MANY_RECORDS) await returnMemory();
  await writeRunReports(fileReportOf(comparison, manifest, folder.path), options.formats, {
    folder: folder.path,
    recordPages: options.recordPages,
    junit: options.junit,
    openTexts: textsOfRun(dataset, options.storeText),
    redaction: world.redaction,
  });
  writeManifest(folder, manifest);
  return complete;
}

function endedAs(status: RunStatus, session: Session, books: Books): RunManifest {
  const { manifest, world } = session;
  const warnings = new Set([
    ...manifest.warnings,
    ...books.fittedRecords.warnings(),
    ...(books.log?.warnings() ?? []),
  ]);
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
