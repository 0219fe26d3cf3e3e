import { rmSync } from "node:fs";
import { HarnessError } from "../core/harness-error.ts";
import type { Clock } from "../core/clock.ts";
import type { Outcome } from "../core/outcome.ts";
import type { RunManifest } from "../core/run-manifest.ts";
import type { Trial } from "../core/trial.ts";
import { AppendFile } from "../replay/append-file.ts";
import { FinishedTrials } from "../replay/finished-trials.ts";
import { replay, type Pace, type ReplayEnd } from "../replay/replay.ts";
import { toJournalLine } from "../replay/to-journal-line.ts";
import { TrialIntake } from "../replay/trial-intake.ts";
import { withoutTexts } from "../replay/without-texts.ts";
import { maySpend } from "./answer-source.ts";
import { withAdvisors } from "./advice/advisors.ts";
import { asksForFirstTokens } from "./arms-at-work.ts";
import type { Books } from "./books.ts";
import type { Calls } from "./calls/calls.ts";
import { logCalls, openCalls } from "./calls/open-calls.ts";
import type { HasOutcome } from "./calls/paid-session.ts";
import { recordsInOrder } from "./order/records-in-order.ts";
import { passesOf, type Pass } from "./passes.ts";
import { restoreMemories } from "./restore-memories.ts";
import type { RunFolder } from "./run-folder.ts";
import type { Session } from "./session.ts";
import type { EarlyStop } from "./stopping/early-stop.ts";
import { openTimelines, type Timelines } from "./timelines.ts";
import type { Timing } from "./timing.ts";

/** What an earlier session of the run left. */
export interface KeptOutcomes {
  readonly finished: FinishedTrials;
  /** Kept outcomes of policies that read the past, where they may have been paid for. */
  readonly paid: readonly Outcome[];
  /** For the reader of the report. */
  readonly warnings: readonly string[];
}

/** How far a replay came, and what it paid. */
export interface Replayed extends ReplayEnd {
  /** Still open: what it holds may be on its way to the disk. */
  readonly journal: AppendFile;
  readonly spend: RunManifest["spend"];
}

