import type { PlannedRecords, SmallestEffect } from "../../core/run-plan.ts";
import { allowedFailures, recordsForFailures } from "../../stats/acceptance-plan.ts";
import { binomialCdf } from "../../stats/binomial.ts";
import { approximateGateSampleSize, gateSampleSize } from "../../stats/gate-power.ts";
import { smallestDetectablePairedDifference } from "../../stats/detectable-difference.ts";
import { normalQuantile } from "../../stats/normal.ts";
import { recordsNeededForMean } from "../../stats/records-needed.ts";
import {
  inAgreeingGroups,
  inGroups,
  PLANNED_POWER,
  type GateEffect,
  type Sample,
} from "./planning-sample.ts";

/** Above this many records a plan is reckoned by the normal approximation alone. */
const MOST_ENUMERATED = 50_000;

/**
 * A share held to a limit, by the exact binomial. `limit` is the share of failures that is allowed;
 * how good the truth must be is told by how far below it failures have to stay.
 */
export function limitedShare(limit: number, sample: Sample): GateEffect {
  return {
    smallestEffect: effectOnLimit(limit, sample),
    recordsNeeded: recordsFor(limit, sample),
    fewestRecords: inAgreeingGroups(recordsForFailures(limit, 0, sample.alpha), sample),
  };
}

function effectOnLimit(limit: number, { n, designEffect, alpha, about }: Sample): SmallestEffect {
  const worth = Math.floor(n / designEffect);
  const failures = allowedFailures(limit, worth, alpha);
  const passesFrom = failures < 0 ? null : rateWithPower(failures, worth, limit);
  return {
    unit: "share",
    value: limit - (passesFrom ?? 0),
    passes_from: passesFrom,
    power: PLANNED_POWER,
    assumed: about,
  };
}

/** The largest true share of failures with which so few of them come with the power planned for. */
function rateWithPower(failures: number, n: number, limit: number): number {
  let [low, high] = [0, limit];
  for (let halving = 0; halving < 60; halving += 1) {
    const middle = (low + high) / 2;
    if (binomialCdf(failures, n, middle) >= PLANNED_POWER) low = middle;
    else high = middle;
  }
  return low;
}

function recordsFor(limit: number, sample: Sample): PlannedRecords {
  const { alpha, clusters } = sample;
  const truth = { limit, trueRate: limit / 2, alpha };
  const assuming = `failures half as frequent as the limit allows, ${percent(truth.trueRate)}${clusters}`;
  const about = approximateGateSampleSize(truth, PLANNED_POWER);
  if (!(2 * about <= MOST_ENUMERATED)) {
    const n = Number.isFinite(about) ? inGroups(about, sample) : null;
    return { assuming, n, n_stable: null };
  }
  const { first, stable } = gateSampleSize(truth, PLANNED_POWER, Math.ceil(2 * about) + 10);
  return {
    assuming,
    n: inGroups(first?.records ?? null, sample),
    n_stable: inGroups(stable?.records ?? null, sample),
  };
}

/** A share that may fall, or rise, by so much against the baseline on the same records. */
export function changedShare(margin: number, discordance: number, sample: Sample): GateEffect {
  const { n, designEffect, alpha, about, clusters } = sample;
  const worth = n / designEffect;
  const value = smallestDetectablePairedDifference(worth, discordance, alpha, PLANNED_POWER);
  // Where hardly any pair differs the smallest margin that pairs without a difference clear remains.
  const z = sureZ(alpha);
  const least = worth > 0 ? z / (worth + z) : 1;
  const shown = Math.max(value ?? discordance, least);
  const records =
    margin > 0
      ? recordsNeededForMean(0, margin, Math.sqrt(discordance), alpha, PLANNED_POWER)
      : null;
  const agreeing = margin > 0 ? Math.ceil((z * (1 - margin)) / margin - 1e-9) : null;
  const needed = margin > 0 ? Math.max(records ?? 1, agreeing ?? 1) : null;
  return {
    smallestEffect: {
      unit: "difference",
      value: shown,
      passes_from: margin - shown,
      power: PLANNED_POWER,
      assumed: about,
    },
    recordsNeeded: {
      assuming: `no true difference, ${percent(discordance)} of the pairs differing${clusters}`,
      n: inGroups(needed, sample),
      n_stable: null,
    },
    fewestRecords: inAgreeingGroups(agreeing, sample),
  };
}

/** The square of the standard normal's quantile at the gate's confidence. */
function sureZ(alpha: number): number {
  return normalQuantile(1 - alpha) ** 2;
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}
