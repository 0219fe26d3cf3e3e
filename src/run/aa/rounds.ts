import { clusteringOf } from "../../comparison/clustering.ts";
import { createCollector } from "../../comparison/collector.ts";
import { SHOWN_ALPHA, toEstimate } from "../../comparison/estimate.ts";
import { comparePair } from "../../comparison/paired.ts";
import { allowsNoChange } from "../../comparison/promotion-gates.ts";
import { proportionFinding } from "../../comparison/proportion-finding.ts";
import { Scratch } from "../../comparison/scratch.ts";
import type { AaGate, AaReport } from "../../core/aa-report.ts";
import type { GateResult, GateStatus, PolicyComparison } from "../../core/comparison.ts";
import type { Estimate } from "../../core/estimate.ts";
import { unitInterval } from "../../core/seed.ts";
import type { Arm } from "../load-inputs.ts";
import type { RepeatedRecord } from "./kept-repeats.ts";

/** What rounds of a policy against itself are played with. */
export interface RoundsSetup {
  readonly arm: Arm;
  readonly graders: readonly string[];
  readonly tagNames: readonly string[];
  /** Routes of an outcome table, as in each record's `known`; empty otherwise. */
  readonly routesKnown: readonly string[];
  readonly repeats: number;
  readonly rounds: number;
  readonly seed: number;
}

/** Resamples of a paired quantile in one round: hundreds of rounds even out what they lack. */
const REPLICATES = 500;

const ROUNDING = 1e-12;

/**
 * Plays the policy against itself: in each round every record gives one of its repeats to one side
 * and another to the other, and the policy's own gates decide.
 */
export function playRounds(
  records: readonly RepeatedRecord[],
  setup: RoundsSetup,
): Pick<AaReport, "verdicts" | "gates"> {
  const verdicts = { promote: 0, reject: 0, inconclusive: 0 };
  const tallies = new Map<string, GateTally>();
  const alpha = 1 - setup.arm.policy.promotion.confidence + ROUNDING;
  for (let round = 0; round < setup.rounds; round += 1) {
    const { verdict, gates } = playRound(records, round, setup);
    verdicts[verdict.decision] += 1;
    for (const gate of gates) {
      const { id, status, p_violated_holm: p } = gate;
      let tally = tallies.get(id);
      if (tally === undefined) tallies.set(id, (tally = new GateTally(asksForChange(gate))));
      tally.counts[status] += 1;
      if (status === "fail" && p <= alpha) tally.violatedAfterHolm += 1;
    }
  }
  return { verdicts, gates: [...tallies].map(([id, tally]) => tally.toGate(id)) };
}

function playRound(
  records: readonly RepeatedRecord[],
  round: number,
  { arm, graders, tagNames, routesKnown, repeats, seed }: RoundsSetup,
): PolicyComparison {
  const collector = createCollector({
    records: records.length,
    repeats: 1,
    arms: [arm, { ...arm, key: `${arm.key}#2` }],
    graders,
    tagNames,
    routesKnown,
  });
  for (const { record, outcomes, known } of records) {
    collector.observe(record, known);
    const [one, other] = twoOf(repeats, `${seed}/aa/${round}/${record.ordinal}`);
    collector.add({ ...outcomes[one]!, arm: 0, repeat: 0 });
    collector.add({ ...outcomes[other]!, arm: 1, repeat: 0 });
  }
  const collected = collector.finish();
  const context = {
    collected,
    clustering: clusteringOf(collected),
    scratch: new Scratch(),
    seed: seed + round,
    replicates: REPLICATES,
  };
  const [baseline, candidate] = collected.arms;
  return comparePair({ baseline: baseline!, candidate: candidate! }, context);
}

/** Two different numbers below `count`, in an order of their own. */
function twoOf(count: number, name: string): readonly [number, number] {
  const one = Math.floor(unitInterval(`${name}/one`) * count);
  const rest = Math.floor(unitInterval(`${name}/other`) * (count - 1));
  return [one, rest < one ? rest : rest + 1];
}

function asksForChange({ bound, threshold }: GateResult): boolean {
  return bound !== "min" && bound !== "max" && !allowsNoChange({ bound, threshold });
}

class GateTally {
  readonly asksForChange: boolean;
  readonly counts: Record<GateStatus, number> = { pass: 0, fail: 0, inconclusive: 0 };
  violatedAfterHolm = 0;

  constructor(asks: boolean) {
    this.asksForChange = asks;
  }

  toGate(id: string): AaGate {
    const { pass, fail, inconclusive } = this.counts;
    const rounds = pass + fail + inconclusive;
    return {
      id,
      asks_for_change: this.asksForChange,
      ...this.counts,
      flip_rate: shareOf(rounds - Math.max(pass, fail, inconclusive), rounds),
      fail_rate: shareOf(fail, rounds),
      violated_after_holm: this.violatedAfterHolm,
    };
  }
}

function shareOf(count: number, rounds: number): Estimate {
  const values = new Float64Array(rounds).fill(1, 0, count);
  const alone = { clusterOf: undefined, clusterCount: rounds };
  const { interval, from } = proportionFinding(values, alone, SHOWN_ALPHA);
  return toEstimate(interval, from);
}
