import { createCollector } from "../../../../src/comparison/collector.ts";
import { MixColumns } from "../../../../src/comparison/mix/mix-columns.ts";
import {
  compareLogs,
  type CompareLogsSetup,
} from "../../../../src/comparison/unpaired/compare-logs.ts";
import type { LogComparison } from "../../../../src/core/log-comparison.ts";
import type { Outcome } from "../../../../src/core/outcome.ts";
import type { Policy } from "../../../../src/core/policy.ts";
import type { ReplayRecord } from "../../../../src/core/replay-record.ts";
import { aDataset, aRecord } from "../a-comparison.ts";
import { anOutcome } from "../an-outcome.ts";
import { aPolicy } from "../a-policy.ts";

/** One log of a comparison, request by request. */
export interface Side {
  readonly requests: number;
  readonly outcome: (index: number) => Partial<Outcome>;
  readonly record?: (index: number) => Partial<ReplayRecord>;
  readonly facts?: Partial<CompareLogsSetup["control"]>;
}

export interface TwoSides {
  readonly control: Side;
  readonly canary: Side;
  readonly policy?: Policy;
  readonly tagNames?: readonly string[];
  readonly expectedShare?: number;
  readonly sharedIds?: number;
  readonly incomparable?: readonly string[];
}

/** Compares two logs that are made up; the control's records come first. */
export function comparedLogs(sides: TwoSides): LogComparison {
  const { control, canary, policy = aPolicy(), tagNames = [] } = sides;
  const records = control.requests + canary.requests;
  const collector = createCollector({
    records,
    repeats: 1,
    arms: [
      { key: "control", policy, records: control.requests },
      { key: "canary", policy },
    ],
    graders: ["exact_match"],
    tagNames,
    routesKnown: [],
    isUnpaired: true,
  });
  const mix = new MixColumns(control.requests, canary.requests, tagNames);
  for (const [set, side] of [control, canary].entries()) {
    for (let index = 0; index < side.requests; index += 1) {
      const place = set === 0 ? 0 : 1;
      const ordinal = place * control.requests + index;
      const record = aRecord(index, side.record?.(index));
      mix.observe(record, place);
      collector.observe({ ...record, ordinal }, undefined);
      collector.add(anOutcome({ ...side.outcome(index), ordinal, arm: place }));
    }
  }
  const factsOf = ({ requests, facts }: Side): CompareLogsSetup["control"] => ({
    dataset: { ...aDataset, kind: "log", records: requests },
    firstArrivalMs: undefined,
    lastArrivalMs: undefined,
    summary: undefined,
    warnings: [],
    ...facts,
  });
  return compareLogs(collector, {
    control: factsOf(control),
    canary: factsOf(canary),
    expectedShare: sides.expectedShare,
    mix,
    controlSet: "first",
    skipped: [],
    sharedIds: sides.sharedIds ?? 0,
    incomparable: sides.incomparable ?? [],
    seed: 1,
  });
}
