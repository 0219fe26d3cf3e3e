import type { Classification } from "../../core/advice.ts";
import type { Attempt, ModelResponse } from "../../core/attempt.ts";
import type { Outcome } from "../../core/outcome.ts";
import type { Registry, Route } from "../../core/route.ts";
import { costOfCall } from "../../providers/cost-of-call.ts";
import type { TableCosts } from "../table-costs.ts";

/** An outcome at other prices: nothing but the cost of its attempts changes. */
export interface RepricedOutcome {
  readonly outcome: Outcome;
  /** Attempts whose cost is the outcome table's own, which no price can change. */
  readonly ownCosts: number;
}

/**
 * `table`: what the rows cost, where the run was answered by an outcome table. `classifierRoute`:
 * where the outcome's policy asked what the record is about; absent: nowhere.
 */
export function repricedOutcome(
  outcome: Outcome,
  registry: Registry,
  table: TableCosts | undefined,
  classifierRoute?: string,
): RepricedOutcome {
  let ownCosts = 0;
  const attempts = outcome.attempts.map((attempt): Attempt => {
    if (attempt.result.kind === "not_covered") return attempt;
    if (table === undefined) return { ...attempt, costNanoUsd: costOfAttempt(attempt, registry) };
    const { costNanoUsd, isOwn } = table.costOf(outcome.ordinal, attempt.route);
    if (isOwn) ownCosts += 1;
    return { ...attempt, costNanoUsd };
  });
  return {
    outcome: { ...outcome, attempts, ...tracePriced(outcome, registry, classifierRoute) },
    ownCosts,
  };
}

function tracePriced(
  { trace }: Outcome,
  registry: Registry,
  classifierRoute: string | undefined,
): Pick<Outcome, "trace"> {
  const classification = trace?.classification;
  if (classification === undefined || classifierRoute === undefined) return {};
  const price = registry.routes.get(classifierRoute)?.price;
  const costNanoUsd = costOfClassification(classification, price);
  return { trace: { ...trace, classification: { ...classification, costNanoUsd } } };
}

/** A call that was turned away for nothing, or whose usage nobody told, costs what it did. */
function costOfClassification(
  { usage, failure, costNanoUsd }: Classification,
  price: Route["price"],
): number | undefined {
  if (usage === undefined || failure === "not_covered") return costNanoUsd;
  if (failure !== undefined && costNanoUsd === 0) return 0;
  const result: Parameters<typeof costOfCall>[0]["result"] =
    failure === undefined
      ? { kind: "response", response: noWords }
      : { kind: "failure", failure: { kind: failure, detail: undefined, retryAfterMs: undefined } };
  return costOfCall({ result, usage }, price);
}

/** What was answered does not matter to what it cost. */
const noWords: ModelResponse = {
  text: undefined,
  finishReason: { kind: "stop", raw: undefined },
  toolCalls: [],
  signals: {},
};

/** What a gateway served is paid for at its own price, where the registry has one. */
function costOfAttempt(attempt: Attempt, registry: Registry): number | undefined {
  const { evidence, result, usage } = attempt;
  const served = evidence?.gateway?.servedRoute;
  const servedPrice = served === undefined ? undefined : registry.routes.get(served)?.price;
  const price = servedPrice ?? registry.routes.get(attempt.route)?.price;
  const { serviceTier, httpStatus } = evidence ?? {};
  return costOfCall({ result, usage, serviceTier, httpStatus }, price);
}
