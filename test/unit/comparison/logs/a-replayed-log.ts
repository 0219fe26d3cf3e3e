import { assert } from "vitest";
import { compare } from "../../../../src/comparison/compare.ts";
import { createCollector } from "../../../../src/comparison/collector.ts";
import type { LoggedGrade } from "../../../../src/comparison/logs/logged-grade.ts";
import type { LogSetup } from "../../../../src/comparison/logs/log-setup.ts";
import type { NotCoveredReason } from "../../../../src/core/attempt.ts";
import type { Comparison, PolicyComparison } from "../../../../src/core/comparison.ts";
import type { Gate } from "../../../../src/core/gate.ts";
import type { Outcome } from "../../../../src/core/outcome.ts";
import type { Policy } from "../../../../src/core/policy.ts";
import type { ReplayRecord } from "../../../../src/core/replay-record.ts";
import { aDataset, someRecords } from "../a-comparison.ts";
import { anAcceptedGrade, anAttempt, anOutcome, aRefusedGrade } from "../an-outcome.ts";
import { aPolicyWithGates } from "../a-policy.ts";

/** A record as a log served it, and where both policies send it. */
export interface LoggedCase {
  /** The log's route; absent: not known. */
  readonly logged: string | undefined;
  readonly accepted: boolean;
  /** No grader could judge the answer. */
  readonly isUngraded?: boolean;
  readonly baseline: string;
  readonly candidate: string;
  readonly costNanoUsd?: number | undefined;
  readonly latencyMs?: number | undefined;
  readonly propensity?: number;
  readonly possibleRoutes?: readonly string[];
  readonly isCacheHit?: boolean;
  readonly because?: NotCoveredReason;
}

export interface ReplayedLog {
  readonly gates?: readonly Gate[];
  readonly policy?: Partial<Policy>;
  readonly record?: (ordinal: number) => Partial<ReplayRecord>;
  readonly tagNames?: readonly string[];
  readonly drawn?: ReadonlyMap<string, number>;
  readonly grade?: (ordinal: number) => Partial<LoggedGrade>;
  readonly afterStep?: () => void;
}

const summary: LogSetup["summary"] = {
  format: "jsonl",
  lines: 0,
  requests: 0,
  attempts: 0,
  folded: 0,
  redacted: 0,
  unseen_attempts: 0,
  missing_answers: 0,
  cache_hits: 0,
  skipped: {},
  unmapped: {},
  unmapped_left_out: 0,
  route_names: {},
  cost: { logged_usd: 0, logged_attempts: 0, unknown_attempts: 0 },
  tokens: {
    input_uncached: 0,
    input_cache_read: 0,
    input_cache_write: 0,
    output: 0,
    output_reasoning: 0,
    unknown_attempts: 0,
  },
  errors: {},
  first_arrival_ms: null,
  last_arrival_ms: null,
  late: 0,
  without_arrival: 0,
};

const costs: LogSetup["costs"] = {
  counts: "logged",
  logged_usd: 0,
  recomputed_usd: 0,
  both: 0,
  logged_of_both_usd: 0,
  recomputed_of_both_usd: 0,
  differ: 0,
  unknown_logged: 0,
  unknown_recomputed: 0,
};

/** Replays a log through "before" and "after": an outcome is known where the log's route is. */
export function aReplayedLog(cases: readonly LoggedCase[], more: ReplayedLog = {}): Comparison {
  const policy = { ...aPolicyWithGates(...(more.gates ?? [])), ...more.policy };
  const collector = createCollector({
    records: cases.length,
    repeats: 1,
    arms: [
      { key: "before", policy: aPolicyWithGates() },
      { key: "after", policy },
    ],
    graders: ["exact_match"],
    tagNames: more.tagNames ?? [],
    routesKnown: [],
    log: { isPartlyFresh: false },
  });
  const records = someRecords(cases.length, more.record);
  for (const [ordinal, one] of cases.entries()) {
    collector.observe(records[ordinal]!, undefined, {
      ...gradeOf(one),
      ...more.grade?.(ordinal),
    });
    for (const [arm, route] of [one.baseline, one.candidate].entries()) {
      collector.add(outcomeOf(one, ordinal, arm, route));
    }
  }
  const log = {
    summary,
    costs,
    unjudged: 0,
    unknownRoutes: new Map(),
    drawn: [undefined, more.drawn],
    firstUncovered: [[], []],
  };
  const { afterStep } = more;
  return compare(collector, {
    dataset: aDataset,
    seed: 1,
    bootstrapReplicates: 50,
    log,
    afterStep,
  });
}

/** The only pair of a replayed log. */
export function pairOf(comparison: Comparison): PolicyComparison {
  const [pair] = comparison.comparisons;
  assert(pair !== undefined);
  return pair;
}

const ungraded = { accepted: false, score: undefined, schemaValid: undefined, scores: [] };

function gradeOf(one: LoggedCase): LoggedGrade {
  const { costNanoUsd = 1_000, latencyMs = 100 } = one;
  return {
    route: one.logged,
    isServed: true,
    accepted: one.accepted,
    isUngraded: one.isUngraded === true,
    costNanoUsd: "costNanoUsd" in one ? one.costNanoUsd : costNanoUsd,
    latencyMs: one.isCacheHit === true ? undefined : latencyMs,
    propensity: one.propensity,
    possibleRoutes: one.possibleRoutes,
    isRedacted: false,
    hasUnseen: false,
    isCacheHit: one.isCacheHit === true,
  };
}

function outcomeOf(one: LoggedCase, ordinal: number, arm: number, route: string): Outcome {
  if (route !== one.logged) {
    const because = one.because ?? (one.logged === undefined ? "route_unknown" : "other_route");
    const result = { kind: "not_covered", because } as const;
    return anOutcome({
      ordinal,
      arm,
      route,
      attempts: [anAttempt({ route, result, costNanoUsd: undefined, latencyMs: undefined })],
      ending: { kind: "not_covered", because },
      grade: ungraded,
    });
  }
  const { costNanoUsd, latencyMs } = gradeOf(one);
  return anOutcome({
    ordinal,
    arm,
    route,
    attempts: [anAttempt({ route, costNanoUsd, latencyMs })],
    grade: one.isUngraded === true ? ungraded : one.accepted ? anAcceptedGrade : aRefusedGrade,
  });
}
