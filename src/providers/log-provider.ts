import { notCoveredReply } from "./not-covered-reply.ts";
import type { NotCoveredReason } from "../core/attempt.ts";
import type { LoggedAttempt } from "../core/logged-request.ts";
import type { LoggedRouteOf } from "../core/logged-route.ts";
import type { Provider, ProviderReply } from "../core/provider.ts";
import type { Price, Route } from "../core/route.ts";
import { costOfCall } from "./cost-of-call.ts";
import { elapse } from "./elapse.ts";

/** Which cost of an attempt counts: the log's own, else usage times price; or that alone. */
export type LoggedCost = "logged" | "recomputed";

/** An attempt of which the log holds the end. */
export type SeenAttempt = LoggedAttempt & {
  readonly result: Exclude<LoggedAttempt["result"], { readonly kind: "unseen" }>;
};

/**
 * Answers from what a request log holds, by one rule: a policy's attempt is known if and only if
 * the log's attempt of the same number went to the same route. So a policy that retries and falls
 * back as the log did walks its attempts and gets their costs and latencies, and where it leaves
 * that path nothing is known. The answer of a fallback is never taken for a first one: what the
 * first route could not do is no sample of what the second one can.
 */
export function createLogProvider(routeOf: LoggedRouteOf, cost: LoggedCost): Provider {
  return {
    name: "log",
    call(call, clock, signal) {
      const attempt = call.record.logged?.attempts[call.attemptIndex];
      if (attempt === undefined) return notCovered.attempt_not_logged;
      const route = routeOf(attempt);
      if (route !== undefined && route !== call.route.name) return notCovered.other_route;
      if (!wasSeen(attempt)) return notCovered.attempt_not_logged;
      if (route === undefined) return notCovered.route_unknown;
      return elapse(loggedReply(attempt, call.route, cost), call, clock, signal);
    },
  };
}

/** What a log says that an attempt answered and cost, before any timeout of a policy. */
export function loggedReply(
  attempt: SeenAttempt,
  route: Route | undefined,
  cost: LoggedCost,
): ProviderReply {
  const { result, usage, servedModel, firstTokenMs, latencyMs } = attempt;
  const logged = cost === "logged" ? attempt.costNanoUsd : undefined;
  return {
    result,
    servedModel,
    usage,
    costNanoUsd: logged ?? recomputedNanoUsd(attempt, route),
    firstTokenMs,
    latencyMs,
  };
}

/** Usage times price; absent: one of them is not known. What a cache of the log answered is free. */
export function recomputedNanoUsd(
  attempt: SeenAttempt,
  route: Route | undefined,
): number | undefined {
  return recomputedAt(attempt, route?.price);
}

/** The same at a price that may be no route's. */
export function recomputedAt(
  { result, usage, serviceTier, isCacheHit }: SeenAttempt,
  price: Price | undefined,
): number | undefined {
  if (isCacheHit) return 0;
  return costOfCall({ result, usage, serviceTier }, price);
}

export function wasSeen(attempt: LoggedAttempt): attempt is SeenAttempt {
  return attempt.result.kind !== "unseen";
}

const resolved = (because: NotCoveredReason): Promise<ProviderReply> =>
  Promise.resolve(notCoveredReply(because));

/** There are millions of them, all alike. */
const notCovered: Readonly<Record<NotCoveredReason, Promise<ProviderReply>>> = {
  other_route: resolved("other_route"),
  attempt_not_logged: resolved("attempt_not_logged"),
  redacted: resolved("redacted"),
  route_unknown: resolved("route_unknown"),
};
