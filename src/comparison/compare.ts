import { COMPARISON_SCHEMA_VERSION, type Comparison } from "../core/comparison.ts";
import { clusteringOf } from "./clustering.ts";
import type { Collected } from "./collected.ts";
import { coverageReport } from "./logs/coverage-report.ts";
import type { LogSetup } from "./logs/log-setup.ts";
import type { Collector } from "./collector.ts";
import { estimateRoom } from "./estimate.ts";
import { comparePair, type EarlyLook } from "./paired.ts";
import { policyMetrics } from "./policy-metrics.ts";
import { references } from "./references.ts";
import { failoverOf } from "./failover.ts";
import { routesInUse } from "./routes-in-use.ts";
import type { RoutesSetup } from "./routes-setup.ts";
import { Scratch } from "./scratch.ts";
import { sortedObject } from "./sorted-object.ts";

/** What a comparison cannot read off its outcomes. */
export interface CompareSetup {
  readonly dataset: Comparison["dataset"];
  readonly seed: number;
  /** Resamples of each paired quantile. */
  readonly bootstrapReplicates?: number;
  /** Absent: routes and providers as such are not looked at. */
  readonly routes?: RoutesSetup;
  /** Absent: the outcomes are not those of a request log. */
  readonly log?: LogSetup;
  /** Called after what may leave lists of all units behind; absent: nobody clears them away. */
  readonly afterStep?: (() => void) | undefined;
}

const BOOTSTRAP_REPLICATES = 2_000;

/**
 * Everything that `comparison.json` says, from a run that is complete. The first arm is the
 * baseline; the same outcomes and seed give the same bytes, in whatever order they came.
 */
export function compare(collector: Collector, setup: CompareSetup): Comparison {
  const comparison = comparisonOf(collector, setup);
  estimateRoom.free();
  return comparison;
}

function comparisonOf(collector: Collector, setup: CompareSetup): Comparison {
  const collected = collector.finish();
  const { arms, oracle, repeats } = collected;
  const clustering = clusteringOf(collected);
  const scratch = new Scratch();
  const context = {
    collected,
    clustering,
    scratch,
    seed: setup.seed,
    replicates: setup.bootstrapReplicates ?? BOOTSTRAP_REPLICATES,
    afterStep: setup.afterStep,
  };
  const [baseline, ...candidates] = arms;
  const { routes, log } = setup;
  const coverage = log && coverageReport(collected, clustering, log);
  setup.afterStep?.();
  const policies = sortedObject(
    arms.map((arm) => [
      arm.key,
      {
        ...policyMetrics(arm, collected, { clustering, oracle, repeats, scratch }),
        ...(routes && { failover: failoverOf(arm, routes) }),
      },
    ]),
  );
  // Of records that were left out nothing may count, and references are of all of them.
  const known =
    collected.early?.isStopped === true ? {} : references(collected, clustering, scratch);
  setup.afterStep?.();
  return {
    schema_version: COMPARISON_SCHEMA_VERSION,
    dataset: setup.dataset,
    baseline: baseline?.key ?? "",
    candidates: candidates.map(({ key }) => key),
    quantile: "nearest_rank",
    repeats,
    ...paceOf(collected),
    ...stoppedEarly(collected),
    policies,
    ...(coverage && { coverage }),
    ...(routes && { routes: routesInUse(policies, known, routes, context) }),
    references: known,
    comparisons:
      baseline === undefined
        ? []
        : candidates.map((candidate, index) =>
            comparePair({ baseline, candidate }, context, {
              drawn: log?.drawn[index + 1],
              early: earlyOf(collected, index),
            }),
          ),
  };
}

function paceOf({ timelines }: Collected): Pick<Comparison, "pace"> {
  const { origin } = timelines ?? {};
  if (origin?.openLoop === undefined) return {};
  const { speed, slots } = origin.openLoop;
  const startsAt = new Date(origin.startMs).toISOString();
  return { pace: { kind: "open_loop", speed, slots, starts_at: startsAt } };
}

function stoppedEarly({ early, records }: Collected): Pick<Comparison, "stopped_early"> {
  if (early?.isStopped !== true) return {};
  return { stopped_early: { at_records: early.looked, of: records.records, order: "seeded" } };
}

function earlyOf({ early }: Collected, candidate: number): EarlyLook | undefined {
  return early && { isStopped: early.isStopped, rejection: early.rejections[candidate] };
}
