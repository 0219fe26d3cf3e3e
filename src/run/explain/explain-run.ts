import { existsSync } from "node:fs";
import { HarnessError } from "../../core/harness-error.ts";
import { nearestName } from "../../core/nearest-name.ts";
import type { Outcome } from "../../core/outcome.ts";
import type { ReplayRecord } from "../../core/replay-record.ts";
import type { RunExplanation, RunRecordExplanation } from "../../core/run-explanation.ts";
import type { RunManifest } from "../../core/run-manifest.ts";
import { checkDataset } from "../../datasets/check-dataset.ts";
import { readManifest as readDatasetManifest } from "../../datasets/read-manifest.ts";
import { readJournal } from "../../replay/journal.ts";
import { picker } from "./explain.ts";
import type { Redaction } from "../redaction.ts";
import { createRouteChanges } from "./route-changes.ts";
import { readManifest, runFolder } from "../run-folder.ts";
import { changedInputs, optionsOf } from "../run-session.ts";

/** What `explain --run` is asked for. */
export interface ExplainRunOptions {
  readonly run: string;
  /** Two policies of the run by name; absent: the baseline and the only candidate. */
  readonly between: readonly [string, string] | undefined;
  readonly record: string | undefined;
  readonly where: string | undefined;
  /** How many ids a group names. */
  readonly firstRecords: number;
}

/**
 * What a kept run says of its decisions: one record's, or why records changed route between two of
 * its policies. Throws `HarnessError` where the run does not hold what is asked for.
 */
export async function explainRun(
  options: ExplainRunOptions,
  redaction: Redaction,
): Promise<RunExplanation | RunRecordExplanation> {
  const manifest = readManifest(options.run);
  redaction.hideVariables(manifest.key_variables ?? []);
  const { journal } = runFolder(options.run);
  if (!existsSync(journal)) {
    throw new HarnessError("invalid-input", `${options.run}: holds reports, but no outcomes`, {
      hint: "name the folder of the run itself",
    });
  }
  return options.record === undefined
    ? routeChanges(journal, manifest, options)
    : recordOf(journal, options.record, options);
}

async function routeChanges(
  journal: string,
  manifest: RunManifest,
  options: ExplainRunOptions,
): Promise<RunExplanation> {
  const { run, between, where, firstRecords } = options;
  const isAsked = where === undefined ? () => true : await askedOrdinals(manifest, where, run);
  const changes = createRouteChanges(manifest.options.repeat);
  const names: string[] = [];
  for await (const { outcome, policy } of readJournal(journal)) {
    names[outcome.arm] = policy;
    if (isAsked(outcome.ordinal)) changes.take(outcome);
  }
  // An arm that an interrupted run has not reached leaves a hole.
  const policies = names.filter((name) => name !== undefined);
  const [before, after] = pairOf(policies, between, run);
  const found = changes.between(names.indexOf(before), names.indexOf(after), firstRecords);
  return { run, before, after, ...found };
}

function pairOf(
  policies: readonly string[],
  between: readonly [string, string] | undefined,
  run: string,
): readonly [string, string] {
  const [baseline, candidate, other] = policies;
  if (between !== undefined) {
    for (const name of between) if (!policies.includes(name)) throw noPolicy(name, policies, run);
    if (between[0] !== between[1]) return between;
    throw new HarnessError("invalid-input", `--between names "${between[0]}" twice`, {
      hint: `the run has ${policies.join(", ")}`,
    });
  }
  if (baseline === undefined || candidate === undefined) {
    throw new HarnessError("invalid-input", `${run}: holds outcomes of fewer than two policies`, {
      hint: `finish it: routeproof run --resume ${run}`,
    });
  }
  if (other === undefined) return [baseline, candidate];
  throw new HarnessError("invalid-input", `${run}: has several candidates`, {
    hint: `name two with --between: ${policies.join(", ")}`,
  });
}

function noPolicy(name: string, policies: readonly string[], run: string): HarnessError {
  const nearest = nearestName(name, policies);
  const hint =
    nearest === undefined ? `it has ${policies.join(", ")}` : `did you mean "${nearest}"?`;
  return new HarnessError("invalid-input", `${run}: has no policy "${name}"`, { hint });
}

/** Ordinals of the records that a condition holds for, read from the dataset that the run read. */
async function askedOrdinals(
  manifest: RunManifest,
  where: string,
  run: string,
): Promise<(ordinal: number) => boolean> {
  const { limit, sample, seed, filters, dataset: file } = optionsOf(manifest);
  const dataset = await checkDataset(await readDatasetManifest(file), {
    limit,
    sample,
    seed,
    filters,
    strict: false,
    onRejected: () => undefined,
  });
  try {
    const paths = new Set(dataset.inputs.map(({ path }) => path));
    const read = manifest.inputs.filter(({ path }) => paths.has(path));
    const changed = changedInputs(read, dataset.inputs);
    if (changed !== undefined) {
      throw new HarnessError("invalid-input", `${run}: changed since it was made: ${changed}`, {
        hint: "leave out --where, or restore the file",
      });
    }
    const asked = new Set<number>();
    const fits: (record: ReplayRecord) => boolean = await picker(dataset, {
      record: undefined,
      where,
    });
    for await (const batch of dataset.records()) {
      for (const record of batch) if (fits(record)) asked.add(record.ordinal);
    }
    if (asked.size > 0) return (ordinal) => asked.has(ordinal);
    throw new HarnessError("invalid-input", `--where holds for no record of ${run}`, {
      hint: `it was asked of ${dataset.summary.records}: ${where}`,
    });
  } finally {
    await dataset.close();
  }
}

/** The last line of a trial counts: a retried error stands before it. */
async function recordOf(
  journal: string,
  record: string,
  { run, between }: ExplainRunOptions,
): Promise<RunRecordExplanation> {
  const found = new Map<string, { readonly policy: string; readonly outcome: Outcome }>();
  const policies = new Set<string>();
  let nearest: string | undefined;
  for await (const { outcome, policy } of readJournal(journal)) {
    policies.add(policy);
    const { recordId, arm, repeat } = outcome;
    if (recordId === record) {
      const key = `${String(arm).padStart(6, "0")}/${String(repeat).padStart(9, "0")}`;
      found.set(key, { policy, outcome });
    } else {
      nearest = nearestName(record, nearest === undefined ? [recordId] : [nearest, recordId]);
    }
  }
  for (const name of between ?? []) {
    if (!policies.has(name)) throw noPolicy(name, [...policies], run);
  }
  if (found.size === 0) {
    throw new HarnessError("invalid-input", `${run}: no outcome of record "${record}"`, {
      hint:
        nearest === undefined
          ? "ids stand in outcomes.jsonl; an interrupted run may not have reached it"
          : `did you mean "${nearest}"?`,
    });
  }
  const arms = [...found]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, arm]) => arm)
    .filter(({ policy }) => between === undefined || between.includes(policy));
  return { run, record, arms };
}
