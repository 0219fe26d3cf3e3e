import type { Attempt } from "../core/attempt.ts";
import type { Outcome } from "../core/outcome.ts";
import type { Registry } from "../core/route.ts";
import { costOfCall } from "../providers/cost-of-call.ts";
import type { TableCosts } from "./table-costs.ts";

/** An outcome at other prices: nothing but the cost of its attempts changes. */
export interface RepricedOutcome {
  readonly outcome: Outcome;
  /** Attempts whose cost is the outcome table's own, which no price can change. */
  readonly ownCosts: number;
}

/** `table`: what the rows cost, where the run was answered by an outcome table. */
export function repricedOutcome(
  outcome: Outcome,
  registry: Registry,
  table: TableCosts | undefined,
): RepricedOutcome {
  let ownCosts = 0;
  const attempts = outcome.attempts.map((attempt): Attempt => {
    if (attempt.result.kind === "not_covered") return attempt;
    if (table === undefined) return { ...attempt, costNanoUsd: costOfAttempt(attempt, registry) };
    const { costNanoUsd, isOwn } = table.costOf(outcome.ordinal, attempt.route);
    if (isOwn) ownCosts += 1;
    return { ...attempt, costNanoUsd };
  });
  return { outcome: { ...outcome, attempts }, ownCosts };
}

/** What a gateway served is paid for at its own price, where the registry has one. */
function costOfAttempt(attempt: Attempt, registry: Registry): number | undefined {
  const { evidence, result, usage } = attempt;
  const served = evidence?.gateway?.servedRoute;
  const servedPrice = served === undefined ? undefined : registry.routes.get(served)?.price;
  const price = servedPrice ?? registry.routes.get(attempt.route)?.price;
  const { serviceTier, httpStatus } = evidence ?? {};
  return costOfCall({ result, usage, serviceTier, httpStatus }, price);
}
