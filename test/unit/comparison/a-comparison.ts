import { assert } from "vitest";
import { compare } from "../../../src/comparison/compare.ts";
import { createCollector, type CollectorSetup } from "../../../src/comparison/collector.ts";
import type { KnownGrade } from "../../../src/comparison/known-grade.ts";
import type { Comparison } from "../../../src/core/comparison.ts";
import type { PolicyMetrics } from "../../../src/core/metrics.ts";
import type { Outcome } from "../../../src/core/outcome.ts";
import type { ReplayRecord } from "../../../src/core/replay-record.ts";
import { aPolicy } from "./a-policy.ts";

export const aDataset: Comparison["dataset"] = {
  name: "tickets",
  kind: "golden",
  sha256: "00",
  records: 0,
  rejected: 0,
  excluded: 0,
};

/** A record without tags, groups or expectations, but for what is said otherwise. */
export function aRecord(ordinal: number, changes: Partial<ReplayRecord> = {}): ReplayRecord {
  return {
    ordinal,
    id: `record-${ordinal}`,
    source: `tickets.jsonl:${ordinal + 1}`,
    request: {
      messages: [],
      tools: [],
      responseSchema: undefined,
      stream: false,
      slaMs: undefined,
      maxOutputTokens: undefined,
    },
    expected: undefined,
    group: undefined,
    workflow: undefined,
    owner: undefined,
    arrivedAtMs: undefined,
    tags: {},
    features: {},
    outcomes: undefined,
    ...changes,
  };
}

/** Everything that a small run brought. */
export interface SmallRun {
  readonly records: readonly ReplayRecord[];
  readonly outcomes: readonly Outcome[];
  readonly setup?: Partial<CollectorSetup>;
  readonly known?: readonly (readonly (KnownGrade | undefined)[])[];
}

/** Two arms, "before" and "after", over the run's records. */
export function aComparison({ records, outcomes, setup, known }: SmallRun): Comparison {
  const collector = createCollector({
    records: records.length,
    repeats: 1,
    arms: [
      { key: "before", policy: aPolicy({ name: "before" }) },
      { key: "after", policy: aPolicy({ name: "after" }) },
    ],
    graders: ["exact_match"],
    tagNames: [],
    routesKnown: [],
    ...setup,
  });
  for (const [index, record] of records.entries()) collector.observe(record, known?.[index]);
  for (const outcome of outcomes) collector.add(outcome);
  return compare(collector, { dataset: aDataset, seed: 1, bootstrapReplicates: 500 });
}

/** Records from 0 on. */
export function someRecords(
  count: number,
  changes: (ordinal: number) => Partial<ReplayRecord> = () => ({}),
): readonly ReplayRecord[] {
  return Array.from({ length: count }, (_, ordinal) => aRecord(ordinal, changes(ordinal)));
}

/** The baseline's metrics alone. */
export function metricsBefore(run: Partial<SmallRun> & Pick<SmallRun, "outcomes">): PolicyMetrics {
  const count = 1 + Math.max(...run.outcomes.map(({ ordinal }) => ordinal));
  const metrics = aComparison({ records: someRecords(count), ...run }).policies["before"];
  assert(metrics !== undefined);
  return metrics;
}
