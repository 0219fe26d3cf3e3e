import type { Comparison } from "../core/comparison.ts";
import type { ReferenceMetrics } from "../core/metrics.ts";
import type { DominatedRoute, RouteFigures } from "../core/routes-in-use.ts";
import { orderStatistics } from "../stats/order-statistics.ts";
import { nearestRank } from "../stats/quantile.ts";
import type { ArmColumns } from "./arm-columns.ts";
import type { Collected } from "./collected.ts";
import { usdOf } from "./cost-metrics.ts";
import { ACCEPTED, COVERED } from "./outcome-flags.ts";

/** With fewer outcomes of either route none is called worse than the other. */
export const FEWEST_FOR_DOMINANCE = 30;

interface Side {
  readonly route: string;
  /** Outcomes that were decided for it, those of the duel among them. */
  readonly decided: number;
  readonly figures: RouteFigures;
}

/** Two routes on the same records. */
interface Duel {
  readonly n: number;
  readonly basis: DominatedRoute["basis"];
  readonly one: Side;
  readonly other: Side;
}

/**
 * Routes that another one equals or beats on acceptance, cost and p95, and beats on one of them:
 * by their figures alone, which makes them candidates and no more. Two routes are only held
 * against each other on the same records: by the table where it knows what each of them answers
 * to every record, else where two policies decided differently; and then on all that one of them
 * sent there, as what is worse on a part may be there for the rest. Each has its clearest rival.
 */
export function dominatedRoutes(
  collected: Collected,
  references: Comparison["references"],
): readonly DominatedRoute[] {
  const duels = tableDuels(references.single_routes ?? {}, collected.records.records);
  const found = (duels ?? decidedDuels(collected)).flatMap(dominatedIn);
  const clearest = new Map<string, DominatedRoute>();
  for (const each of found) {
    const before = clearest.get(each.route);
    if (before === undefined || isClearer(each, before)) clearest.set(each.route, each);
  }
  return [...clearest.values()].sort((one, other) => (one.route < other.route ? -1 : 1));
}

function isClearer(one: DominatedRoute, other: DominatedRoute): boolean {
  if (one.n !== other.n) return one.n > other.n;
  const [cost, otherCost] = [one, other].map(({ by_figures: by }) => by.cost_per_request_usd);
  if (cost !== otherCost) return (cost ?? 0) < (otherCost ?? 0);
  return one.by < other.by;
}

function dominatedIn({ n, basis, one, other }: Duel): readonly DominatedRoute[] {
  if (n < FEWEST_FOR_DOMINANCE) return [];
  return [
    [one, other],
    [other, one],
  ].flatMap(([worse, better]) =>
    worse !== undefined &&
    better !== undefined &&
    worse.decided === n &&
    beats(better.figures, worse.figures)
      ? [
          {
            route: worse.route,
            by: better.route,
            n,
            basis,
            figures: worse.figures,
            by_figures: better.figures,
          },
        ]
      : [],
  );
}

function beats(better: RouteFigures, worse: RouteFigures): boolean {
  const gains = [
    better.acceptance_rate - worse.acceptance_rate,
    worse.cost_per_request_usd - better.cost_per_request_usd,
    worse.p95_complete_ms - better.p95_complete_ms,
  ];
  return gains.every((gain) => gain >= 0) && gains.some((gain) => gain > 0);
}

/** Absent: there is no table. Routes of which it does not know every record are left out. */
function tableDuels(
  single: NonNullable<Comparison["references"]["single_routes"]>,
  records: number,
): readonly Duel[] | undefined {
  const routes = Object.entries(single);
  if (routes.length === 0) return undefined;
  const known = routes.flatMap(([route, metrics]) => {
    const figures = metrics.records === records ? figuresOf(metrics) : undefined;
    return figures === undefined ? [] : [{ route, decided: records, figures }];
  });
  return known.flatMap((one, index) =>
    known.slice(index + 1).map((other): Duel => ({ n: records, basis: "table", one, other })),
  );
}

function figuresOf(metrics: ReferenceMetrics): RouteFigures | undefined {
  const { acceptance_rate: acceptance, cost, latency } = metrics;
  const p95 = latency?.unknown === 0 ? latency.p95_ms.value : null;
  if (acceptance.value === null || cost.per_request_usd === null || p95 === null) return undefined;
  return {
    acceptance_rate: acceptance.value,
    cost_per_request_usd: cost.per_request_usd,
    p95_complete_ms: p95,
  };
}

/** Every two routes that two arms decided on for the same records. */
function decidedDuels({ arms }: Collected): readonly Duel[] {
  return arms.flatMap((arm, index) =>
    arms.slice(index + 1).flatMap((other) => duelsOf(arm, other)),
  );
}

function duelsOf(arm: ArmColumns, other: ArmColumns): readonly Duel[] {
  const places = other.routes.size + 1;
  const shared = new Map<number, number[]>();
  for (const unit of arm.present) {
    const [code, otherCode] = [arm.decided.at(unit), other.decided.at(unit)];
    const isCovered = ((arm.flags[unit] ?? 0) & (other.flags[unit] ?? 0) & COVERED) !== 0;
    if (!isCovered || code === otherCode || code === 0 || otherCode === 0) continue;
    const group = shared.get(code * places + otherCode);
    if (group === undefined) shared.set(code * places + otherCode, [unit]);
    else group.push(unit);
  }
  return [...shared].flatMap(([key, units]): readonly Duel[] => {
    const [code, otherCode] = [Math.floor(key / places), key % places];
    if (units.length < FEWEST_FOR_DOMINANCE) return [];
    const [figures, others] = [figuresAmong(arm, units), figuresAmong(other, units)];
    if (figures === undefined || others === undefined) return [];
    return [
      {
        n: units.length,
        basis: "decided",
        one: { route: arm.routes.text(code), decided: decidedBy(arm, code), figures },
        other: {
          route: other.routes.text(otherCode),
          decided: decidedBy(other, otherCode),
          figures: others,
        },
      },
    ];
  });
}

function decidedBy({ present, decided }: ArmColumns, code: number): number {
  let count = 0;
  for (const unit of present) if (decided.at(unit) === code) count += 1;
  return count;
}

/** Absent: a cost or a latency of some outcome is not known. */
function figuresAmong(arm: ArmColumns, units: readonly number[]): RouteFigures | undefined {
  const latencies = Float64Array.from(units, (unit) => arm.latency.at(unit));
  if (latencies.some(Number.isNaN) || units.some((unit) => arm.costs.unknown.at(unit) > 0)) {
    return undefined;
  }
  const accepted = units.filter((unit) => ((arm.flags[unit] ?? 0) & ACCEPTED) !== 0).length;
  const nanoUsd = units.reduce((sum, unit) => sum + arm.costs.total.at(unit), 0);
  const p95 = nearestRank(orderStatistics(latencies), 0.95);
  if (p95 === null) return undefined;
  return {
    acceptance_rate: accepted / units.length,
    cost_per_request_usd: usdOf(nanoUsd) / units.length,
    p95_complete_ms: p95,
  };
}