/** Replays every trial that has no outcome yet; each outcome is journalled as it completes. */
export async function replayTrials(
  session: Session,
  timing: Timing | undefined,
  kept: KeptOutcomes | undefined,
  books: Books,
  early: EarlyStop | undefined,
): Promise<Replayed> {
  const { folder, options } = session;
  const calls = await openCalls(session, hasOutcomeIn(kept?.finished));
  const rounds = options.onlyUncovered ? [logRound(session), { calls }] : [{ calls }];
  const advised = withAdvisors(session.arms, session.inputs.registry, calls.provider);
  const journal = new AppendFile(folder.journal);
  try {
    const advisedSession = { ...session, arms: advised.arms };
    const finished = finishedIn(kept, session, rounds.length);
    const setup = { session: advisedSession, timing, kept, finished, books, early, journal };
    const end = await replayRounds(rounds, setup);
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

/** What answers the trials that are left. */
interface Round {
  readonly calls: Calls;
  /** What it does not hold is left to the next round. Absent: whatever comes is the outcome. */
  readonly answersFromLog?: true;
}

/** Which line of the journal it is does not matter to who goes on in the same session. */
const ANY_LINE = 1;

interface Setup {
  readonly session: Session;
  readonly timing: Timing | undefined;
  readonly kept: KeptOutcomes | undefined;
  /** Absent: no trial has an outcome before it is replayed. */
  readonly finished: FinishedTrials | undefined;
  readonly books: Books;
  readonly early: EarlyStop | undefined;
  readonly journal: AppendFile;
}

/** One round after the other: each answers what the ones before it could not. */
async function replayRounds(rounds: readonly Round[], setup: Setup): Promise<ReplayEnd> {
  let end: ReplayEnd = { spendCap: undefined, leftTrials: 0 };
  for (const [index, round] of rounds.entries()) {
    if (index > 0 && setup.session.world.drain.aborted) break;
    end = await replayPasses({ ...setup, round, isFirstRound: index === 0 });
  }
  return end;
}

interface RoundSetup extends Setup {
  readonly round: Round;
  readonly isFirstRound: boolean;
}

/** One pass after the other; the first observes every record, whatever is left to do for it. */
async function replayPasses(setup: RoundSetup): Promise<ReplayEnd> {
  const { session, timing, finished, isFirstRound } = setup;
  const { options, arms, world } = session;
  // A live run has but one time, the real one: its policies share it.
  const isTimed = arms.map(
    (_arm, index) => session.inputs.provider !== "live" && timing?.isTimed[index] === true,
  );
  let spendCap: HarnessError | undefined;
  let leftTrials = 0;
  for (const [index, pass] of passesOf(isTimed, options.repeat).entries()) {
    if (index > 0 && (world.drain.aborted || isDone(pass, finished))) continue;
    const end = await replayPass(pass, isFirstRound && index === 0, setup);
    leftTrials += end.leftTrials;
    spendCap = end.spendCap;
    if (spendCap !== undefined) break;
  }
  return { spendCap, leftTrials };
}

function isDone({ arms, repeats }: Pass, finished: FinishedTrials | undefined): boolean {
  if (finished === undefined) return false;
  return arms.every((arm) => repeats.every((repeat) => finished.hasAll(arm, repeat)));
}

async function replayPass(pass: Pass, isFirst: boolean, setup: RoundSetup): Promise<ReplayEnd> {
  const { session, timing, finished, books, early, round, journal } = setup;
  const { calls, answersFromLog = false } = round;
  const { inputs, dataset, options, arms, manifest, world } = session;
  const clock = calls.newClock();
  const intake = new TrialIntake(recordsOf(dataset, early?.order ?? timing?.order), {
    arms: pass.arms,
    repeats: pass.repeats,
    onRecord: isFirst ? books.observe : () => undefined,
    isDone: (ordinal, arm, repeat) => finished?.has(ordinal, arm, repeat) ?? false,
  });
  if (early?.isStopped() === true) intake.close();
  const timelines = timing && (await timelinesOf(pass, timing, clock, setup));
  const replayWorld = {
    arms,
    routes: inputs.registry.routes,
    provider: calls.provider,
    scorer: inputs.scorer,
    clock,
    asOfMs: Date.parse(manifest.as_of),
    signal: new AbortController().signal,
    drain: inputs.provider === "live" && !answersFromLog ? world.drain : undefined,
    streams: arms.some(({ policy }) => asksForFirstTokens(policy)),
    ...(timelines && { timelineOf: (trial: Trial) => timelines.of(trial) }),
  };
  return replay(intake, replayWorld, {
    concurrency: calls.workers,
    drain: world.drain,
    pace: pass.isTimed && timing !== undefined ? paceOf(timing) : undefined,
    onOutcome: (outcome) => {
      // Without the trials that no longer start it may have met another past than it should have.
      if (pass.isTimed && world.drain.aborted && !maySpend(options)) return undefined;
      if (answersFromLog) {
        // The next round asks for it, from its first attempt on.
        if (outcome.ending.kind === "not_covered") return undefined;
        finished?.mark(outcome.ordinal, outcome.arm, outcome.repeat, ANY_LINE);
      }
      const kept = options.storeText === "none" ? withoutTexts(outcome) : outcome;
      const key = inputs.arms[kept.arm]?.key ?? "";
      books.take(kept);
      // What is under way goes on to its end: it is paid for, and kept in the journal alone.
      if (early?.isStopped() === true) intake.close();
      return journal.append(world.redaction.line(toJournalLine(kept, key)));
    },
  });
}

/** Of a live run the clock's 0 is now; any other starts where its data or its as-of day says. */
async function timelinesOf(
  pass: Pass,
  timing: Timing,
  clock: Clock,
  setup: RoundSetup,
): Promise<Timelines> {
  const { inputs, arms, world } = setup.session;
  const startMs = inputs.provider === "live" ? world.nowMs() : timing.origin.startMs;
  const timelines = openTimelines(arms, timing, startMs, clock, timing.origin.openLoop?.speed);
  const paid = (setup.kept?.paid ?? []).filter(
    ({ arm, repeat }) => pass.arms.includes(arm) && pass.repeats.includes(repeat),
  );
  if (paid.length > 0) await restoreMemories(timelines, paid, setup.session);
  return timelines;
}

function recordsOf(
  dataset: Session["dataset"],
  order: Uint32Array | undefined,
): ReturnType<Session["dataset"]["records"]> {
  return order === undefined ? dataset.records() : recordsInOrder(dataset, order);
}

function paceOf({ isPaced, origin: { startMs, openLoop } }: Timing): Pace {
  const speed = openLoop?.speed ?? 1;
  return {
    arrivesAtMs: ({ arrivedAtMs }) =>
      isPaced && arrivedAtMs !== undefined ? (arrivedAtMs - startMs) / speed : undefined,
  };
}

/** With more than one round, which trials an earlier one has finished has to be known as well. */
function finishedIn(
  kept: KeptOutcomes | undefined,
  { dataset, arms, options }: Session,
  rounds: number,
): FinishedTrials | undefined {
  if (kept !== undefined || rounds === 1) return kept?.finished;
  return new FinishedTrials(dataset.summary.records, arms.length, options.repeat);
}

function logRound(session: Session): Round {
  return { calls: logCalls(session), answersFromLog: true };
}

function hasOutcomeIn(finished: FinishedTrials | undefined): HasOutcome | undefined {
  return finished && ((ordinal, arm, repeat) => finished.hasEverHad(ordinal, arm, repeat));
}

/** Outcomes of data that changed under the run belong to no dataset: a resume must not keep them. */
function distrust(folder: RunFolder): void {
  rmSync(folder.journal, { force: true });
}
