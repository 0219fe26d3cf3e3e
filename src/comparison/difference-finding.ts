import { clusteredMean } from "../stats/clustered-mean.ts";
import { tallyClusters } from "../stats/clusters.ts";
import { normalCdf } from "../stats/normal.ts";
import { recordsNeededForMean } from "../stats/records-needed.ts";
import { tangoInterval, tangoStatistic } from "../stats/tango.ts";
import { oneWayBounds } from "./cautious-bounds.ts";
import { areEqual, POWER, type Finding } from "./finding.ts";
import { isGood, studentFinding } from "./mean-finding.ts";
import type { SampleClusters } from "./sample.ts";

/**
 * Mean of `to` minus `from` over pairs, each value 0..1. Tango's score method for yes and no
 * without clusters, else the mean of differences with its cluster-robust error.
 */
export function differenceFinding(
  from: Float64Array,
  to: Float64Array,
  clusters: SampleClusters,
  alpha: number,
): Finding {
  const isIdentical = areEqual(from, to);
  const discordance = countDiscordance(from, to);
  const n = to.length;
  const { clusterOf, clusterCount } = clusters;
  const isClustered = clusterOf !== undefined;
  if (!isClustered && discordance.isYesNo) {
    return { ...scoreFinding(discordance, n, 1, alpha), isIdentical };
  }
  const differences = new Float64Array(n);
  for (let index = 0; index < n; index += 1) differences[index] = to[index]! - from[index]!;
  // Scores reach from 0 to 1: that is the scale against which rounding shows.
  const tallies = tallyClusters(differences, clusterOf, clusterCount);
  const mean = clusteredMean(tallies, alpha, 1);
  if (mean.standardError !== 0) {
    return { ...studentFinding(mean, n, clusters, alpha, tallies), isIdentical };
  }
  // Differences that do not vary have an error of 0, which would prove equality from two records.
  // Each cluster then counts as one pair.
  const worth = clusterCount / n;
  const finding = scoreFinding(discordance, n, worth, alpha);
  return isClustered
    ? { ...finding, from: { ...finding.from, clusters: clusterCount }, isIdentical }
    : { ...finding, isIdentical };
}

interface Discordance {
  /** Sum of the positive differences. */
  readonly up: number;
  /** Sum of the negative ones, without their sign. */
  readonly down: number;
  readonly isYesNo: boolean;
}

function countDiscordance(from: Float64Array, to: Float64Array): Discordance {
  let up = 0;
  let down = 0;
  let isYesNo = true;
  for (let index = 0; index < to.length; index += 1) {
    const difference = to[index]! - from[index]!;
    if (difference > 0) up += difference;
    else down -= difference;
    if (!Number.isInteger(difference)) isYesNo = false;
  }
  return { up, down, isYesNo };
}

/** Score interval and tests, with every pair worth a share of an independent one. */
function scoreFinding({ up, down }: Discordance, n: number, worth: number, alpha: number): Finding {
  const pairs = n * worth;
  const interval = tangoInterval(up * worth, down * worth, pairs, alpha);
  const test = (threshold: number) =>
    tangoStatistic(up * worth, down * worth, pairs, Math.min(1, Math.max(-1, threshold)));
  return {
    interval,
    from: { n, method: "tango" },
    cautious: () => oneWayBounds(interval, up * worth, down * worth, pairs, alpha),
    pAtMost: (threshold) => (n === 0 ? 1 : normalCdf(-test(threshold))),
    pAtLeast: (threshold) => (n === 0 ? 1 : normalCdf(test(threshold))),
    recordsNeeded: (direction, threshold) => {
      const { estimate } = interval;
      if (estimate === null || !isGood(direction, estimate, threshold)) return null;
      if (up + down === 0) return withoutDiscordance(Math.abs(threshold), alpha, worth);
      const deviation = Math.sqrt((up + down) / n - estimate ** 2);
      return recordsNeededForMean(estimate, threshold, deviation / Math.sqrt(worth), alpha, POWER);
    },
  };
}

/** Pairs without any discordance that clear a margin: the score statistic solved for n. */
function withoutDiscordance(margin: number, alpha: number, worth: number): number | null {
  if (margin <= 0 || margin >= 1) return null;
  const clears = (pairs: number) => normalCdf(-tangoStatistic(0, 0, pairs, -margin)) <= alpha;
  let high = 1;
  while (!clears(high) && high < 10_000_000) high *= 2;
  let low = Math.floor(high / 2);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (clears(middle)) high = middle;
    else low = middle;
  }
  return Math.ceil(high / worth - 1e-9);
}
