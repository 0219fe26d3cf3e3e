import { createCollector, type Collector } from "../comparison/collector.ts";
import type { ClassifierFailure } from "../core/advice.ts";
import { infrastructureKinds } from "../core/failure.ts";
import type { Outcome } from "../core/outcome.ts";
import type { TimelineOrigin } from "../core/timeline.ts";
import type { ReplayRecord } from "../core/replay-record.ts";
import { classifierRouteOf } from "../core/routes-of-policy.ts";
import type { CheckedDataset } from "../datasets/check-dataset.ts";
import { FittedRecords } from "./fitted-records.ts";
import { knownGrades } from "./known-grades.ts";
import type { Inputs } from "./load-inputs.ts";
import type { LogBooks } from "./logs/log-books.ts";
import type { Progress } from "./progress.ts";
import { RefusedKeys } from "./refused-keys.ts";
import { Violations } from "./violations.ts";

/** What a run keeps of its records and outcomes in memory: columns and counts, never texts. */
export interface Books {
  readonly collector: Collector;
  readonly observe: (record: ReplayRecord) => void;
  readonly take: (outcome: Outcome) => void;
  readonly violations: Violations;
  readonly refusedKeys: RefusedKeys;
  readonly fittedRecords: FittedRecords;
  /** Absent: no outcome comes from a request log. */
  readonly log: LogBooks | undefined;
  /** Share of the records that our own set-up failed, in any arm. `of`: absent, of all of them. */
  readonly infrastructureErrorRate: (of?: number) => number;
}

export function openBooks(
  inputs: Inputs,
  dataset: CheckedDataset,
  repeats: number,
  progress: Progress,
  timeline: TimelineOrigin | undefined,
  log?: LogBooks,
): Books {
  const { summary } = dataset;
  const isTable = inputs.provider === "table";
  const routesKnown = isTable
    ? summary.routes.filter((route) => inputs.registry.routes.has(route))
    : [];
  const collector = createCollector({
    records: summary.records,
    repeats,
    arms: inputs.arms,
    graders: inputs.scorer.graders,
    tagNames: summary.tagNames,
    routesKnown,
    timeline,
    log: log?.replay,
  });
  const violations = new Violations(inputs.arms.length);
  const refusedKeys = new RefusedKeys(inputs.registry);
  const fittedRecords = new FittedRecords(inputs.arms);
  const classifierRoutes = inputs.arms.map(({ policy }) => classifierRouteOf(policy));
  const brokenRecords = new Uint8Array(summary.records);
  progress.total = summary.records * inputs.arms.length * repeats;
  return {
    collector,
    violations,
    refusedKeys,
    fittedRecords,
    log,
    observe: (record) => {
      fittedRecords.observe(record);
      collector.observe(
        record,
        isTable ? knownGrades(record, routesKnown, inputs.registry, inputs.scorer) : undefined,
        log?.observe(record),
      );
    },
    take: (outcome) => {
      collector.add(outcome);
      log?.take(outcome);
      violations.take(outcome);
      refusedKeys.take(outcome, classifierRoutes[outcome.arm]);
      progress.done += 1;
      for (const { costNanoUsd } of outcome.attempts) progress.costNanoUsd += costNanoUsd ?? 0;
      const classification = outcome.trace?.classification;
      if (classification !== undefined) {
        progress.costNanoUsd += classification.costNanoUsd ?? 0;
        if (isInfrastructure(classification.failure)) brokenRecords[outcome.ordinal] = 1;
      }
      if (outcome.ending.kind !== "failed") return;
      progress.errors += 1;
      if (infrastructureKinds.has(outcome.ending.failure.kind)) brokenRecords[outcome.ordinal] = 1;
    },
    infrastructureErrorRate: (of = summary.records) => {
      let broken = 0;
      for (const flag of brokenRecords) broken += flag;
      return of === 0 ? 0 : broken / of;
    },
  };
}

/** A classifier that could not be asked for reasons of ours leaves its record as broken as any call. */
function isInfrastructure(failure: ClassifierFailure | undefined): boolean {
  return failure !== undefined && failure !== "not_covered" && infrastructureKinds.has(failure);
}
