import type { JointRegion } from "../core/charts/joint-region.ts";
import type { Estimate } from "../core/estimate.ts";
import type { ReferenceMetrics } from "../core/metrics.ts";
import { armsOf } from "./arms.ts";
import type { RunReport } from "./run-report.ts";

/** One way to route the records: what it costs per accepted outcome, and how much is accepted. */
export interface FrontierPoint {
  /** `oracle`: the cheapest accepted route of each record, which nobody can know beforehand. */
  readonly kind: "policy" | "route" | "mix" | "oracle";
  readonly label: string;
  /** The place of the policy in the run; absent: the point is no policy's. */
  readonly arm?: number;
  /** Where its metrics stand in `comparison.json`: the names on the way there. */
  readonly path: readonly string[];
  readonly cost: Estimate;
  readonly rate: Estimate;
  readonly joint: JointRegion | undefined;
}

/** A point that has a place: both of its figures are known. */
export interface PlacedPoint extends FrontierPoint {
  readonly usd: number;
  readonly share: number;
  /** Costs no more and is accepted no less, and is better in one; absent: nothing is. */
  readonly dominatedBy: string | undefined;
}

/** Policies in the order of the run, then what else the records could have been routed by. */
export function frontierPoints(report: RunReport): readonly FrontierPoint[] {
  const { oracle, single_routes: single, random_mix: mixes } = report.comparison.references;
  const policies = armsOf(report).map(({ name, metrics }, arm): FrontierPoint => {
    const { overall, joint } = metrics;
    return {
      kind: "policy",
      label: name,
      arm,
      path: ["policies", name, "overall"],
      cost: overall.cost.per_accepted_usd,
      rate: overall.acceptance_rate,
      joint,
    };
  });
  const reference = (
    kind: FrontierPoint["kind"],
    label: string,
    path: readonly string[],
    metrics: ReferenceMetrics,
  ): FrontierPoint => ({
    kind,
    label,
    path: ["references", ...path],
    cost: metrics.cost.per_accepted_usd,
    rate: metrics.acceptance_rate,
    joint: metrics.joint,
  });
  return [
    ...policies,
    ...Object.entries(single ?? {}).map(([name, metrics]) =>
      reference("route", `only ${name}`, ["single_routes", name], metrics),
    ),
    ...Object.entries(mixes ?? {}).map(([name, metrics]) =>
      reference("mix", `random at the mix of ${name}`, ["random_mix", name], metrics),
    ),
    ...(oracle === undefined ? [] : [reference("oracle", "oracle", ["oracle"], oracle)]),
  ];
}

/**
 * The points that can be drawn, with what dominates them. The oracle dominates nothing: nobody could
 * choose it.
 */
export function placedPoints(points: readonly FrontierPoint[]): readonly PlacedPoint[] {
  const known = points.flatMap((point) => {
    const [usd, share] = [point.cost.value, point.rate.value];
    return usd === null || share === null ? [] : [{ ...point, usd, share }];
  });
  return known.map((point) => {
    const better = known
      .filter((other) => other.kind !== "oracle" && dominates(other, point))
      .sort((one, other) => other.share - one.share || one.usd - other.usd);
    return { ...point, dominatedBy: point.kind === "oracle" ? undefined : better[0]?.label };
  });
}

/** What nothing dominates and somebody can choose, the cheapest first. */
export function frontierOf(points: readonly PlacedPoint[]): readonly PlacedPoint[] {
  return points
    .filter(({ kind, dominatedBy }) => kind !== "oracle" && dominatedBy === undefined)
    .sort((one, other) => one.usd - other.usd);
}

interface Placed {
  readonly usd: number;
  readonly share: number;
}

function dominates(one: Placed, other: Placed): boolean {
  return (
    one.usd <= other.usd &&
    one.share >= other.share &&
    (one.usd < other.usd || one.share > other.share)
  );
}
