import type { JointRegion } from "../../core/charts/joint-region.ts";
import { costAndRate } from "../../stats/joint-region.ts";
import type { ArmColumns } from "../arm-columns.ts";
import type { Clustering } from "../clustering.ts";
import { usdOf } from "../cost-metrics.ts";
import { SHOWN_ALPHA } from "../estimate.ts";
import { indicatorsOf } from "../flagged-units.ts";
import { ACCEPTED } from "../outcome-flags.ts";
import * as cells from "../route-choices.ts";
import { clustersOf, sumOf, sumsBy, type SampleClusters } from "../sample.ts";
import type { Scratch } from "../scratch.ts";

interface Sampling {
  readonly clustering: Clustering | undefined;
  readonly scratch: Scratch;
}

/** Of covered units of one arm. */
export function armJoint(
  { costs, flags }: ArmColumns,
  covered: Uint32Array,
  { clustering, scratch }: Sampling,
): JointRegion {
  const n = covered.length;
  return jointRegion(
    costs.total.valuesOf(covered, scratch.take(0, n)),
    indicatorsOf(covered, flags, ACCEPTED, scratch.take(1, n)),
    clustersOf(covered, clustering),
    costs.unknown.sumOf(covered) === 0,
  );
}

/** Of taking, for each of all records that it is chosen for, one cell of the table. */
export function tableJoint(
  table: cells.RouteChoices,
  all: Uint32Array,
  { clustering, scratch }: Sampling,
): JointRegion {
  const records = cells.chosenAmong(all, table);
  const costs = cells.cellCosts(table, records, scratch.take(0, records.length));
  return jointRegion(
    costs,
    cells.acceptedCells(table, records, scratch.take(1, records.length)),
    clustersOf(records, clustering),
    costs.every((cost) => !Number.isNaN(cost)),
  );
}

/** Nano-dollars and a 0 or 1 for each outcome. */
function jointRegion(
  costs: Float64Array,
  accepted: Float64Array,
  clusters: SampleClusters,
  isPriced: boolean,
): JointRegion {
  const n = costs.length;
  const units = {
    costs: sumsBy(costs, clusters),
    accepted: sumsBy(accepted, clusters),
    sizes: clusters.clusterOf && sumsBy(new Float64Array(n).fill(1), clusters),
  };
  const { ratio, rate, covariance, reason } = isPriced
    ? costAndRate(units, SHOWN_ALPHA)
    : { ...unpriced, rate: sumOf(accepted) / n };
  return {
    cost_per_accepted_usd: ratio === null ? null : usdOf(ratio),
    acceptance_rate: rate,
    n,
    ...(clusters.clusterOf && { clusters: clusters.clusterCount }),
    covariance,
    ...(reason !== undefined && { reason }),
  };
}

const unpriced = { ratio: null, covariance: null, reason: "unknown_cost" } as const;
