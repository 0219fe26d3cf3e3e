import { rmSync } from "node:fs";
import type { RunManifest } from "../core/run-manifest.ts";
import { HarnessError } from "../core/harness-error.ts";
import type { DatasetSummary, RejectedRow } from "../core/dataset.ts";
import { checkDataset, type CheckedDataset } from "../datasets/check-dataset.ts";
import { AppendFile } from "../replay/append-file.ts";
import type { Inputs } from "./load-inputs.ts";
import type { RunFolder } from "./run-folder.ts";
import type { RunOptions } from "./run-options.ts";
import { pricesOf } from "./run-prices.ts";
import { TOOL_VERSION } from "./tool-version.ts";

/** The checking pass over the data, with its unreadable rows kept in the run folder. */
export async function readDataset(
  inputs: Inputs,
  options: RunOptions,
  folder: RunFolder,
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
      onRejected: (row) => rejected.append(rejectedLine(row, options)),
    });
  } finally {
    await rejected.close();
  }
}

function rejectedLine(row: RejectedRow, options: RunOptions): string {
  // A reason quotes what it could not read, which may be part of a prompt or an answer.
  const reason = options.storeText === "none" ? row.reason.replace(/"[^]*"/, "…") : row.reason;
  return JSON.stringify({ ...row, reason });
}

const DAY_MS = 86_400_000;

/** `run.json` as a run begins. */
export function beginManifest(
  inputs: Inputs,
  dataset: CheckedDataset,
  options: RunOptions,
  start: { readonly runId: string; readonly startedAtMs: number },
): RunManifest {
  return {
    schema_version: 1,
    run_id: start.runId,
    tool_version: TOOL_VERSION,
    status: "running",
    started_at: new Date(start.startedAtMs).toISOString(),
    finished_at: null,
    seed: options.seed,
    as_of: new Date(options.asOfMs ?? startOfDay(start.startedAtMs)).toISOString(),
    provider: inputs.provider,
    options: {
      dataset: options.dataset,
      baseline: options.baseline,
      candidates: options.candidates,
      registry: options.registry ?? null,
      limit: options.limit ?? null,
      sample: options.sample ?? null,
      filters: options.filters.map(({ tag, value }) => `${tag}=${value}`),
      repeat: options.repeat,
      concurrency: options.concurrency,
      strict: options.strict,
      store_text: options.storeText,
      max_error_rate: options.maxErrorRate,
      formats: options.formats,
    },
    inputs: [...inputs.files, ...dataset.inputs],
    prices: pricesOf(inputs.registry),
    warnings: [...inputs.notes, ...warningsOf(dataset.summary, inputs)],
  };
}

/** Runs of one day agree: an approval ends with a day, not with an hour. */
function startOfDay(timeMs: number): number {
  return timeMs - (((timeMs % DAY_MS) + DAY_MS) % DAY_MS);
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
    provider: manifest.provider,
    concurrency: options.concurrency,
    repeat: options.repeat,
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
  };
}

/** Throws `HarnessError` where an input is no longer what the earlier session read. */
export function assertSameInputs(before: RunManifest, now: RunManifest): void {
  const hashes = new Map(before.inputs.map(({ path, sha256 }) => [path, sha256]));
  const changed = now.inputs.filter(({ path, sha256 }) => hashes.get(path) !== sha256);
  if (changed.length === 0 && before.inputs.length === now.inputs.length) return;
  throw new HarnessError(
    "invalid-input",
    `cannot resume ${before.run_id}: changed since it began: ${changed.map(({ path }) => path).join(", ")}`,
    { hint: "restore the files, or start a new run" },
  );
}
