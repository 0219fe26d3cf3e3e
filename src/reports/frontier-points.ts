import type { JointRegion } from "../core/charts/joint-region.ts";
import type { Estimate } from "../core/estimate.ts";
import type { Metrics, ReferenceMetrics } from "../core/metrics.ts";
import { armsOf } from "./arms.ts";
import { comparisonPlace, entriesOf, type Place } from "./place.ts";
import type { RunReport } from "./run-report.ts";

/** One way to route the records: what it costs per accepted outcome, and how much is accepted. */
export interface FrontierPoint {
  /** `oracle`: the cheapest accepted route of each record, which nobody can know beforehand. */
  readonly kind: "policy" | "route" | "mix" | "oracle";
  readonly label: string;
  /** The place of the policy in the run; absent: the point is no policy's. */
  readonly arm?: number;
  readonly cost: Place<Estimate>;
  readonly rate: Place<Estimate>;
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
  const references = comparisonPlace(report).at("references");
  const policies = armsOf(report).map(({ name, metrics, place }, arm): FrontierPoint => ({
    ...figuresOf(place.at("overall")),
    kind: "policy",
    label: name,
    arm,
    joint: metrics.joint,
  }));
  const reference = (
    kind: FrontierPoint["kind"],
    label: string,
    place: Place<ReferenceMetrics>,
  ): FrontierPoint => ({ ...figuresOf(place), kind, label, joint: place.value.joint });
  const oracle = references.find("oracle");
  return [
    ...policies,
    ...tableOf(references.find("single_routes")).map(([name, place]) =>
      reference("route", `only ${name}`, place),
    ),
    ...tableOf(references.find("random_mix")).map(([name, place]) =>
      reference("mix", `random at the mix of ${name}`, place),
    ),
    ...(oracle === undefined ? [] : [reference("oracle", "oracle", oracle)]),
  ];
}

function tableOf(
  place: Place<Readonly<Record<string, ReferenceMetrics>>> | undefined,
): readonly (readonly [string, Place<ReferenceMetrics>])[] {
  return place === undefined ? [] : entriesOf(place);
}

function figuresOf(
  metrics: Place<Metrics> | Place<ReferenceMetrics>,
): Pick<FrontierPoint, "cost" | "rate"> {
  // What the two have in common is read of either.
  const place = metrics as Place<Pick<Metrics, "acceptance_rate"> & Pick<ReferenceMetrics, "cost">>;
  return { cost: place.at("cost").at("per_accepted_usd"), rate: place.at("acceptance_rate") };
}

/**
 * The points that can be drawn, with what dominates them. The oracle dominates nothing: nobody could
 * choose it.
 */
export function placedPoints(points: readonly FrontierPoint[]): readonly PlacedPoint[] {
  const known = points.flatMap((point) => {
    const [usd, share] = [point.cost.value.value, point.rate.value.value];
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
  const [isCheaper, isBetter] = [one.usd < other.usd, one.share > other.share];
  const [isSameCost, isSameShare] = [isNear(one.usd, other.usd), isNear(one.share, other.share)];
  return (isCheaper || isSameCost) && (isBetter || isSameShare) && !(isSameCost && isSameShare);
}

/** Equal but for the last digits: an expected figure is summed in another order than a counted one. */
export function isNear(one: number, other: number): boolean {
  return Math.abs(one - other) <= 1e-9 * Math.max(Math.abs(one), Math.abs(other));
}
