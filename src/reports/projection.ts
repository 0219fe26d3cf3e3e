import { timesRequests, UNSTATED_REQUESTS, type CostProjection } from "../core/cost-projection.ts";
import type { Estimate } from "../core/estimate.ts";
import { armsOf, type Arm } from "./arms.ts";
import { countText } from "./numbers.ts";
import type { RunReport } from "./run-report.ts";

/** One policy at the volume that the reader stated. */
export interface ProjectionRow extends CostProjection {
  readonly policy: string;
  readonly role: Arm["role"];
}

/**
 * What each policy would cost a month, baseline first. Without a stated volume it is said of a
 * thousand requests, and nothing is said of a month. Empty: the run knows no cost per request.
 */
export function projectionRows(report: RunReport): readonly ProjectionRow[] {
  const stated = monthlyRequestsOf(report);
  const requests = stated ?? UNSTATED_REQUESTS;
  return armsOf(report).flatMap(({ name, role, metrics, comparison }): ProjectionRow[] => {
    const perRequest: Estimate | undefined = metrics.overall.cost.per_request;
    if (perRequest === undefined) return [];
    const change = comparison?.cost_per_request_difference_usd;
    return [
      {
        policy: name,
        role,
        requests,
        isMonthly: stated !== undefined,
        cost_usd: timesRequests(perRequest, requests),
        ...(change && { change_usd: timesRequests(change, requests) }),
      },
    ];
  });
}

/** Requests a month as `report` was told, else as the run was; absent: nobody said. */
export function monthlyRequestsOf({ monthlyRequests, manifest }: RunReport): number | undefined {
  return monthlyRequests ?? manifest.options.monthly_requests;
}

/** `2,000,000 requests a month`, or a plain number of them. */
export function volumeText({ requests, isMonthly }: CostProjection): string {
  return `${countText(requests)} requests${isMonthly ? " a month" : ""}`;
}

/** What a projection assumes, and how to state a volume where nobody did. */
export function volumeNote(row: CostProjection): string {
  return row.isMonthly
    ? `Assuming ${volumeText(row)} with this dataset's mix: nothing here says that the mix or the volume holds.`
    : "No volume was stated, so nothing is said of a month: `routeproof report RUN --monthly-requests N` states one. As everywhere, the mix is this dataset's.";
}
