import { HarnessError } from "../../core/harness-error.ts";
import type { Comparison } from "../../core/comparison.ts";
import type { Registry } from "../../core/route.ts";
import type { TimelineOrigin } from "../../core/timeline.ts";
import { classifierRouteOf } from "../../core/routes-of-policy.ts";
import type { RunManifest } from "../../core/run-manifest.ts";
import { checkDataset, type CheckedDataset } from "../../datasets/check-dataset.ts";
import { readPrices, type LoadedPrices } from "../../policies/read-prices.ts";
import { openBooks } from "../books.ts";
import type { Inputs } from "../load-inputs.ts";
import { loadKeptInputs } from "../load-kept-inputs.ts";
import { askedLikeness, withDrift } from "../logs/with-drift.ts";
import { comparisonOf } from "../perform-run.ts";
import { newProgress } from "../progress.ts";
import type { Redaction } from "../redaction.ts";
import { repricedOutcome } from "./reprice-outcome.ts";
import { repricedRegistry } from "./reprice-registry.ts";
import { isPriceNote } from "./resolve-prices.ts";
import { takeFinished } from "../resume-journal.ts";
import { openEarlyStop } from "../stopping/early-stop.ts";
import { readComparison, readManifest, runFolder } from "../run-folder.ts";
import type { RunOptions } from "../options/run-options.ts";
import { pricesOf } from "./run-prices.ts";
import { changedInputs, optionsOf } from "../run-session.ts";
import { tableCosts } from "../table-costs.ts";

/** A kept run at other prices. */
export interface RepricedRun {
  readonly before: Comparison;
  readonly after: Comparison;
  /** The run's own, with the prices that now hold. */
  readonly manifest: RunManifest;
  /** Attempts that keep the cost that their outcome table states. */
  readonly ownCosts: number;
}

/**
 * Prices a finished run anew from its journal: no call is made, no decision taken again, and
 * nothing of the run is written to. Throws `HarnessError` where an input is not what the run read.
 */
export async function repriceRun(
  folder: string,
  pricesFile: string,
  redaction: Redaction,
): Promise<RepricedRun> {
  const before = readComparison(folder);
  const kept = readManifest(folder);
  const options = optionsOf(kept);
  if (kept.log !== undefined) throw noLogAnew(folder, pricesFile);
  const prices = await readPrices(pricesFile);
  const atMs = Date.parse(kept.as_of);
  // Nothing is decided again, so no code of the policies is run.
  const priced = { ...options, prices: undefined, runsNoCode: true };
  const original = await loadKeptInputs(priced, atMs, redaction);
  const registry = repricedRegistry(original.registry, kept.prices, prices, atMs);
  assertPricesAny(registry, prices, kept);
  const inputs = { ...original, registry };
  const dataset = await selectedData(inputs, options);
  try {
    assertUnchanged(kept, inputs, dataset);
    const { comparison, ownCosts } = await comparedAnew(folder, inputs, dataset, {
      options,
      timeline: originOf(kept),
    });
    const after = redaction.json(comparison);
    const manifest = redaction.json(manifestOf(kept, registry, prices));
    return { before, after, manifest, ownCosts };
  } finally {
    await dataset.close();
  }
}

/** Which of its costs are the log's own stands in the log, and no longer in the journal. */
function noLogAnew(folder: string, pricesFile: string): HarnessError {
  return new HarnessError(
    "invalid-input",
    `${folder}: a run on a request log is not priced anew from its journal`,
    { hint: `replay the log again, which costs nothing: routeproof run … --prices ${pricesFile}` },
  );
}

function selectedData(inputs: Inputs, options: RunOptions): Promise<CheckedDataset> {
  const { limit, sample, seed, filters, strict } = options;
  const selection = { limit, sample, seed, filters, strict, onRejected: () => undefined };
  return checkDataset(inputs.manifest, selection);
}

