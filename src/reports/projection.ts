import { timesRequests, UNSTATED_REQUESTS, type CostProjection } from "../core/cost-projection.ts";
import type { Estimate } from "../core/estimate.ts";
import { armsOf, type Arm } from "./arms.ts";
import type { Place } from "./place.ts";
import type { RunReport } from "./run-report.ts";

/** One policy at the volume that the reader stated. */
export interface ProjectionRow extends CostProjection {
  readonly policy: string;
  readonly role: Arm["role"];
  /** What both are so many times of, where it stands in the run's files. */
  readonly perRequest: Place<Estimate>;
  readonly changePerRequest: Place<Estimate> | undefined;
}

/**
 * What each policy would cost a month, baseline first. Without a stated volume it is said of a
 * thousand requests, and nothing is said of a month. Empty: the run knows no cost per request.
 */
export function projectionRows(report: RunReport): readonly ProjectionRow[] {
  const stated = monthlyRequestsOf(report);
  const requests = stated ?? UNSTATED_REQUESTS;
  return armsOf(report).flatMap(({ name, role, place, pair }): ProjectionRow[] => {
    const perRequest = place.at("overall").at("cost").find("per_request");
    if (perRequest === undefined) return [];
    const change = pair?.find("cost_per_request_difference_usd");
    return [
      {
        policy: name,
        role,
        requests,
        isMonthly: stated !== undefined,
        cost_usd: timesRequests(perRequest.value, requests),
        perRequest,
        changePerRequest: change,
        ...(change && { change_usd: timesRequests(change.value, requests) }),
      },
    ];
  });
}

/** Requests a month as `report` was told, else as the run was; absent: nobody said. */
export function monthlyRequestsOf({ monthlyRequests, manifest }: RunReport): number | undefined {
  return monthlyRequests ?? manifest.options.monthly_requests;
}
