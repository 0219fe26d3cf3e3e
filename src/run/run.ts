import { join } from "node:path";
import { HarnessError } from "../core/harness-error.ts";
import type { CheckedDataset } from "../datasets/check-dataset.ts";
import { lockRun } from "../replay/run-lock.ts";
import { loadInputs } from "./load-inputs.ts";
import { performRun, type RunResult } from "./perform-run.ts";
import type { Progress } from "./progress.ts";
import {
  createRunFolder,
  discardRunFolder,
  newRunId,
  readManifest,
  runFolder,
  writeManifest,
} from "./run-folder.ts";
import type { RunOptions } from "./run-options.ts";
import { assertSameInputs, beginManifest, optionsOf, readDataset } from "./run-session.ts";
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
  const inputs = await loadInputs(options);
  const startedAtMs = world.nowMs();
  const runId = newRunId(startedAtMs, world.randomSuffix());
  const folder = createRunFolder(out ?? join("reports", runId));
  const lock = lockRun(folder.lock);
  let dataset: CheckedDataset | undefined;
  try {
    dataset = await readDataset(inputs, options, folder);
    const manifest = beginManifest(inputs, dataset, options, { runId, startedAtMs });
    writeManifest(folder, manifest);
    const session = { inputs, dataset, options, folder, manifest, world, progress };
    return await performRun(session, undefined);
  } catch (error) {
    if (dataset === undefined) discardRunFolder(folder);
    throw dataset === undefined ? error : resumable(error, folder.path);
  } finally {
    await dataset?.close();
    lock.release();
  }
}

/** Goes on with a run that an earlier session began, under the options it began with. */
export async function resumeRun(
  path: string,
  retryErrors: boolean,
  world: World,
  progress: Progress,
): Promise<RunResult> {
  const before = readManifest(path);
  const options = optionsOf(before);
  const folder = runFolder(path);
  const lock = lockRun(folder.lock);
  if (lock.note !== undefined) world.note(lock.note);
  let dataset: CheckedDataset | undefined;
  try {
    const inputs = await loadInputs(options);
    dataset = await readDataset(inputs, options, folder);
    const start = { runId: before.run_id, startedAtMs: Date.parse(before.started_at) };
    const manifest = beginManifest(inputs, dataset, options, start);
    assertSameInputs(before, manifest);
    const session = { inputs, dataset, options, folder, manifest, world, progress };
    return await performRun(session, { retryErrors });
  } catch (error) {
    throw resumable(error, folder.path);
  } finally {
    await dataset?.close();
    lock.release();
  }
}

/** A storage error says how to go on: whoever met the full disk does not know the run's folder. */
function resumable(error: unknown, path: string): unknown {
  if (!(error instanceof HarnessError) || error.code !== "storage") return error;
  return new HarnessError("storage", error.message, {
    cause: error,
    hint: `what was finished is safe; make room, then: routeproof run --resume ${path}`,
  });
}
