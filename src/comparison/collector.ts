import type { Outcome } from "../core/outcome.ts";
import type { Policy } from "../core/policy.ts";
import type { ReplayRecord } from "../core/replay-record.ts";
import { HarnessError } from "../core/harness-error.ts";
import type { TimelineOrigin } from "../core/timeline.ts";
import { ArmColumns } from "./arm-columns.ts";
import { ArrivalMinutes } from "./arrival-minutes.ts";
import { ChangedRecords } from "./charts/changed-records.ts";
import type { Collected } from "./collected.ts";
import { Interner } from "./interner.ts";
import type { KnownGrade } from "./known-grade.ts";
import { watchCandidates, type EarlyReject } from "./early-reject.ts";
import type { LoggedGrade } from "./logs/logged-grade.ts";
import { untimedUnits } from "./logs/untimed-units.ts";
import { findOracle } from "./oracle.ts";
import * as flag from "./outcome-flags.ts";
import { RecordColumns } from "./record-columns.ts";
import { judgeRouting } from "./routing-quality.ts";
import { TimelineColumns } from "./timeline-columns.ts";

/** A policy as one side of a comparison; the first arm of a run is the baseline. */
export interface Arm {
  /** The policy's name, or `NAME#2` where it stands as both arms. */
  readonly key: string;
  readonly policy: Policy;
  /** It has outcomes of so many of the first records alone; absent: of all of them. */
  readonly records?: number;
}

/** What a run will bring, known before its first outcome. */
export interface CollectorSetup {
  /** Selected records; ordinals run below it. */
  readonly records: number;
  readonly repeats: number;
  readonly arms: readonly Arm[];
  readonly graders: readonly string[];
  readonly tagNames: readonly string[];
  /** Routes of an outcome table; empty otherwise. */
  readonly routesKnown: readonly string[];
  /** Where the replay's time starts; absent: no policy of the run reads any. */
  readonly timeline?: TimelineOrigin | undefined;
  /** Absent: no outcome comes from a request log. */
  readonly log?: LogReplay | undefined;
}

/** How the outcomes of a request log come into a run. */
export interface LogReplay {
  /** What the log does not hold was called for the run. */
  readonly isPartlyFresh: boolean;
}

/** Folds records and outcomes, in any order, into numeric columns. */
export interface Collector {
  /**
   * Once for each selected record; `known` follows the order of `routesKnown`, `logged` is given
   * where the records are a request log's.
   */
  observe(
    record: ReplayRecord,
    known: readonly (KnownGrade | undefined)[] | undefined,
    logged?: LoggedGrade,
  ): void;
  /** Once for each outcome. */
  add(outcome: Outcome): void;
  /** Begins to look at records one by one, before any was added, so that candidates may be rejected early. */
  watch(): EarlyReject;
  /** To be called when everything was observed and added. */
  finish(): Collected;
}

/** Makes a collector with all its columns; nothing in it grows with the run but what it measures. */
export function createCollector(setup: CollectorSetup): Collector {
  const { repeats, timeline, log } = setup;
  const routes = new Interner();
  const openLoop = timeline?.openLoop;
  const records = new RecordColumns(
    setup.records,
    setup.tagNames,
    setup.routesKnown,
    log && routes,
  );
  const isOpenLoop = openLoop !== undefined;
  const arms = setup.arms.map((arm) => {
    const size = { records: arm.records ?? setup.records, repeats, isOpenLoop };
    return new ArmColumns(arm, size, setup.graders, routes, log?.isPartlyFresh);
  });
  const changed = new ChangedRecords(arms, repeats);
  const timelines =
    timeline && arms.map(() => new TimelineColumns(timeline.startMs, openLoop?.speed));
  const arrivals = timeline && openLoop && new ArrivalMinutes(timeline.startMs);
  let early: EarlyReject | undefined;
  return {
    watch: () => (early = watchCandidates(arms, records)),
    observe: (record, known, logged) => {
      records.observe(record, known, logged);
      arrivals?.add(record.arrivedAtMs);
    },
    add: (outcome) => {
      const arm = arms[outcome.arm];
      if (arm === undefined) throw new HarnessError("bug", `the run has no arm ${outcome.arm}`);
      arm.add(outcome);
      changed.take(outcome);
      timelines?.[outcome.arm]?.add(outcome);
      if (outcome.grade.schemaValid !== undefined) records.schemaAsked[outcome.ordinal] = 1;
    },
    finish: () => {
      const collected = {
        records,
        repeats,
        arms,
        changed,
        oracle: findOracle(records),
        early: early?.findings(),
        timelines: timelines && { origin: timeline, arms: timelines, arrivals },
      };
      const all = new Uint32Array(setup.records * repeats);
      for (let unit = 0; unit < all.length; unit += 1) all[unit] = unit;
      for (const arm of arms) {
        settleFlags(arm, collected);
        arm.untimed = untimedUnits(arm, collected);
        arm.settle(all);
      }
      judgeRouting(collected);
      return collected;
    },
  };
}

/** Sets what only record and outcome together show: whether a schema was asked, and evidence. */
function settleFlags(arm: ArmColumns, { records, repeats }: Collected): void {
  const { flags, evidence } = arm;
  for (let ordinal = 0; ordinal < records.records; ordinal += 1) {
    const lacksEvidence =
      (evidence.needsRecordWorkflow && !records.workflows.has(ordinal)) ||
      (evidence.needsRecordOwner && records.owners.at(ordinal) === 0);
    for (let unit = ordinal * repeats; unit < (ordinal + 1) * repeats; unit += 1) {
      let bits = flags[unit] ?? 0;
      if ((bits & flag.COVERED) === 0) continue;
      const broke = (bits & flag.SCHEMA_INVALID) !== 0;
      if (broke || records.schemaAsked[ordinal] === 1) bits |= flag.SCHEMA_ASKED;
      if (lacksEvidence) bits &= ~flag.EVIDENCE;
      flags[unit] = bits;
    }
  }
}
