import type { Policy } from "../../core/policy.ts";
import type { ReplayRecord } from "../../core/replay-record.ts";
import type { Registry, Route } from "../../core/route.ts";
import { classifierRouteOf, routesNamedBy } from "../../core/routes-of-policy.ts";
import { knownReply } from "../../providers/table-provider.ts";
import type { CallCosts } from "../calls/call-costs.ts";
import type { RecordWorst } from "./run-totals.ts";

/** Finds the most that a record can bring under a policy: every attempt, each on the dearest route. */
export function worstOfRecord(
  policy: Policy,
  registry: Registry,
  { worstCaseOf }: Pick<CallCosts, "worstCaseOf">,
  isTable: boolean,
): (record: ReplayRecord) => RecordWorst {
  const routes = routesNamedBy(policy, registry).flatMap((name) => registry.routes.get(name) ?? []);
  const classifierName = classifierRouteOf(policy);
  const classifier = classifierName === undefined ? undefined : registry.routes.get(classifierName);
  const { maxAttempts } = policy.fallback;
  const { timeoutMs, nonStreamingTimeoutMs, deadlineMs } = policy.latency;
  const longestMs =
    nonStreamingTimeoutMs === undefined
      ? timeoutMs
      : Math.max(timeoutMs ?? 0, nonStreamingTimeoutMs);
  const latencyMs = deadlineMs ?? (longestMs === undefined ? undefined : longestMs * maxAttempts);
  const most = (route: Route, record: ReplayRecord): number | undefined => {
    if (isTable) {
      const known = record.outcomes?.get(route.name);
      return known === undefined ? 0 : knownReply(known, route).costNanoUsd;
    }
    const worst = worstCaseOf(route, record);
    return worst.kind === "bounded" ? worst.nanoUsd : undefined;
  };
  return (record) => {
    let dearest: number | undefined = 0;
    for (const route of routes) {
      const nanoUsd = most(route, record);
      dearest =
        nanoUsd === undefined || dearest === undefined ? undefined : Math.max(dearest, nanoUsd);
    }
    const asking = classifier === undefined ? 0 : most(classifier, record);
    return {
      calls: maxAttempts + (classifier === undefined ? 0 : 1),
      costNanoUsd:
        dearest === undefined || asking === undefined ? undefined : dearest * maxAttempts + asking,
      latencyMs,
    };
  };
}
