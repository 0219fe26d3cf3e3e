import type { Estimate } from "../core/estimate.ts";
import type { ArmColumns } from "./arm-columns.ts";
import type { Clustering } from "./clustering.ts";
import { clusteredRateEstimate, rateEstimate } from "./estimate.ts";
import { indicatorsOf } from "./flagged-units.ts";
import * as flag from "./outcome-flags.ts";
import { clustersOf } from "./sample.ts";
import type { Scratch } from "./scratch.ts";

/** A share of outcomes: those with one flag among those with another. */
export interface Rate {
  readonly counts: number;
  readonly among: number;
}

/** Names of rates, as metrics. */
export type RateName =
  | "acceptance_rate"
  | "schema_valid_rate"
  | "schema_error_rate"
  | "retry_rate"
  | "fallback_rate"
  | "unreviewed_fallback_rate"
  | "policy_violation_rate"
  | "gateway_fallback_rate"
  | "gateway_retry_rate"
  | "escalation_rate"
  | "review_rate"
  | "degraded_rate"
  | "downgraded_rate"
  | "capped_rate"
  | "error_rate"
  | "evidence_complete_rate"
  | "coverage"
  | "route_accuracy"
  | "over_routed_rate"
  | "under_routed_rate";

/** Every rate by its name in the file. */
export const rates: Readonly<Record<RateName, Rate>> = {
  acceptance_rate: { counts: flag.ACCEPTED, among: flag.COVERED },
  schema_valid_rate: { counts: flag.SCHEMA_VALID, among: flag.SCHEMA_ASKED },
  schema_error_rate: { counts: flag.SCHEMA_INVALID, among: flag.SCHEMA_ASKED },
  retry_rate: { counts: flag.RETRIED, among: flag.COVERED },
  fallback_rate: { counts: flag.FELL_BACK, among: flag.COVERED },
  unreviewed_fallback_rate: { counts: flag.UNREVIEWED, among: flag.COVERED },
  policy_violation_rate: { counts: flag.VIOLATED, among: flag.COVERED },
  gateway_fallback_rate: { counts: flag.GATEWAY_FELL_BACK, among: flag.GATEWAY },
  gateway_retry_rate: { counts: flag.GATEWAY_RETRIED, among: flag.GATEWAY },
  escalation_rate: { counts: flag.ESCALATED, among: flag.COVERED },
  review_rate: { counts: flag.REVIEW, among: flag.COVERED },
  degraded_rate: { counts: flag.DEGRADED, among: flag.COVERED },
  downgraded_rate: { counts: flag.DOWNGRADED, among: flag.COVERED },
  capped_rate: { counts: flag.CAPPED, among: flag.COVERED },
  error_rate: { counts: flag.FAILED, among: flag.COVERED },
  evidence_complete_rate: { counts: flag.EVIDENCE, among: flag.COVERED },
  coverage: { counts: flag.COVERED, among: flag.PRESENT },
  route_accuracy: { counts: flag.ROUTED_RIGHT, among: flag.JUDGED },
  over_routed_rate: { counts: flag.OVER_ROUTED, among: flag.JUDGED },
  under_routed_rate: { counts: flag.UNDER_ROUTED, among: flag.JUDGED },
};

export function isRateName(metric: string): metric is RateName {
  return Object.hasOwn(rates, metric);
}

/** A rate as it is shown; from counted flags where nothing asks for clusters. */
export function shownRate(
  name: RateName,
  arm: ArmColumns,
  unitsWith: (flag: number) => Uint32Array,
  counts: Float64Array,
  {
    clustering,
    scratch,
  }: { readonly clustering: Clustering | undefined; readonly scratch: Scratch },
): Estimate {
  const rate = rates[name];
  if (clustering === undefined) {
    return rateEstimate(flag.countOf(counts, rate.counts), flag.countOf(counts, rate.among));
  }
  const meant = unitsWith(rate.among);
  const values = indicatorsOf(meant, arm.flags, rate.counts, scratch.take(0, meant.length));
  return clusteredRateEstimate(values, clustersOf(meant, clustering));
}
