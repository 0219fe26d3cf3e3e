import { rmSync } from "node:fs";
import type { RunInput, RunManifest, RunPrice } from "../core/run-manifest.ts";
import { HarnessError } from "../core/harness-error.ts";
import { nanoUsdFromUsd, usdFromNanoUsd } from "../core/money.ts";
import type { DatasetSummary, RejectedRow } from "../core/dataset.ts";
import { checkDataset, type CheckedDataset } from "../datasets/check-dataset.ts";
import { canonicalJson, sha256Hex } from "../core/canonical-json.ts";
import { AppendFile } from "../replay/append-file.ts";
import type { Inputs } from "./load-inputs.ts";
import { keyVariablesOf } from "./read-routes.ts";
import type { Redaction } from "./redaction.ts";
import type { RunFolder } from "./run-folder.ts";
import type { RunOptions } from "./options/run-options.ts";
import { pricesOf } from "./pricing/run-prices.ts";
import { TOOL_VERSION } from "./tool-version.ts";

/** The checking pass over the data, with its unreadable rows kept in the run folder. */
export async function readDataset(
  inputs: Inputs,
  options: RunOptions,
  folder: RunFolder,
  redaction: Redaction,
): Promise<CheckedDataset> {
  // Every session reads all of the data, so what an earlier one set aside is found again.
  rmSync(folder.rejected, { force: true });
  const rejected = new AppendFile(folder.rejected);
  try {
    return await checkDataset(inputs.manifest, {
      limit: options.limit,
      sample: options.sample,
      seed: options.seed,
      filters: options.filters,
      strict: options.strict,
      onRejected: (row) => rejected.append(redaction.line(rejectedRow(row, options))),
    });
  } finally {
    await rejected.close();
  }
}

/** The same where no run folder is: rows that cannot be read are counted in the summary alone. */
export function openSelection(
  { manifest }: Pick<Inputs, "manifest">,
  { limit, sample, seed, filters, strict }: RunOptions,
): Promise<CheckedDataset> {
  return checkDataset(manifest, {
    limit,
    sample,
    seed,
    filters,
    strict,
    onRejected: () => undefined,
  });
}

function rejectedRow(row: RejectedRow, options: RunOptions): RejectedRow {
  // A reason quotes what it could not read, which may be part of a prompt or an answer.
  const reason = options.storeText === "none" ? row.reason.replace(/"[^]*"/, "…") : row.reason;
  return { ...row, reason };
}

const DAY_MS = 86_400_000;

/** `run.json` as a run begins. */
export function beginManifest(
  inputs: Inputs,
  dataset: CheckedDataset,
  options: RunOptions,
  start: {
    readonly runId: string;
    readonly startedAtMs: number;
    /** Undefined: an older run, which does not say. */
    readonly out: string | undefined;
  },
): RunManifest {
  return {
    schema_version: 1,
    run_id: start.runId,
    tool_version: TOOL_VERSION,
    status: "running",
    started_at: new Date(start.startedAtMs).toISOString(),
    finished_at: null,
    seed: options.seed,
    as_of: new Date(asOfMs(options, start.startedAtMs)).toISOString(),
    provider: inputs.provider,
    options: {
      dataset: options.dataset,
      baseline: options.baseline,
      candidates: options.candidates,
      registry: options.registry ?? null,
      prices: options.prices ?? null,
      limit: options.limit ?? null,
      sample: options.sample ?? null,
      filters: options.filters.map(({ tag, value }) => `${tag}=${value}`),
      repeat: options.repeat,
      ...(options.speed !== undefined && { speed: options.speed }),
      ...(options.stopEarly !== undefined && { stop_early: options.stopEarly }),
      concurrency: options.concurrency,
      record: options.record ?? null,
      recordings: options.recordings ?? null,
      on_miss: options.onMiss,
      max_spend_usd:
        options.maxSpendNanoUsd === undefined ? null : usdFromNanoUsd(options.maxSpendNanoUsd),
      ...(options.onlyUncovered && { only_uncovered: true as const }),
      ...(options.like !== undefined && { like: options.like }),
      strict: options.strict,
      store_text: options.storeText,
      max_error_rate: options.maxErrorRate,
      formats: options.formats,
      ...(start.out !== undefined && { out: start.out }),
      ...(options.baselineRun !== undefined && { baseline_run: options.baselineRun }),
      ...(options.monthlyRequests !== undefined && { monthly_requests: options.monthlyRequests }),
      ...(options.recordPages !== undefined && { record_pages: options.recordPages }),
      ...(options.junit === "records" && { junit: options.junit }),
    },
    inputs: [...inputs.files, ...dataset.inputs],
    graders: gradersOf(inputs),
    prices: pricesOf(inputs.registry),
    key_variables: keyVariablesOf(inputs.registry),
    ...(dataset.summary.log && { log: dataset.summary.log }),
    warnings: [...inputs.notes, ...warningsOf(dataset.summary, inputs)],
  };
}

