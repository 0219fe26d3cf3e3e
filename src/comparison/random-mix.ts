import type { Estimate } from "../core/estimate.ts";
import type { ReferenceMetrics } from "../core/metrics.ts";
import type { ArmColumns } from "./arm-columns.ts";
import { usdOf } from "./cost-metrics.ts";
import type { KnownColumns } from "./known-columns.ts";

/**
 * What sending each record to a route at random would be expected to give, with the shares of
 * routes that the policy decided on: the part of a policy's result that is no routing at all.
 * Absent: the policy decides on a route that the table does not hold.
 */
export function randomMix(
  arm: ArmColumns,
  routes: readonly KnownColumns[],
  records: Uint32Array,
): ReferenceMetrics | undefined {
  const shares = decidedShares(arm, routes);
  return shares === undefined || records.length === 0
    ? undefined
    : expectedMix(shares, routes, records);
}

/** The same at given shares, by place in `routes`, of records on which all of them are known. */
export function expectedMix(
  shares: readonly number[],
  routes: readonly KnownColumns[],
  records: Uint32Array,
): ReferenceMetrics {
  let accepted = 0;
  let score = 0;
  let cost = 0;
  let unknown = 0;
  for (const [place, share] of shares.entries()) {
    const route = routes[place];
    if (route === undefined || share === 0) continue;
    for (let index = 0; index < records.length; index += 1) {
      const ordinal = records[index]!;
      const ownCost = route.costNanoUsd(ordinal);
      if (route.isAccepted(ordinal)) accepted += share;
      score += share * route.score(ordinal);
      if (Number.isNaN(ownCost)) unknown += 1;
      else cost += share * ownCost;
    }
  }
  const n = records.length;
  const isPriced = unknown === 0;
  return {
    records: n,
    accepted,
    acceptance_rate: expected(accepted / n, n, "no_data"),
    accuracy: expected(score / n, n, "unscored_outcomes"),
    cost: {
      total_usd: usdOf(cost),
      per_request_usd: isPriced ? usdOf(cost) / n : null,
      unknown_attempts: unknown,
      per_accepted_usd: expected(
        isPriced ? usdOf(cost) / accepted : Number.NaN,
        n,
        isPriced ? "no_accepted_outcomes" : "unknown_cost",
      ),
    },
  };
}

/** Share of decisions by place in `routes`. */
function decidedShares(
  arm: ArmColumns,
  routes: readonly KnownColumns[],
): readonly number[] | undefined {
  const counts = routes.map(() => 0);
  const places = new Map(routes.map(({ route }, place) => [arm.routes.find(route), place]));
  let decisions = 0;
  for (const [code, count] of arm.decided.countsOf(arm.present).entries()) {
    if (code === 0 || count === 0) continue;
    const place = places.get(code);
    if (place === undefined) return undefined;
    counts[place] = count;
    decisions += count;
  }
  return decisions === 0 ? undefined : counts.map((count) => count / decisions);
}

/** An expectation is computed, not sampled: it has no bounds. */
function expected(value: number, n: number, reason: string): Estimate {
  const bounds = { lower: null, upper: null, n, method: "expected_value" };
  return Number.isFinite(value) ? { value, ...bounds } : { value: null, ...bounds, reason };
}
