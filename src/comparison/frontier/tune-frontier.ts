import type { Estimate } from "../../core/estimate.ts";
import { NANO_USD } from "../../core/money.ts";
import type { TuneFrontier } from "../../core/tune-report.ts";
import { percentileInterval } from "../../stats/bootstrap-interval.ts";
import { costRangeOf } from "../../stats/cost-quality-frontier.ts";
import { seededResamples } from "../../stats/resamples.ts";
import { SHOWN_ALPHA, toEstimate, unknownEstimate } from "../estimate.ts";
import {
  cptTargets,
  curveFigures,
  isMonotone,
  strongShareCurve,
  type CurveFigures,
} from "./curve-figures.ts";
import { curveSample, weightedMeans, type CurveSample, type RoutePair } from "./curve-sample.ts";
import { RANDOM_ROUTERS, randomRouters } from "./random-router.ts";
import { findPair } from "./route-pair.ts";
import type { TuneData } from "./tune-data.ts";

export interface FrontierSetup {
  readonly pair: RoutePair | undefined;
  /** Resamples of the whole curve; 0: no bands. */
  readonly replicates: number;
  readonly seed: number;
}

/**
 * The sweep as a curve between two routes and as a frontier of cost and acceptance. Bands come from
 * drawing records, or their groups, anew for the whole curve: they describe it and decide nothing.
 */
export function tuneFrontier(data: TuneData, setup: FrontierSetup): TuneFrontier {
  const found = findPair(data, setup.pair);
  const pair = found.kind === "pair" ? found.pair : undefined;
  const sample = curveSample(data, pair);
  const n = sample.records.length;
  const once = new Uint16Array(n).fill(1);
  const means = n === 0 ? [] : sample.settings.map((arm) => weightedMeans(arm, once));
  const curve = pair === undefined || n === 0 ? [] : strongShareCurve(means);
  const lacksPair = found.kind === "none" ? found.reason : undefined;
  const banded = bands(sample, setup);
  const range = costRangeOf(
    means.map(({ costNanoUsd: cost, accepted: quality }) => ({ cost, quality })),
  );
  const isPriced = range !== null && Number.isFinite(range.from) && Number.isFinite(range.to);
  const cpt = cptTargets.map(
    (target, place) =>
      [String(target), banded(({ cpt }) => cpt[place]!, lacksPair ?? "no_gap")] as const,
  );
  return {
    records: n,
    weak: pair?.weak ?? null,
    strong: pair?.strong ?? null,
    curve: curve.map(({ setting, strongShare, quality }) => ({
      setting,
      strong_share: strongShare,
      acceptance_rate: quality,
    })),
    apgr: banded(({ apgr }) => apgr, lacksPair ?? "no_gap"),
    random_apgr: randomEstimate(sample, setup.seed, lacksPair),
    cpt: Object.fromEntries(cpt) as TuneFrontier["cpt"],
    monotone: curve.length === 0 ? null : isMonotone(curve, sample),
    aiq: banded(({ aiq }) => aiq, isPriced ? "one_cost" : "unknown_cost"),
    aiq_cost_range_usd: isPriced ? [range.from / NANO_USD, range.to / NANO_USD] : null,
  };
}

type Banded = (figure: (figures: CurveFigures) => number, reason: string) => Estimate;

/** Figures of the curve with their bands; `reason` says why one is undefined. */
function bands(sample: CurveSample, { replicates, seed }: FrontierSetup): Banded {
  const { records, clusters } = sample;
  const n = records.length;
  const clustered = clusters.clusterOf === undefined ? {} : { clusters: clusters.clusterCount };
  const from = { n, method: "percentile_bootstrap", ...clustered };
  if (n === 0) return () => unknownEstimate("no_data", from);
  const shown = curveFigures(sample, new Uint16Array(n).fill(1));
  const drawn: CurveFigures[] = [];
  const weights = new Uint16Array(n);
  for (const draw of seededResamples(clusters.clusterCount, replicates, seed)) {
    weigh(draw, sample, weights);
    drawn.push(curveFigures(sample, weights));
  }
  return (figure, reason) => {
    const value = figure(shown);
    if (Number.isNaN(value)) return unknownEstimate(reason, from);
    if (!Number.isFinite(value)) return unknownEstimate("never_reached", from);
    const all = Float64Array.from(drawn, figure);
    const known = all.filter((one) => !Number.isNaN(one));
    const interval = percentileInterval(value, known, SHOWN_ALPHA);
    const isPartial = known.length < all.length;
    return toEstimate(
      isPartial ? { ...interval, reason: "undefined_in_some_resamples" } : interval,
      from,
    );
  };
}

/** How often each record counts where its cluster was drawn so often. */
function weigh(draw: Int32Array, { clusters }: CurveSample, weights: Uint16Array): void {
  const { clusterOf, clusterCount } = clusters;
  const counts = clusterOf === undefined ? weights.fill(0) : new Uint16Array(clusterCount);
  for (const unit of draw) counts[unit]! += 1;
  if (clusterOf === undefined) return;
  for (let index = 0; index < weights.length; index += 1)
    weights[index] = counts[clusterOf[index]!]!;
}

/** The mean of the random routers, and between what most of them lie. */
function randomEstimate(
  sample: CurveSample,
  seed: number,
  lacksPair: string | undefined,
): Estimate {
  const from = { n: sample.records.length, method: `${RANDOM_ROUTERS}_random_routers` };
  const drawn = randomRouters(sample, seed);
  if (drawn.length === 0) return unknownEstimate(lacksPair ?? "no_gap", from);
  const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
  return toEstimate(percentileInterval(mean, drawn, SHOWN_ALPHA), from);
}
