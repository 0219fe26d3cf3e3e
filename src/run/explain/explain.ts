import { HarnessError } from "../../core/harness-error.ts";
import type { CostEstimate } from "../../core/cost-estimate.ts";
import type { ExplainedRecord, Explanation } from "../../core/explanation.ts";
import { nearestName } from "../../core/nearest-name.ts";
import { routesCalledBy } from "../../core/routes-of-policy.ts";
import type { ReplayRecord } from "../../core/replay-record.ts";
import { viewOf, type RequestView } from "../../core/request-view.ts";
import type { Router } from "../../core/router.ts";
import type { CheckedDataset } from "../../datasets/check-dataset.ts";
import { explainedEstimate } from "../../providers/estimated-cost.ts";
import { requestCondition } from "../../routing/policy-expression.ts";
import { adviceNotes } from "../advice/advice-notes.ts";
import { neededWith, putToWork, type PolicyWork } from "../arms-at-work.ts";
import { emptyPast } from "../empty-past.ts";
import { loadPolicies, type LoadedSide } from "../load-policies.ts";
import { openDataset } from "../open-dataset.ts";
import type { Redaction } from "../redaction.ts";

/** What `explain --policy` is asked for; nothing is optional any more. */
export interface ExplainOptions {
  readonly policy: string;
  readonly dataset: string;
  readonly registry: string | undefined;
  readonly prices: string | undefined;
  /** The id of one record; absent: every one that `where` holds for. */
  readonly record: string | undefined;
  /** A condition on the request; absent: every record. */
  readonly where: string | undefined;
  /** How many records are explained. */
  readonly limit: number;
  /** Milliseconds since 1970 that count as now for records without an arrival time. */
  readonly asOfMs: number;
  readonly seed: number;
}

/**
 * What a policy decides on records of a dataset, by the engine that a run uses; nothing is called.
 * Throws `HarnessError` where an input is not sound, no record fits, or `where` fails on one.
 */
export async function explain(options: ExplainOptions, redaction: Redaction): Promise<Explanation> {
  const [side] = await loadPolicies([options.policy], { ...options, redaction });
  if (side === undefined) throw new HarnessError("bug", "a policy was read and is not there");
  const { manifest, dataset } = await openDataset(options.dataset, options.seed);
  try {
    const work = putToWork(side, side.priced, options.seed, manifest.kind);
    const { router } = work;
    const needs = router.memory && neededWith(manifest, router.memory, side.policy);
    const { records, matched } = await explained(dataset, work, side, options);
    const named = new Set(routesCalledBy(side.policy, side.registry));
    return {
      policy: side.policy.name,
      version: side.policy.version,
      dataset: dataset.summary.name,
      memory: needs === undefined ? "none" : "empty",
      notNamed: [...side.priced.routes.keys()].filter((name) => !named.has(name)),
      matched,
      records,
      notes: [...side.notes, ...adviceNotes(side.policy.name, router), ...dataset.summary.warnings],
    };
  } finally {
    await dataset.close();
  }
}

async function explained(
  dataset: CheckedDataset,
  work: PolicyWork,
  side: LoadedSide,
  options: ExplainOptions,
): Promise<Pick<Explanation, "records" | "matched">> {
  const fits = await picker(dataset, options);
  const records: ExplainedRecord[] = [];
  let matched = 0;
  for await (const batch of dataset.records()) {
    for (const record of batch) {
      if (!fits(record)) continue;
      matched += 1;
      if (records.length < options.limit) records.push(explainRecord(record, work, side, options));
      // Ids are unique: whoever asks for one has it.
      if (options.record !== undefined) return { records, matched };
    }
  }
  if (matched > 0) return { records, matched };
  throw new HarnessError(
    "invalid-input",
    `--where holds for no record of ${dataset.summary.name}`,
    {
      hint: `it was asked of ${dataset.summary.records}: ${options.where}`,
    },
  );
}

/** Which records are asked for. */
export async function picker(
  dataset: CheckedDataset,
  { record: id, where }: Pick<ExplainOptions, "record" | "where">,
): Promise<(record: ReplayRecord) => boolean> {
  if (id !== undefined) {
    const ordinal = dataset.ordinalOf(id);
    if (ordinal === undefined) throw await unknownRecord(dataset, id);
    return (record) => record.ordinal === ordinal;
  }
  if (where === undefined) return () => true;
  const holds = requestCondition("the condition", { text: where, place: "--where:1:1" });
  return (record) => holds(viewOf(record));
}

async function unknownRecord(dataset: CheckedDataset, id: string): Promise<HarnessError> {
  let nearest: string | undefined;
  for await (const batch of dataset.records()) {
    const ids = batch.map((record) => record.id);
    nearest = nearestName(id, nearest === undefined ? ids : [nearest, ...ids]);
  }
  const { name, records, rejected } = dataset.summary;
  const unread = rejected === 0 ? "" : `, and ${rejected} rows of it cannot be read`;
  return new HarnessError("invalid-input", `${name} has no record "${id}"`, {
    hint:
      nearest === undefined ? `it has ${records} records${unread}` : `did you mean "${nearest}"?`,
  });
}

function explainRecord(
  record: ReplayRecord,
  { router, basis }: PolicyWork,
  { priced }: LoadedSide,
  { asOfMs }: ExplainOptions,
): ExplainedRecord {
  const view = viewOf(record);
  const signals = emptyPast(router, record, asOfMs);
  try {
    const decision = router.decide(view, signals);
    const firstStep = router.next(view, decision, [], signals);
    const kept = decision.considered.flatMap((route) => (route.kept ? route.route : []));
    const estimates = new Map<string, CostEstimate>();
    for (const name of [...kept, ...decision.chain]) {
      const route = priced.routes.get(name);
      const estimate = route && explainedEstimate(route, view, basis);
      if (estimate !== undefined) estimates.set(name, estimate);
    }
    const ceilings = ceilingsOf(router, view);
    return { view, failure: undefined, decision, firstStep, estimates, ceilings };
  } catch (error) {
    // An expression that fails is this record's own error, as it is in a run.
    if (!(error instanceof HarnessError)) throw error;
    const [decision, firstStep] = [undefined, undefined];
    const nothing = { estimates: new Map(), ceilings: [] };
    return { view, failure: error.message, decision, firstStep, ...nothing };
  }
}

function ceilingsOf(router: Router, view: RequestView): ExplainedRecord["ceilings"] {
  const keys = router.ceilingKeys(view);
  return (router.memory?.ceilings ?? []).flatMap(({ name }, index) => {
    const key = keys[index];
    return key === undefined ? [] : [{ ceiling: name, key: key === "" ? undefined : key }];
  });
}
