import { SHOWN_ALPHA, toEstimate } from "../../comparison/estimate.ts";
import { meanFinding } from "../../comparison/mean-finding.ts";
import type { AaReport, FlakyRecord } from "../../core/aa-report.ts";
import type { Estimate } from "../../core/estimate.ts";
import { passHatK } from "../../stats/pass-hat-k.ts";
import type { RepeatedRecord } from "./kept-repeats.ts";

/** Records whose repeats are not all accepted, nor all refused. */
export function flakyRecords(records: readonly RepeatedRecord[]): readonly FlakyRecord[] {
  return records.flatMap(({ record, outcomes }) => {
    const accepted = acceptedOf(outcomes);
    const isFlaky = accepted > 0 && accepted < outcomes.length;
    return isFlaky ? [{ record: record.id, accepted, of: outcomes.length }] : [];
  });
}

/** Chance that 1, 2, … `repeats` answers to a record are all accepted; the mean over records. */
export function passHat(
  records: readonly RepeatedRecord[],
  repeats: number,
): AaReport["pass_hat_k"] {
  const clusters = clustersByGroup(records);
  const estimates: Record<string, Estimate> = {};
  for (let k = 1; k <= repeats; k += 1) {
    const values = Float64Array.from(records, ({ outcomes }) => {
      return passHatK(acceptedOf(outcomes), outcomes.length, k) ?? 0;
    });
    const { interval, from } = meanFinding(values, clusters, SHOWN_ALPHA);
    estimates[k] = toEstimate(withinShare(interval), from);
  }
  return estimates;
}

/** A mean's bounds by Student's t can leave what a chance can be. */
function withinShare<Kind extends { readonly lower: number | null; readonly upper: number | null }>(
  interval: Kind,
): Kind {
  const clamp = (bound: number | null) => (bound === null ? null : Math.min(1, Math.max(0, bound)));
  return { ...interval, lower: clamp(interval.lower), upper: clamp(interval.upper) };
}

function clustersByGroup(records: readonly RepeatedRecord[]): {
  readonly clusterOf: Int32Array | undefined;
  readonly clusterCount: number;
} {
  if (records.every(({ record }) => record.group === undefined)) {
    return { clusterOf: undefined, clusterCount: records.length };
  }
  const codes = new Map<string, number>();
  let clusterCount = 0;
  const clusterOf = Int32Array.from(records, ({ record: { group } }) => {
    const known = group === undefined ? undefined : codes.get(group);
    if (known !== undefined) return known;
    if (group !== undefined) codes.set(group, clusterCount);
    return clusterCount++;
  });
  return { clusterOf, clusterCount };
}

function acceptedOf(outcomes: RepeatedRecord["outcomes"]): number {
  return outcomes.filter(({ grade }) => grade.accepted).length;
}

/** Whether all repeats of each record show the same figures. */
export function areAlike(records: readonly RepeatedRecord[]): boolean {
  return records.every(({ outcomes }) => {
    const [first, ...others] = outcomes.map(figuresOf);
    return others.every((figures) => figures === first);
  });
}

function figuresOf({ grade, ending, attempts }: RepeatedRecord["outcomes"][number]): string {
  const calls = attempts.map(({ route, latencyMs, costNanoUsd }) => [
    route,
    latencyMs,
    costNanoUsd,
  ]);
  return JSON.stringify([grade.accepted, grade.score, ending.kind, calls]);
}
