import type { Comparison } from "../../core/comparison.ts";
import { HarnessError, invalidInput } from "../../core/harness-error.ts";
import type { TimelineOrigin } from "../../core/timeline.ts";
import type { RunManifest } from "../../core/run-manifest.ts";
import type { CheckedDataset } from "../../datasets/check-dataset.ts";
import { openBooks, type Books } from "../books.ts";
import type { Arm, Inputs } from "../load-inputs.ts";
import { loadKeptInputs } from "../load-kept-inputs.ts";
import { comparisonOf } from "../perform-run.ts";
import { originOf } from "../pricing/reprice.ts";
import { repricedRegistry } from "../pricing/reprice-registry.ts";
import { newProgress } from "../progress.ts";
import type { Redaction } from "../redaction.ts";
import { takeFinished } from "../resume-journal.ts";
import { runFolder } from "../run-folder.ts";
import { formatNames, type RunOptions } from "../options/run-options.ts";
import { changedInputs, openSelection, optionsOf } from "../run-session.ts";
import { chosenArms, type AskedArms, type ChosenArms } from "./chosen-arms.ts";
import { differences, differenceText } from "./comparable.ts";
import { earlierArm, type EarlierArm } from "./earlier-arm.ts";
import type { KeptRun } from "./kept-run.ts";

/** One policy of each of two runs, held against each other as if one run had replayed both. */
export interface ComparedRuns {
  readonly comparison: Comparison;
  /** The second run's, which says that it stands for two. */
  readonly manifest: RunManifest;
}

/**
 * Compares two kept runs from their journals, record by record, under the gates of the second one's
 * policy: no call is made and neither run is written to. Throws `HarnessError` with every difference
 * that makes them incomparable, and where an input is not what the second run read.
 */
export async function compareRuns(
  before: KeptRun,
  after: KeptRun,
  asked: AskedArms,
  redaction: Redaction,
): Promise<ComparedRuns> {
  const chosen = chosenArms(before, after, asked);
  refuseIncomparable(before, after);
  redaction.hideVariables(after.manifest.key_variables ?? []);
  const options = optionsOf(after.manifest);
  const kept = await keptInputs(after, options, redaction);
  const dataset = await openSelection(kept, options);
  try {
    assertUnchanged(after, kept, dataset);
    const later = kept.arms[chosen.after]!;
    const earlier = await earlierArm(before, chosen.before, later, redaction);
    const sides = sidesOf({ ...earlier, key: before.arms[chosen.before]! }, later, kept);
    const inputs = { ...kept, ...sides };
    const session = { inputs, dataset, options };
    const books = openBooks(
      inputs,
      dataset,
      options.repeat,
      newProgress(),
      commonOrigin(before, after),
    );
    await observeAll(dataset, books);
    await takeArm(before, chosen.before, 0, session, books);
    await takeArm(after, chosen.after, 1, session, books);
    const comparison = redaction.json(comparisonOf(session, books));
    const notes = earlier.note === undefined ? [] : [earlier.note];
    return { comparison, manifest: redaction.json(manifestOf(before, after, chosen, notes)) };
  } finally {
    await dataset.close();
  }
}

function refuseIncomparable(before: KeptRun, after: KeptRun): void {
  const found = differences(before, after);
  if (found.length > 0) {
    throw invalidInput(
      `${before.folder} and ${after.folder} cannot be compared`,
      found.map((difference) => ({
        file: undefined,
        line: undefined,
        column: undefined,
        message: differenceText(difference),
        hint: difference.hint,
      })),
    );
  }
  if (after.manifest.provider !== "log") return;
  throw new HarnessError(
    "invalid-input",
    `${after.folder}: two runs on a request log are not compared from their journals`,
    {
      hint: "replay both policies in one run, which costs nothing: routeproof run … --baseline … --candidate …",
    },
  );
}

