import type { TuneObjective, TunePoint } from "../../core/tune-report.ts";
import { shortNumber } from "../short-number.ts";

/** What the chosen setting has to keep, on the records that it is chosen on. */
export interface TuneLimits {
  readonly minAcceptance: number | undefined;
  readonly maxCostPerRequestUsd: number | undefined;
}

export type SettingChoice =
  | { readonly kind: "chosen"; readonly index: number; readonly why: string }
  | { readonly kind: "none"; readonly why: string };

/** A setting of which less is known may be good on the easy part alone: the verdict's own rule. */
const LEAST_COVERAGE = 0.99;

/**
 * The best setting by the fit records alone, among those that keep the limits by their estimates.
 * A tie goes to the better one in the other figure, then to the first.
 */
export function chooseSetting(
  points: readonly TunePoint[],
  objective: TuneObjective,
  limits: TuneLimits,
): SettingChoice {
  const refusals = points.map((point) => refusalOf(point, objective, limits));
  let best: number | undefined;
  for (const [index, point] of points.entries()) {
    if (refusals[index] !== undefined) continue;
    const before = best === undefined ? undefined : points[best];
    if (before === undefined || isBetter(point, before, objective)) best = index;
  }
  const chosen = best === undefined ? undefined : points[best];
  if (best === undefined || chosen === undefined) {
    return { kind: "none", why: `no setting can be chosen: ${counted(refusals)}` };
  }
  const eligible = refusals.filter((refusal) => refusal === undefined).length;
  const among = `of ${eligible} of ${points.length} settings${limitWords(limits)}`;
  const what =
    objective === "acceptance"
      ? `the highest acceptance on the fit records, ${percent(chosen.acceptance_rate.value)}`
      : `the least cost per accepted outcome on the fit records, $${short(chosen.cost.per_accepted_usd.value)}`;
  return { kind: "chosen", index: best, why: `${what}, ${among}` };
}

function refusalOf(
  { records, not_covered: lacking, acceptance_rate: rate, cost }: TunePoint,
  objective: TuneObjective,
  { minAcceptance, maxCostPerRequestUsd }: TuneLimits,
): string | undefined {
  const all = records + lacking;
  if (rate.value === null || all === 0) return "without outcomes";
  if (records / all < LEAST_COVERAGE) return "known on less than 99 % of the records";
  if (minAcceptance !== undefined && rate.value < minAcceptance) {
    return `below the acceptance of ${percent(minAcceptance)}`;
  }
  if (maxCostPerRequestUsd !== undefined) {
    if (cost.per_request_usd === null) return "without a known cost";
    if (cost.per_request_usd > maxCostPerRequestUsd) {
      return `dearer than $${short(maxCostPerRequestUsd)} a request`;
    }
  }
  if (objective === "cost_per_accepted" && cost.per_accepted_usd.value === null) {
    return cost.unknown_attempts > 0 ? "without a known cost" : "without an accepted outcome";
  }
  return undefined;
}

function isBetter(one: TunePoint, other: TunePoint, objective: TuneObjective): boolean {
  const accepted = (one.acceptance_rate.value ?? 0) - (other.acceptance_rate.value ?? 0);
  const cost = costOf(other, objective) - costOf(one, objective);
  const [first, second] = objective === "acceptance" ? [accepted, cost] : [cost, accepted];
  return first > 0 || (first === 0 && second > 0);
}

/** An unknown cost is no reason to prefer either. */
function costOf({ cost }: TunePoint, objective: TuneObjective): number {
  const usd = objective === "acceptance" ? cost.per_request_usd : cost.per_accepted_usd.value;
  return usd ?? 0;
}

/** How many settings each reason keeps out, the commonest first. */
function counted(refusals: readonly (string | undefined)[]): string {
  const counts = new Map<string, number>();
  for (const refusal of refusals) {
    if (refusal !== undefined) counts.set(refusal, (counts.get(refusal) ?? 0) + 1);
  }
  return [...counts]
    .toSorted(([, one], [, other]) => other - one)
    .map(([reason, count]) => `${count} of ${refusals.length} are ${reason}`)
    .join(", ");
}

function limitWords({ minAcceptance, maxCostPerRequestUsd }: TuneLimits): string {
  const words = [
    ...(minAcceptance === undefined ? [] : [`accept at least ${percent(minAcceptance)}`]),
    ...(maxCostPerRequestUsd === undefined
      ? []
      : [`cost at most $${short(maxCostPerRequestUsd)} a request`]),
  ];
  return words.length === 0 ? "" : ` that ${words.join(" and ")}`;
}

function percent(share: number | null): string {
  return `${shortNumber((share ?? 0) * 100)} %`;
}

function short(value: number | null): string {
  return shortNumber(value ?? 0);
}