/** What judges the answers, schemas that stand in files of their own included. */
function gradersOf({ manifest, scorer }: Inputs): NonNullable<RunManifest["graders"]> {
  const { scoring, minScore, inputs } = manifest;
  const schemas = inputs.filter(({ role }) => role === "schema").map(({ sha256 }) => sha256 ?? "");
  const text = canonicalJson({ scoring, minScore, schemas: schemas.toSorted() });
  return { sha256: sha256Hex(text), names: scorer.graders };
}

/**
 * What counts as now in a run, in milliseconds since 1970: the start of a day, so that runs of one
 * day agree.
 */
export function asOfMs(options: RunOptions, startedAtMs: number): number {
  return options.asOfMs ?? startedAtMs - (((startedAtMs % DAY_MS) + DAY_MS) % DAY_MS);
}

function warningsOf(summary: DatasetSummary, inputs: Inputs): readonly string[] {
  const unknown = summary.routes.filter((route) => !inputs.registry.routes.has(route));
  const lacking =
    unknown.length === 0 ? [] : [`the registry lacks routes of the table: ${unknown.join(", ")}`];
  return [...summary.warnings, ...lacking];
}

/** The options that an earlier session was started with: a resumed run is the same run. */
export function optionsOf(manifest: RunManifest): RunOptions {
  const { options } = manifest;
  return {
    dataset: options.dataset,
    baseline: options.baseline,
    candidates: options.candidates,
    registry: options.registry ?? undefined,
    prices: options.prices ?? undefined,
    provider: manifest.provider,
    record: options.record ?? undefined,
    recordings: options.recordings ?? undefined,
    onMiss: options.on_miss ?? "fail",
    maxSpendNanoUsd: amountOf(options.max_spend_usd),
    onlyUncovered: options.only_uncovered ?? false,
    like: options.like,
    concurrency: options.concurrency,
    repeat: options.repeat,
    speed: options.speed,
    stopEarly: options.stop_early,
    limit: options.limit ?? undefined,
    sample: options.sample ?? undefined,
    filters: options.filters.map((text) => {
      const at = text.indexOf("=");
      return { tag: text.slice(0, at), value: text.slice(at + 1) };
    }),
    seed: manifest.seed,
    asOfMs: Date.parse(manifest.as_of),
    strict: options.strict,
    storeText: options.store_text,
    maxErrorRate: options.max_error_rate,
    formats: options.formats as RunOptions["formats"],
    baselineRun: options.baseline_run,
    monthlyRequests: options.monthly_requests,
    recordPages: options.record_pages,
    junit: options.junit ?? "gates",
    allowCode: false,
  };
}

function amountOf(usd: number | null | undefined): number | undefined {
  return typeof usd === "number" ? nanoUsdFromUsd(usd) : undefined;
}

/** Throws `HarnessError` where an input is no longer what the earlier session read. */
export function assertSameInputs(before: RunManifest, now: RunManifest): void {
  const changed = changedInputs(before.inputs, now.inputs);
  if (changed === undefined) {
    assertSamePrices(before, now);
    return;
  }
  throw new HarnessError(
    "invalid-input",
    `cannot resume ${before.run_id}: changed since it began: ${changed}`,
    { hint: "restore the files, or start a new run" },
  );
}

/** Paths of inputs that are not what they were, for a message; absent: all are the same. */
export function changedInputs(
  before: readonly RunInput[],
  now: readonly RunInput[],
): string | undefined {
  const pairs = [
    [before, now],
    [now, before],
  ] as const;
  const changed = pairs.flatMap(([ones, others]) => {
    const hashes = new Map(others.map(({ path, sha256 }) => [path, sha256]));
    return ones.filter(({ path, sha256 }) => hashes.get(path) !== sha256);
  });
  if (changed.length === 0) return undefined;
  return [...new Set(changed.map(({ path }) => path))].join(", ");
}

/** The catalog comes with the program: another version of it may price a route anew. */
function assertSamePrices(before: RunManifest, now: RunManifest): void {
  const parts = (price: RunPrice | null | undefined): string =>
    canonicalJson(price ? { ...price, source: undefined } : null);
  const changed = Object.keys(now.prices).filter(
    (route) => parts(before.prices[route]) !== parts(now.prices[route]),
  );
  if (changed.length === 0) return;
  throw new HarnessError(
    "invalid-input",
    `cannot resume ${before.run_id}: this version prices routes differently: ${changed.join(", ")}`,
    { hint: "go on with the version that began it, or start a new run" },
  );
}