/** The second run's documents, its routes at the prices that it was charged. */
async function keptInputs(
  { manifest }: KeptRun,
  options: RunOptions,
  redaction: Redaction,
): Promise<Inputs> {
  const atMs = Date.parse(manifest.as_of);
  // Nothing is decided again, so no code of the policies is run.
  const inputs = await loadKeptInputs(
    { ...options, prices: undefined, runsNoCode: true },
    atMs,
    redaction,
  );
  const asPaid = { priceOf: () => undefined };
  return { ...inputs, registry: repricedRegistry(inputs.registry, manifest.prices, asPaid, atMs) };
}

function assertUnchanged({ manifest }: KeptRun, inputs: Inputs, dataset: CheckedDataset): void {
  const withoutPrices = (files: RunManifest["inputs"]) =>
    files.filter(({ role }) => role !== "prices");
  const now = [...inputs.files, ...dataset.inputs];
  const changed = changedInputs(withoutPrices(manifest.inputs), withoutPrices(now));
  if (changed === undefined) return;
  throw new HarnessError(
    "invalid-input",
    `cannot compare with ${manifest.run_id}: changed since it ran: ${changed}`,
    { hint: "restore the files, or start a new run" },
  );
}

/** The two policies as arms; of one name, the second is `NAME#2`, as in a run. */
function sidesOf(
  { failovers: ofEarlier, note: _note, ...earlier }: EarlierArm & Pick<Arm, "key">,
  later: Arm,
  { failovers }: Inputs,
): Pick<Inputs, "arms" | "failovers"> {
  const name = earlier.key.replace(/#\d+$/, "");
  const laterName = later.key.replace(/#\d+$/, "");
  const key = name === laterName ? `${name}#2` : laterName;
  return {
    arms: [
      { ...earlier, key: name },
      { ...later, key },
    ],
    failovers: new Map([
      [name, ofEarlier ?? []],
      [key, failovers.get(later.key) ?? []],
    ]),
  };
}

/** Runs of different days may have timelines that start apart: then neither is shown. */
function commonOrigin(before: KeptRun, after: KeptRun): TimelineOrigin | undefined {
  const [was, is] = [originOf(before.manifest), originOf(after.manifest)];
  if (was === undefined || is === undefined) return is ?? was;
  return was.startMs === is.startMs && was.starts === is.starts ? is : undefined;
}

async function observeAll(dataset: CheckedDataset, books: Books): Promise<void> {
  for await (const batch of dataset.records()) for (const record of batch) books.observe(record);
}

/** Takes one policy's outcomes from the journal of its run, each found by its record's id. */
async function takeArm(
  { folder, arms }: KeptRun,
  arm: number,
  as: number,
  { dataset, options }: { readonly dataset: CheckedDataset; readonly options: RunOptions },
  books: Books,
): Promise<void> {
  const { journal } = runFolder(folder);
  const setup = { dataset, arms: arms.length, repeats: options.repeat, retryErrors: false };
  let taken = 0;
  await takeFinished(journal, setup, (outcome) => {
    if (outcome.arm !== arm) return;
    taken += 1;
    books.take({ ...outcome, arm: as });
  });
  const expected = dataset.summary.records * options.repeat;
  if (taken === expected) return;
  throw new HarnessError(
    "storage",
    `${journal}: holds ${taken} of the ${expected} outcomes of ${arms[arm]!}`,
    { hint: "nothing was written; restore the file, or run it again" },
  );
}

function manifestOf(
  before: KeptRun,
  after: KeptRun,
  chosen: ChosenArms,
  notes: readonly string[],
): RunManifest {
  const sideOf = ({ folder, manifest, arms }: KeptRun, arm: number) => ({
    run_id: manifest.run_id,
    folder,
    policy: arms[arm]!,
  });
  // What was paid was paid by the runs, and what was found before belongs to the run alone.
  const { spend: _spend, previous: _previous, ...kept } = after.manifest;
  return {
    ...kept,
    options: { ...kept.options, formats: formatNames },
    across: { before: sideOf(before, chosen.before), after: sideOf(after, chosen.after) },
    warnings: [
      ...kept.warnings,
      ...notes,
      `two runs: ${before.manifest.run_id} (${before.manifest.started_at}) is the baseline, ${after.manifest.run_id} (${after.manifest.started_at}) the candidate`,
    ],
  };
}
