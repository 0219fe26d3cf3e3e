import type { Attempt } from "../core/attempt.ts";
import type { KnownGrade } from "../comparison/known-grade.ts";
import type { ProviderReply } from "../core/provider.ts";
import type { ReplayRecord } from "../core/replay-record.ts";
import type { Registry, Route } from "../core/route.ts";
import type { Scorer } from "../core/scorer.ts";
import { knownReply } from "../providers/table-provider.ts";

const answered = { kind: "answered" } as const;

/**
 * What each route of an outcome table would have earned on a record, in the order of `routes`:
 * the row of the query × route table that oracle, regret and single routes are read from.
 */
export function knownGrades(
  record: ReplayRecord,
  routes: readonly string[],
  registry: Registry,
  scorer: Scorer,
): readonly (KnownGrade | undefined)[] {
  return routes.map((name) => {
    const known = record.outcomes?.get(name);
    const route = registry.routes.get(name);
    if (known === undefined || route === undefined) return undefined;
    const attempt = asAttempt(knownReply(known, route), route);
    const { accepted, score } = gradeOf(record, attempt, scorer);
    return {
      accepted,
      score,
      costNanoUsd: attempt.costNanoUsd,
      latencyMs: attempt.latencyMs,
    };
  });
}

/** A row that failed is held to the graders too: a refusal may be what was right. */
function gradeOf(
  record: ReplayRecord,
  attempt: Attempt,
  scorer: Scorer,
): Pick<KnownGrade, "accepted" | "score"> {
  const { result } = attempt;
  if (result.kind === "response") return scorer.grade(record, answered, [attempt]);
  if (result.kind === "not_covered") return { accepted: false, score: 0 };
  const { accepted, score = 0 } = scorer.grade(
    record,
    { kind: "failed", failure: result.failure },
    [attempt],
  );
  return { accepted, score };
}

function asAttempt(reply: ProviderReply, route: Route): Attempt {
  return {
    index: 0,
    kind: "first",
    because: "known",
    isUnreviewed: false,
    route: route.name,
    provider: route.provider,
    requestedModel: route.model,
    servedModel: reply.servedModel,
    endpointFamily: route.endpointFamily,
    queuedAtMs: 0,
    dispatchedAtMs: 0,
    waitedMs: 0,
    firstTokenMs: reply.firstTokenMs,
    latencyMs: reply.latencyMs,
    result: reply.result,
    schemaValid: undefined,
    usage: reply.usage,
    costNanoUsd: reply.costNanoUsd,
  };
}
