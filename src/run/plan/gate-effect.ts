import { FEWEST_ACCEPTED } from "../../comparison/cost-reading.ts";
import { fewestPairs } from "../../comparison/quantile-finding.ts";
import { isShareMetric } from "../../comparison/reading-of.ts";
import { usdFromNanoUsd } from "../../core/money.ts";
import { normalQuantile } from "../../stats/normal.ts";
import type { ReachedGate } from "./gate-reach.ts";
import type { PairFigures } from "./pair-moments.ts";
import type { GateEffect, Sample } from "./planning-sample.ts";
import { logEffect, type LogFigure } from "./ratio-effect.ts";
import { changedShare, limitedShare } from "./share-effect.ts";

/** Share of pairs that differ where nothing is known of the answers. */
const ASSUMED_DISCORDANCE = 0.1;

/** Nothing is known to reckon from, or nothing is reckoned with. */
export const noEffect: GateEffect = {
  smallestEffect: null,
  recordsNeeded: null,
  fewestRecords: null,
};

/** The smallest effect that a gate can show, and the records it needs, by what kind of gate it is. */
export function gateEffect(
  { gate }: Pick<ReachedGate, "gate">,
  figures: PairFigures,
  sample: Sample,
): GateEffect {
  const { metric, bound, direction, limit, isCount, askedBy } = gate;
  if (isCount || sample.n === 0) return noEffect;
  const isLatency = metric.endsWith("_complete_ms") || metric.endsWith("_first_token_ms");
  if (askedBy === "latency") return limitedShare(limit, sample);
  if (isShareMetric(metric)) return ofShare(gate, figures, sample);
  if (isLatency) {
    if (bound === "min" || bound === "max") {
      const beyond = shareBeyond(metric);
      return limitedShare(bound === "max" ? beyond : 1 - beyond, sample);
    }
    const figure = latencyRatio(metric, figures);
    return figure === undefined || !bound.endsWith("ratio")
      ? noEffect
      : logEffect(figure, direction, limit, sample);
  }
  const figure = costFigure(metric, bound, figures);
  return figure === undefined ? noEffect : logEffect(figure, direction, limit, sample);
}

function ofShare(
  { metric, bound, threshold }: ReachedGate["gate"],
  figures: PairFigures,
  sample: Sample,
): GateEffect {
  switch (bound) {
    case "min":
      return limitedShare(1 - threshold, sample);
    case "max":
      return limitedShare(threshold, sample);
    case "max_drop":
    case "max_rise": {
      const known = metric === "acceptance_rate" ? figures.discordance : undefined;
      const about = known === undefined ? { ...sample, about: ASSUMED } : sample;
      return changedShare(threshold, known ?? ASSUMED_DISCORDANCE, about);
    }
    case "max_ratio":
    case "min_ratio":
      return noEffect;
  }
}

const ASSUMED = `${100 * ASSUMED_DISCORDANCE} % of the pairs differing, as nothing is known of them`;

function shareBeyond(metric: string): number {
  if (metric.startsWith("p50")) return 0.5;
  return metric.startsWith("p99") ? 0.01 : 0.05;
}

/** The large-sample error of a lognormal's quantile, of two arms that are drawn apart. */
function latencyRatio(metric: string, { logLatencyDeviation }: PairFigures): LogFigure | undefined {
  if (logLatencyDeviation === undefined || metric.endsWith("_first_token_ms")) return undefined;
  const beyond = shareBeyond(metric);
  const z = normalQuantile(1 - beyond);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  const [before, after] = logLatencyDeviation;
  const deviation = (Math.sqrt(beyond * (1 - beyond)) / density) * Math.hypot(before, after);
  // Latencies have no price list: no change is what is assumed of them.
  return { expected: 1, deviation, fewestRecords: fewestPairs(1 - beyond) };
}

/** Cost per request, or per accepted outcome: of the candidate, or against the baseline. */
function costFigure(
  metric: string,
  bound: ReachedGate["gate"]["bound"],
  { costs, accepted, deviationAlong }: PairFigures,
): LogFigure | undefined {
  const isPerAccepted = metric === "cost_per_accepted_usd";
  if (!isPerAccepted && metric !== "cost_per_request_usd") return undefined;
  if (costs === undefined || (isPerAccepted && accepted === undefined)) return undefined;
  const [before, after] = costs;
  const [acceptedBefore, acceptedAfter] = isPerAccepted ? accepted! : [1, 1];
  if (after <= 0 || acceptedAfter <= 0) return undefined;
  const isAbsolute = bound === "max" || bound === "min";
  const rarest = isAbsolute ? acceptedAfter : Math.min(acceptedBefore, acceptedAfter);
  const fewestRecords = isPerAccepted ? Math.ceil(FEWEST_ACCEPTED / rarest) : undefined;
  const fewest = fewestRecords === undefined ? {} : { fewestRecords };
  const share = isPerAccepted ? 1 / acceptedAfter : 0;
  if (isAbsolute) {
    const expected = usdFromNanoUsd(after / acceptedAfter);
    return { expected, deviation: deviationAlong([0, 1 / after, 0, -share]), ...fewest };
  }
  if (!bound.endsWith("ratio") || before <= 0 || acceptedBefore <= 0) return undefined;
  const shareBefore = isPerAccepted ? 1 / acceptedBefore : 0;
  return {
    expected: after / acceptedAfter / (before / acceptedBefore),
    deviation: deviationAlong([-1 / before, 1 / after, shareBefore, -share]),
    ...fewest,
  };
}
