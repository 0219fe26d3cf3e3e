import type { Estimate } from "../../core/estimate.ts";
import { NANO_USD } from "../../core/money.ts";
import type { OffPolicyEstimates, ValueEstimates } from "../../core/off-policy.ts";
import { normalQuantile } from "../../stats/normal.ts";
import {
  doublyRobust,
  inversePropensity,
  selfNormalized,
  type OffPolicyValue,
} from "../../stats/off-policy.ts";
import { studentQuantile } from "../../stats/student.ts";
import { weightedQuantile } from "../../stats/weighted-quantile.ts";
import type { Clustering } from "../clustering.ts";
import type { CodeColumn } from "../code-column.ts";
import { toEstimate, unknownEstimate } from "../estimate.ts";
import { isTooMuchMissing } from "../finding.ts";
import { sumOf, sumsBy, type SampleClusters } from "../sample.ts";
import type { LoggedColumns } from "./logged-columns.ts";
import { recordClusters } from "./record-clusters.ts";
import { crossFittedModel } from "./reward-model.ts";
import type { WeighedLog } from "./weighed-log.ts";

/** What the estimates of one candidate are made from. */
export interface WeightedSample {
  readonly weighed: WeighedLog;
  readonly weights: Float64Array;
  readonly logged: LoggedColumns;
  /** What alike records share; absent: the dataset has no tag. */
  readonly tag: CodeColumn | undefined;
  readonly clustering: Clustering | undefined;
  readonly repeats: number;
  /** Error of each side. */
  readonly alpha: number;
}

/** The candidate's figures on all records, as the log's weighted ones tell of them. */
export function offPolicyEstimates(sample: WeightedSample): OffPolicyEstimates {
  const { weighed, logged } = sample;
  const { ordinals } = weighed;
  const accepted = Float64Array.from(ordinals, (ordinal) => Number(logged.isAccepted(ordinal)));
  const ungraded = ordinals.filter((ordinal) => logged.isUngraded(ordinal)).length;
  const costs = logged.costs.valuesOf(ordinals).map((cost) => cost / NANO_USD);
  const latencies = logged.latencies.valuesOf(ordinals);
  return {
    acceptance_rate: isTooMuchMissing(ungraded, ordinals.length)
      ? refusedValues("not_judged", ordinals.length)
      : valueEstimates(accepted, sample, { least: 0, most: 1 }),
    cost_per_request_usd: costs.some(Number.isNaN)
      ? refusedValues("unknown_cost", ordinals.length)
      : valueEstimates(costs, sample, { least: 0, most: Infinity }),
    p95_complete_ms: { weighted_ecdf: weightedP95(latencies, sample) },
  };
}

/** Every estimate without a value, for the same reason. */
export function refusedEstimates(reason: string, n: number): OffPolicyEstimates {
  return {
    acceptance_rate: refusedValues(reason, n),
    cost_per_request_usd: refusedValues(reason, n),
    p95_complete_ms: { weighted_ecdf: unknownEstimate(reason, { n, method: "weighted_ecdf" }) },
  };
}

function refusedValues(reason: string, n: number): ValueEstimates {
  const refused = (method: string): Estimate => unknownEstimate(reason, { n, method });
  return {
    snips: refused("snips"),
    doubly_robust: refused("doubly_robust"),
    ips: refused("ips"),
  };
}

/** `range`: no mean of such rewards lies outside it. */
function valueEstimates(
  rewards: Float64Array,
  sample: WeightedSample,
  range: { readonly least: number; readonly most: number },
): ValueEstimates {
  const { weighed, weights, logged, tag } = sample;
  const n = rewards.length;
  const clusters = recordClusters(weighed.ordinals, sample.clustering, sample.repeats);
  const model = crossFittedModel(weighed, rewards, logged, tag);
  const total = sumOf(weights);
  const snips = selfNormalized(weights, rewards);
  const robust = doublyRobust(weights, rewards, model);
  const plain = inversePropensity(weights, rewards);
  // What each record moves the value by: clusters move it together.
  const ofRatio = weights.map(
    (weight, index) => (weight * (rewards[index]! - (snips.estimate ?? 0)) * n) / total,
  );
  const ofModel = weights.map(
    (weight, index) =>
      model.ofCandidate[index]! +
      weight * (rewards[index]! - model.ofTaken[index]!) -
      (robust.estimate ?? 0),
  );
  const ofPlain = weights.map((weight, index) => weight * rewards[index]! - (plain.estimate ?? 0));
  const show = (method: string, value: OffPolicyValue, moves: Float64Array): Estimate =>
    shown(method, { value, moves, clusters, alpha: sample.alpha });
  return {
    snips: within(show("snips", snips, ofRatio), range),
    doubly_robust: show("doubly_robust", robust, ofModel),
    ips: show("ips", plain, ofPlain),
  };
}

interface Shown {
  readonly value: OffPolicyValue;
  readonly moves: Float64Array;
  readonly clusters: SampleClusters;
  readonly alpha: number;
}

function shown(method: string, { value, moves, clusters, alpha }: Shown): Estimate {
  const { estimate, standardError } = value;
  const n = moves.length;
  const { clusterOf, clusterCount } = clusters;
  const from = clusterOf === undefined ? { n, method } : { n, method, clusters: clusterCount };
  if (estimate === null) return unknownEstimate("no_data", from);
  const error = clusterOf === undefined ? standardError : clusteredError(moves, clusters);
  if (error === null) {
    return toEstimate({ estimate, lower: null, upper: null, reason: "one_record" }, from);
  }
  const quantile =
    clusterOf === undefined
      ? normalQuantile(1 - alpha)
      : studentQuantile(1 - alpha, clusterCount - 1);
  const half = quantile * error;
  return toEstimate({ estimate, lower: estimate - half, upper: estimate + half }, from);
}

/** Error of a mean of what records move it by, where those of a cluster move it together. */
function clusteredError(moves: Float64Array, clusters: SampleClusters): number | null {
  const { clusterCount } = clusters;
  if (clusterCount < 2) return null;
  const squares = sumsBy(moves, clusters).reduce((sum, move) => sum + move ** 2, 0);
  return Math.sqrt((squares * clusterCount) / (clusterCount - 1)) / moves.length;
}

function within(
  estimate: Estimate,
  { least, most }: { readonly least: number; readonly most: number },
): Estimate {
  const { lower, upper } = estimate;
  return {
    ...estimate,
    lower: lower === null ? null : Math.max(least, lower),
    upper: upper === null ? null : Math.min(most, upper),
  };
}

function weightedP95(latencies: Float64Array, { weights, alpha }: WeightedSample): Estimate {
  const known = Uint32Array.from(latencies.keys()).filter((at) => !Number.isNaN(latencies[at]));
  const from = { n: known.length, method: "weighted_ecdf" };
  if (isTooMuchMissing(latencies.length - known.length, latencies.length)) {
    return unknownEstimate("unknown_latency", from);
  }
  const values = Float64Array.from(known, (at) => latencies[at]!);
  const their = Float64Array.from(known, (at) => weights[at]!);
  return toEstimate(weightedQuantile(values, their, 0.95, alpha), from);
}