async function comparedAnew(
  folder: string,
  inputs: Inputs,
  dataset: CheckedDataset,
  {
    options,
    timeline,
  }: { readonly options: RunOptions; readonly timeline: TimelineOrigin | undefined },
): Promise<{ readonly comparison: Comparison; readonly ownCosts: number }> {
  const { registry } = inputs;
  const { summary } = dataset;
  const progress = newProgress();
  const allBooks = openBooks(inputs, dataset, options.repeat, progress, timeline);
  const early = await openEarlyStop({ inputs, dataset, options }, undefined, allBooks);
  const books = early?.books ?? allBooks;
  const known = summary.routes.flatMap((name) => registry.routes.get(name) ?? []);
  const table = inputs.provider === "table" ? tableCosts(summary.records, known) : undefined;
  for await (const batch of dataset.records()) {
    for (const record of batch) {
      books.observe(record);
      table?.observe(record);
    }
  }
  let ownCosts = 0;
  const { journal } = runFolder(folder);
  const setup = { dataset, arms: inputs.arms.length, repeats: options.repeat, retryErrors: false };
  await takeFinished(journal, setup, (outcome) => {
    const policy = inputs.arms[outcome.arm]?.policy;
    const classifierRoute = policy && classifierRouteOf(policy);
    const repriced = repricedOutcome(outcome, registry, table, classifierRoute);
    ownCosts += repriced.ownCosts;
    books.take(repriced.outcome);
  });
  if (progress.done < progress.total && early?.isStopped() !== true) {
    throw new HarnessError(
      "storage",
      `${journal}: holds ${progress.done} of the run's ${progress.total} outcomes`,
      { hint: "nothing was written; restore the file, or run it again" },
    );
  }
  const mixes = await askedLikeness(inputs, dataset, options);
  const comparison = withDrift(comparisonOf({ inputs, dataset, options }, books), mixes, books);
  return { comparison, ownCosts };
}

/** Where the run's timelines start; absent: it has none. */
export function originOf({
  timeline,
  options,
}: Pick<RunManifest, "timeline" | "options">): TimelineOrigin | undefined {
  if (timeline === undefined) return undefined;
  const { speed, concurrency } = options;
  return {
    starts: timeline.starts,
    startMs: Date.parse(timeline.starts_at),
    ...(speed !== undefined && { openLoop: { speed, slots: concurrency } }),
  };
}

function assertPricesAny(
  { routes }: Registry,
  prices: LoadedPrices,
  { as_of: asOf }: RunManifest,
): void {
  const atMs = Date.parse(asOf);
  for (const { provider, model } of routes.values()) {
    if (prices.priceOf(provider, model, atMs) !== undefined) return;
  }
  throw new HarnessError(
    "invalid-input",
    `${prices.document.file}: prices none of the run's routes on ${asOf.slice(0, 10)}`,
    { hint: "name provider and model as the registry does, and look at the entries' days" },
  );
}

function assertUnchanged(kept: RunManifest, inputs: Inputs, dataset: CheckedDataset): void {
  const withoutPrices = (files: RunManifest["inputs"]) =>
    files.filter(({ role }) => role !== "prices");
  const now = [...inputs.files, ...dataset.inputs];
  const changed = changedInputs(withoutPrices(kept.inputs), withoutPrices(now));
  if (changed === undefined) return;
  throw new HarnessError(
    "invalid-input",
    `cannot price ${kept.run_id} anew: changed since it ran: ${changed}`,
    { hint: "restore the files, or start a new run" },
  );
}

function manifestOf(kept: RunManifest, registry: Registry, prices: LoadedPrices): RunManifest {
  const { file, sha256 } = prices.document;
  const priced = [...registry.routes.values()].filter(({ price }) => price !== undefined);
  const isStale = (warning: string): boolean =>
    priced.some(
      ({ name, priceSource }) => priceSource === "prices_file" && isPriceNote(warning, name),
    );
  return {
    ...kept,
    inputs: [
      ...kept.inputs.filter(({ role }) => role !== "prices"),
      { role: "prices", path: file, sha256 },
    ],
    prices: pricesOf(registry),
    warnings: [
      ...kept.warnings.filter((warning) => !isStale(warning)),
      `priced anew with ${file}: calls, answers and decisions are those of the run`,
    ],
  };
}
