import { decimalText, YOCTO_DIGITS, YOCTO_PER_NANO, type RunBill } from "../../core/billing-row.ts";
import type { Comparison } from "../../core/comparison.ts";
import { HarnessError } from "../../core/harness-error.ts";
import { nanoUsdFromUsd } from "../../core/money.ts";
import type { Outcome } from "../../core/outcome.ts";
import { classifierRouteOf } from "../../core/routes-of-policy.ts";
import type { RunManifest } from "../../core/run-manifest.ts";
import { checkDataset, type CheckedDataset } from "../../datasets/check-dataset.ts";
import type { Inputs } from "../load-inputs.ts";
import { loadKeptInputs } from "../load-kept-inputs.ts";
import { priceFromRun } from "../pricing/run-prices.ts";
import type { Redaction } from "../redaction.ts";
import { takeFinished } from "../resume-journal.ts";
import { readComparison, readManifest, runFolder } from "../run-folder.ts";
import { changedInputs, optionsOf } from "../run-session.ts";
import { BillingFold } from "./billing-fold.ts";
import { dispatchTimes } from "./dispatch-times.ts";

/** The bill of a kept run, and what the run says of itself. */
export interface BilledRun {
  readonly bill: RunBill;
  readonly manifest: RunManifest;
  readonly comparison: Comparison;
  /** The policies' own names, by the names that the comparison gives them. */
  readonly policyNames: ReadonlyMap<string, string>;
}

/**
 * Adds the calls of a finished run up to a bill, at the prices that the run kept. When a call was
 * made is known of live runs; of a replay it is the record's arrival, else the run's day. Throws
 * `HarnessError` where an input is not what the run read: who pays and when stands in the data.
 */
export async function billOfRun(folder: string, redaction: Redaction): Promise<BilledRun> {
  const comparison = readComparison(folder);
  const manifest = readManifest(folder);
  redaction.hideVariables(manifest.key_variables ?? []);
  const options = optionsOf(manifest);
  // The run's own prices are used and nothing is decided again, so no code of the policies is run.
  const wanted = { ...options, runsNoCode: true };
  const inputs = await loadKeptInputs(wanted, Date.parse(manifest.as_of), redaction);
  const { limit, sample, seed, filters, strict } = options;
  const selection = { limit, sample, seed, filters, strict, onRejected: () => undefined };
  const dataset = await checkDataset(inputs.manifest, selection);
  try {
    assertUnchanged(manifest, inputs, dataset);
    const fold = await openFold(folder, manifest, comparison, { inputs, dataset });
    let taken = 0;
    const { journal } = runFolder(folder);
    const setup = {
      dataset,
      arms: inputs.arms.length,
      repeats: options.repeat,
      retryErrors: false,
    };
    await takeFinished(journal, setup, (outcome) => {
      fold.take(outcome);
      taken += 1;
    });
    if (comparison.stopped_early === undefined) {
      assertWhole(journal, taken, dataset.summary.records * inputs.arms.length * options.repeat);
    }
    const bill = fold.bill();
    assertAddsUp(journal, bill, comparison);
    const policyNames = new Map(inputs.arms.map(({ key, policy }) => [key, policy.name]));
    return { bill, manifest, comparison, policyNames };
  } finally {
    await dataset.close();
  }
}

async function openFold(
  folder: string,
  manifest: RunManifest,
  comparison: Comparison,
  { inputs, dataset }: { readonly inputs: Inputs; readonly dataset: CheckedDataset },
): Promise<BillingFold> {
  const records = dataset.summary.records;
  const arrivedAtMs = new Float64Array(records).fill(Date.parse(manifest.as_of));
  const owners: (string | undefined)[] = [];
  for await (const batch of dataset.records()) {
    for (const { ordinal, arrivedAtMs: arrived, owner } of batch) {
      if (arrived !== undefined) arrivedAtMs[ordinal] = arrived;
      owners[ordinal] = owner;
    }
  }
  const prices = new Map(
    Object.entries(manifest.prices).map(([route, price]) => [
      route,
      price === null ? undefined : priceFromRun(price),
    ]),
  );
  const sentAtMs = await dispatchTimes(folder, manifest);
  return new BillingFold({
    policies: [comparison.baseline, ...comparison.candidates],
    priceOf: (route) => prices.get(route),
    routeOf: (route) => inputs.registry.routes.get(route),
    classifierRoutes: inputs.arms.map(({ policy }) => classifierRouteOf(policy)),
    sentAtMs: (outcome: Outcome, attempt) =>
      sentAtMs?.(outcome, attempt) ?? arrivedAtMs[outcome.ordinal]!,
    ownerOf: (ordinal) => owners[ordinal],
    isTable: manifest.provider === "table" || manifest.provider === "log",
    isSimulated: manifest.provider === "simulated",
  });
}

function assertUnchanged(kept: RunManifest, inputs: Inputs, dataset: CheckedDataset): void {
  const changed = changedInputs(kept.inputs, [...inputs.files, ...dataset.inputs]);
  if (changed === undefined) return;
  throw new HarnessError(
    "invalid-input",
    `cannot bill ${kept.run_id}: changed since it ran: ${changed}`,
    { hint: "restore the files: who pays, and when, stands in the data" },
  );
}

function assertWhole(journal: string, taken: number, total: number): void {
  if (taken >= total) return;
  throw new HarnessError("storage", `${journal}: holds ${taken} of the run's ${total} outcomes`, {
    hint: "nothing was written; restore the file, or run it again",
  });
}

/** A bill that is not the report's total, to the last digit, is worth nothing. */
function assertAddsUp(journal: string, { billed }: RunBill, { policies }: Comparison): void {
  for (const [name, { overall }] of Object.entries(policies)) {
    const yocto = billed
      .filter(({ policy, attemptKind }) => policy === name && attemptKind !== "classifier")
      .reduce((sum, { costYocto }) => sum + costYocto, 0n);
    const reported = BigInt(nanoUsdFromUsd(overall.cost.total_usd)) * YOCTO_PER_NANO;
    if (yocto === reported) continue;
    throw new HarnessError(
      "storage",
      `${journal}: the calls of "${name}" add up to $${decimalText(yocto, YOCTO_DIGITS)}, the report says $${decimalText(reported, YOCTO_DIGITS)}`,
      { hint: "nothing was written; the journal and comparison.json are not of one run" },
    );
  }
}
