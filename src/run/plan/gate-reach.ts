import { clusteringOf, type Clustering } from "../../comparison/clustering.ts";
import { createCollector, type Collector } from "../../comparison/collector.ts";
import type { ArmColumns } from "../../comparison/arm-columns.ts";
import { prepareGates } from "../../comparison/gates.ts";
import type { KnownGrade } from "../../comparison/known-grade.ts";
import type { ReadingContext } from "../../comparison/metric-reading.ts";
import { oneSided } from "../../comparison/one-sided.ts";
import { decidePrepared, type PreparedGate } from "../../comparison/prepared-gate.ts";
import { allowsNoChange } from "../../comparison/promotion-gates.ts";
import { Scratch } from "../../comparison/scratch.ts";
import type { GateStatus } from "../../core/comparison.ts";
import type { GateReach } from "../../core/run-plan.ts";
import type { Arm } from "../load-inputs.ts";
import {
  likenesses,
  settleLikeness,
  syntheticOutcome,
  type Likeness,
  type SyntheticRecord,
} from "./synthetic-outcomes.ts";

/** What one gate can come to with so many records. */
export interface ReachedGate {
  readonly gate: Pick<
    PreparedGate,
    | "id"
    | "metric"
    | "askedBy"
    | "scope"
    | "bound"
    | "threshold"
    | "direction"
    | "limit"
    | "isCount"
  >;
  readonly reach: GateReach;
  readonly canPass: boolean;
  readonly canFail: boolean;
  /** Null: it is not held against the baseline. */
  readonly passesIfEqual: boolean | null;
  /** Outcomes, and clusters of them, that it speaks of. */
  readonly n: number;
  readonly clusters: number | undefined;
  /** Why it is not decided whatever comes; absent: the number of records is all there is to it. */
  readonly reason: string | undefined;
}

/** What a reach is found for. */
export interface ReachSetup {
  readonly records: number;
  readonly repeats: number;
  readonly candidate: Arm;
  readonly graders: readonly string[];
  readonly tagNames: readonly string[];
  /** Routes of an outcome table; empty otherwise. */
  readonly routesKnown: readonly string[];
}

/** Replicates of made-up outcomes that are all alike differ in nothing: a few tell as much as many. */
const FEWEST_REPLICATES = 199;

/**
 * Finds out what the gates of a candidate can come to, by the run's own collector and gate code:
 * real records, with outcomes that are as good, or as bad, as any can be.
 */
export class GateReaches {
  readonly #setup: ReachSetup;
  readonly #collector: Collector;

  constructor(setup: ReachSetup) {
    this.#setup = setup;
    const { candidate, ...size } = setup;
    this.#collector = createCollector({
      ...size,
      arms: likenesses.map((likeness) => ({ key: likeness, policy: candidate.policy })),
    });
  }

  /** Once for each record. */
  observe(made: SyntheticRecord, known: readonly (KnownGrade | undefined)[] | undefined): void {
    this.#collector.observe(made.record, known);
    for (const [arm, likeness] of likenesses.entries()) {
      for (let repeat = 0; repeat < this.#setup.repeats; repeat += 1) {
        this.#collector.add(syntheticOutcome(made, likeness, arm, repeat));
      }
    }
  }

  /** To be called when every record was observed. */
  finish(): Reached {
    const { confidence, decideOn } = this.#setup.candidate.policy.promotion;
    const alpha = oneSided(confidence);
    const collected = this.#collector.finish();
    const arms = new Map(likenesses.map((likeness, index) => [likeness, collected.arms[index]!]));
    for (const [likeness, arm] of arms) settle(arm, likeness);
    const context: ReadingContext = {
      collected,
      clustering: clusteringOf(collected),
      scratch: new Scratch(),
      alpha,
      seed: 1,
      replicates: Math.max(FEWEST_REPLICATES, Math.ceil(2 / alpha)),
    };
    const found: (Seen & Pick<ReachedGate, "gate" | "n" | "clusters" | "reason">)[] = [];
    for (const [before, after] of pairs) {
      const pair = { baseline: arms.get(before)!, candidate: arms.get(after)! };
      let index = 0;
      for (const gate of prepareGates(pair, context)) {
        const { status } = decidePrepared(gate, { alpha, decideOn });
        const isEqual = before === "good" && after === "good";
        found[index] ??= { ...aboutGate(gate), statuses: new Set(), equal: undefined };
        found[index]!.statuses.add(status);
        if (isEqual) found[index]!.equal = status;
        index += 1;
      }
    }
    return { gates: found.map(reachOf), groups: groupsOf(context.clustering, this.#setup.repeats) };
  }
}

/** What all gates of a candidate can come to, and how its records hang together. */
export interface Reached {
  readonly gates: readonly ReachedGate[];
  /** Absent: every record stands alone. */
  readonly groups: RecordGroups | undefined;
}

/** Groups of records that are no independent draws. */
export interface RecordGroups {
  readonly count: number;
  /** Records that the group of a record has, on average over the records. */
  readonly meanSize: number;
}

/** Repeats of a record belong to it: only records that share a group count here. */
function groupsOf(clustering: Clustering | undefined, repeats: number): RecordGroups | undefined {
  if (clustering === undefined) return undefined;
  const { codes, count } = clustering;
  const sizes = new Float64Array(count);
  for (const code of codes) sizes[code]! += 1 / repeats;
  const squares = sizes.reduce((sum, size) => sum + size * size, 0);
  const meanSize = squares / (codes.length / repeats);
  return meanSize > 1 + 1e-9 ? { count, meanSize } : undefined;
}

interface Seen {
  readonly statuses: Set<GateStatus>;
  equal: GateStatus | undefined;
}

/** Baseline and candidate; the equal pair first, as it tells how many outcomes a gate speaks of. */
const pairs: readonly (readonly [Likeness, Likeness])[] = [
  ["good", "good"],
  ...(["good", "dear", "bad"] as const).flatMap((before) =>
    (["good", "dear", "bad"] as const).map((after) => [before, after] as const),
  ),
  ["good", "absent"],
];

function settle({ flags }: ArmColumns, likeness: Likeness): void {
  for (let unit = 0; unit < flags.length; unit += 1) {
    flags[unit] = settleLikeness(flags[unit]!, likeness);
  }
}

function aboutGate(gate: PreparedGate): Pick<ReachedGate, "gate" | "n" | "clusters" | "reason"> {
  const { finding } = gate;
  const { id, metric, askedBy, scope, bound, threshold, direction, limit, isCount } = gate;
  return {
    // Not the gate itself: it holds its sample.
    gate: { id, metric, askedBy, scope, bound, threshold, direction, limit, isCount },
    n: finding.from.n,
    clusters: finding.from.clusters,
    reason: finding.weakness ?? finding.interval.reason,
  };
}

function reachOf({
  statuses,
  equal,
  ...about
}: Seen & Pick<ReachedGate, "gate" | "n" | "clusters" | "reason">): ReachedGate {
  const { bound, isCount } = about.gate;
  const canPass = statuses.has("pass");
  const canFail = statuses.has("fail");
  const isRelative = bound !== "min" && bound !== "max";
  const passesIfEqual = isRelative ? equal === "pass" : null;
  const reach = (): GateReach => {
    if (!canPass) return "cannot_pass";
    if (isCount) return "count";
    if (!canFail) return "cannot_fail";
    if (passesIfEqual === false && allowsNoChange(about.gate)) return "only_if_better";
    return "attainable";
  };
  return { ...about, reach: reach(), canPass, canFail, passesIfEqual };
}
