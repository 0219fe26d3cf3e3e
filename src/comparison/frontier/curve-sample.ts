import type { KnownColumns } from "../known-columns.ts";
import { clustersOf, type SampleClusters } from "../sample.ts";
import type { SettingColumns } from "./settings-columns.ts";
import type { TuneData } from "./tune-data.ts";

/** Outcomes of one arm on the records of a sample, close together for one resample after another. */
export interface SampledArm {
  /** 1: accepted. */
  readonly accepted: Uint8Array;
  /** 1: the strong route was called. */
  readonly strong: Uint8Array;
  /** Nano-dollars; absent: not known for one of the records. */
  readonly costs: Float64Array | undefined;
}

/** The held-out records on which every setting, and the two routes, are known. */
export interface CurveSample {
  readonly records: Uint32Array;
  readonly clusters: SampleClusters;
  readonly settings: readonly SampledArm[];
  /** Absent: there is no pair of routes. */
  readonly weak: SampledArm | undefined;
  readonly strong: SampledArm | undefined;
}

/** The two routes that a sweep goes between. */
export interface RoutePair {
  readonly weak: string;
  readonly strong: string;
}

export function curveSample(data: TuneData, pair: RoutePair | undefined): CurveSample {
  const { settings, singles, heldOut, clustering } = data;
  const single = (name: string | undefined) => singles.find(({ route }) => route === name)?.arm;
  const [weak, strong] = [single(pair?.weak), single(pair?.strong)];
  const arms = [...settings.map(({ arm }) => arm), ...[weak, strong].flatMap((arm) => arm ?? [])];
  const records = arms.reduce((known, { outcomes }) => outcomes.knownAmong(known), heldOut);
  const sampled = (arm: SettingColumns): SampledArm => sampledArm(arm, records, data, pair);
  return {
    records,
    clusters: clustersOf(records, clustering),
    settings: settings.map(({ arm }) => sampled(arm)),
    weak: weak && sampled(weak),
    strong: strong && sampled(strong),
  };
}

function sampledArm(
  arm: SettingColumns,
  records: Uint32Array,
  { columns }: TuneData,
  pair: RoutePair | undefined,
): SampledArm {
  const accepted = new Uint8Array(records.length);
  const strong = new Uint8Array(records.length);
  for (let index = 0; index < records.length; index += 1) {
    const ordinal = records[index]!;
    if (arm.outcomes.isAccepted(ordinal)) accepted[index] = 1;
    if (pair !== undefined && columns.hasCalled(arm, pair.strong, ordinal)) strong[index] = 1;
  }
  return { accepted, strong, costs: knownCosts(arm.outcomes, records) };
}

function knownCosts(outcomes: KnownColumns, records: Uint32Array): Float64Array | undefined {
  const costs = new Float64Array(records.length);
  for (let index = 0; index < records.length; index += 1) {
    const cost = outcomes.costNanoUsd(records[index]!);
    if (Number.isNaN(cost)) return undefined;
    costs[index] = cost;
  }
  return costs;
}

/** Means of an arm over records that count as often as their weights say. */
export interface WeightedMeans {
  readonly accepted: number;
  readonly strong: number;
  /** NaN: not known. */
  readonly costNanoUsd: number;
}

export function weightedMeans(
  { accepted, strong, costs }: SampledArm,
  weights: Uint16Array,
): WeightedMeans {
  let [whole, acceptedSum, strongSum, costSum] = [0, 0, 0, 0];
  for (let index = 0; index < weights.length; index += 1) {
    const weight = weights[index]!;
    if (weight === 0) continue;
    whole += weight;
    acceptedSum += weight * accepted[index]!;
    strongSum += weight * strong[index]!;
    if (costs !== undefined) costSum += weight * costs[index]!;
  }
  return {
    accepted: acceptedSum / whole,
    strong: strongSum / whole,
    costNanoUsd: costs === undefined ? Number.NaN : costSum / whole,
  };
}
