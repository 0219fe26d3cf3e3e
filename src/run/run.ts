import { statSync } from "node:fs";
import { join } from "node:path";
import { HarnessError } from "../core/harness-error.ts";
import type { RunManifest } from "../core/run-manifest.ts";
import type { CheckedDataset } from "../datasets/check-dataset.ts";
import { lockRun } from "../replay/run-lock.ts";
import { maySpend } from "./answer-source.ts";
import { armsAtWork } from "./arms-at-work.ts";
import { indexRun } from "./history/index-run.ts";
import { loadInputs, type Inputs } from "./load-inputs.ts";
import { loadKeptInputs } from "./load-kept-inputs.ts";
import { checkBaselineRun } from "./compare/baseline-run.ts";
import { refuseComparison } from "./compare/kept-run.ts";
import { withBaselineRun } from "./compare/with-baseline-run.ts";
import { leftByLog } from "./logs/left-by-log.ts";
import { assertHalvesFit } from "./logs/only-uncovered.ts";
import { performRun, type RunResult } from "./perform-run.ts";
import { preflight } from "./calls/preflight.ts";
import { PROMOTIONS } from "./promotion/promotion-log.ts";
import { decisionsBefore } from "./promotion/remember-decision.ts";
import { reachWarnings } from "./plan/reach-warnings.ts";
import type { Progress } from "./progress.ts";
import {
  createRunFolder,
  discardRunFolder,
  folderProblems,
  newRunId,
  readManifest,
  runFolder,
  type RunFolder,
  writeManifest,
} from "./run-folder.ts";
import type { RunOptions } from "./options/run-options.ts";
import type { ResumeOptions } from "./options/resume-options.ts";
import { asOfMs, assertSameInputs, beginManifest, optionsOf, readDataset } from "./run-session.ts";
import { assertCanBeCapped, withCap } from "./calls/spend-cap.ts";
import type { World } from "./world.ts";

/**
 * Replays a dataset through every policy, compares, decides, and writes the run folder.
 * Throws `HarnessError` before anything is replayed where an input is not sound.
 */
export async function startRun(
  options: RunOptions,
  out: string | undefined,
  world: World,
  progress: Progress,
): Promise<RunResult> {
  const startedAtMs = world.nowMs();
  const nowMs = asOfMs(options, startedAtMs);
  assertCanBeCapped(options, world);
  if (options.baselineRun !== undefined) checkBaselineRun(options.baselineRun);
  const inputs = await loadInputs(options, nowMs, world.redaction);
  const runId = newRunId(startedAtMs, world.randomSuffix());
  const path = out ?? join("reports", runId);
  preflight({ inputs, options, world }, () => folderProblems(path));
  const folder = createRunFolder(path);
  const lock = lockRun(folder.lock);
  let dataset: CheckedDataset | undefined;
  let hasBegun = false;
  try {
    dataset = await readDataset(inputs, options, folder, world.redaction);
    const arms = armsAtWork(inputs, options.seed);
    assertHalvesFit(inputs, arms, options);
    const planned = { inputs, dataset, options, arms };
    // Before anybody is asked for money: some of it could not be spent on a decision.
    for (const warning of await reachWarnings(planned, nowMs)) world.note(`warning: ${warning}`);
    const isLeft = options.onlyUncovered ? leftByLog({ ...planned, world }, nowMs) : undefined;
    const capped = await withCap(planned, nowMs, world, isLeft);
    const start = { runId, startedAtMs, out: path };
    const begun = { ...beginManifest(inputs, dataset, capped, start), ...decided(inputs, world) };
    const manifest = world.redaction.json(begun);
    writeManifest(folder, manifest);
    hasBegun = true;
    const session = { inputs, dataset, options: capped, arms, folder, manifest, world, progress };
    return await ended(await performRun(session, undefined), capped, world);
  } catch (error) {
    if (hasBegun && isUnused(error, folder)) hasBegun = false;
    if (!hasBegun) discardRunFolder(folder);
    throw hasBegun ? resumable(error, folder.path) : error;
  } finally {
    await dataset?.close();
    lock.release();
  }
}

/** Goes on with a run that an earlier session began, under the options it began with. */
export async function resumeRun(
  { folder: path, retryErrors, maxSpendNanoUsd, allowCode }: ResumeOptions,
  world: World,
  progress: Progress,
): Promise<RunResult> {
  const before = readManifest(path);
  refuseComparison(path, before);
  world.redaction.hideVariables(before.key_variables ?? []);
  const kept = { ...optionsOf(before), allowCode };
  const options = maxSpendNanoUsd === undefined ? kept : { ...kept, maxSpendNanoUsd };
  if (maxSpendNanoUsd !== undefined && !maySpend(options)) {
    throw new HarnessError(
      "invalid-input",
      `${path} calls nobody: --max-spend does not go with it`,
    );
  }
  const folder = runFolder(path);
  const lock = lockRun(folder.lock);
  if (lock.note !== undefined) world.note(lock.note);
  let dataset: CheckedDataset | undefined;
  try {
    const inputs = await loadKeptInputs(options, Date.parse(before.as_of), world.redaction);
    preflight({ inputs, options, world });
    dataset = await readDataset(inputs, options, folder, world.redaction);
    const start = {
      runId: before.run_id,
      startedAtMs: Date.parse(before.started_at),
      out: before.options.out,
    };
    const begun = beginManifest(inputs, dataset, options, start);
    const manifest = { ...begun, ...decided(inputs, world) };
    assertSameInputs(before, manifest);
    const arms = armsAtWork(inputs, options.seed);
    const opened = { inputs, dataset, options, arms, folder, manifest, world, progress };
    const result = await performRun({ ...opened, retryErrors }, { retryErrors });
    return await ended(result, options, world);
  } catch (error) {
    throw resumable(error, folder.path);
  } finally {
    await dataset?.close();
    lock.release();
  }
}

/** What was promoted and rolled back of the run's policies before it. */
function decided({ arms }: Inputs, world: World): Pick<RunManifest, "decisions"> {
  const names = arms.map(({ policy }) => policy.name);
  const { manifest, notes } = decisionsBefore(PROMOTIONS, names);
  for (const note of notes) world.note(`warning: ${note}`);
  return manifest;
}

/** Puts the run into the history, and holds it against an earlier one where that is asked for. */
async function ended(
  result: RunResult,
  { baselineRun }: Pick<RunOptions, "baselineRun">,
  world: World,
): Promise<RunResult> {
  indexRun(result, world);
  return withBaselineRun(result, baselineRun, world.redaction);
}

/** Whether an input turned out unsound before anything was called or kept. */
function isUnused(error: unknown, { attempts, journal }: RunFolder): boolean {
  if (!(error instanceof HarnessError) || error.code !== "invalid-input") return false;
  return [attempts, journal].every(
    (file) => (statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0,
  );
}

/** A storage error without a hint of its own says how to go on: whoever met the full disk does not know the run's folder. */
function resumable(error: unknown, path: string): unknown {
  if (!(error instanceof HarnessError) || error.code !== "storage") return error;
  if (error.hint !== undefined) {
    return new HarnessError("storage", error.message, {
      cause: error,
      hint: `${error.hint}; then: routeproof run --resume ${path}`,
    });
  }
  return new HarnessError("storage", error.message, {
    cause: error,
    hint: `what was finished is safe; make room, then: routeproof run --resume ${path}`,
  });
}
