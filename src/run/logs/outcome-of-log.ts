import { notCoveredReply } from "../../providers/not-covered-reply.ts";
import type { Attempt } from "../../core/attempt.ts";
import type { LoggedAttempt } from "../../core/logged-request.ts";
import { loggedName, type LoggedRouteOf } from "../../core/logged-route.ts";
import type { Ending, Outcome } from "../../core/outcome.ts";
import type { ReplayRecord } from "../../core/replay-record.ts";
import { providerNames, type ProviderName, type Registry } from "../../core/route.ts";
import type { Scorer } from "../../core/scorer.ts";
import type { AttemptKind } from "../../core/step.ts";
import { loggedReply, wasSeen, type LoggedCost } from "../../providers/log-provider.ts";

/** What it takes to read a log's requests as outcomes. */
export interface LogReader {
  readonly routeOf: LoggedRouteOf;
  readonly registry: Pick<Registry, "routes">;
  readonly scorer: Scorer;
  readonly cost: LoggedCost;
}

/**
 * A request of a log as it was served, whoever decided: an outcome like any other, graded by the
 * dataset's graders. `route` is that of the first attempt, absent where the registry has none of
 * that name; an attempt on such a route bears the log's own name for it. A request without an end
 * in the log is not covered, and so is every attempt that the log does not show.
 */
export function outcomeOfLog(
  record: ReplayRecord,
  reader: LogReader,
  { arm, repeat }: Pick<Outcome, "arm" | "repeat"> = { arm: 0, repeat: 0 },
): Outcome {
  const logged = record.logged?.attempts ?? [];
  const attempts = logged.map((attempt, index) =>
    attemptOfLog(attempt, index, logged[index - 1], record, reader),
  );
  const ending = endingOf(attempts.at(-1));
  const [first] = logged;
  return {
    recordId: record.id,
    ordinal: record.ordinal,
    arm,
    repeat,
    route: first && reader.routeOf(first),
    because: AS_LOGGED,
    review: [],
    attempts,
    ending,
    grade: reader.scorer.grade(record, ending, attempts),
  };
}

const AS_LOGGED = "as the log has it";

function attemptOfLog(
  attempt: LoggedAttempt,
  index: number,
  before: LoggedAttempt | undefined,
  record: ReplayRecord,
  { routeOf, registry, scorer, cost }: LogReader,
): Attempt {
  const name = routeOf(attempt);
  const route = name === undefined ? undefined : registry.routes.get(name);
  const reply = wasSeen(attempt)
    ? loggedReply(attempt, route, cost)
    : notCoveredReply("attempt_not_logged");
  const { result } = reply;
  return {
    index,
    kind: kindOf(attempt, before, routeOf),
    because: AS_LOGGED,
    isUnreviewed: false,
    route: name ?? loggedName(attempt),
    provider: route?.provider ?? providerOf(attempt),
    requestedModel: attempt.requestedModel ?? route?.model ?? loggedName(attempt),
    servedModel: reply.servedModel,
    endpointFamily: route?.endpointFamily,
    queuedAtMs: 0,
    dispatchedAtMs: 0,
    waitedMs: 0,
    firstTokenMs: reply.firstTokenMs,
    latencyMs: reply.latencyMs,
    result,
    schemaValid:
      result.kind === "response" ? scorer.checkSchema(record, result.response.text) : undefined,
    usage: reply.usage,
    costNanoUsd: reply.costNanoUsd,
  };
}

/** A log does not say what its attempts were: the same route again is a retry. */
function kindOf(
  attempt: LoggedAttempt,
  before: LoggedAttempt | undefined,
  routeOf: LoggedRouteOf,
): AttemptKind {
  if (before === undefined) return "first";
  const nameOf = (one: LoggedAttempt): string => routeOf(one) ?? loggedName(one);
  return nameOf(attempt) === nameOf(before) ? "retry" : "fallback";
}

function providerOf({ provider }: LoggedAttempt): ProviderName {
  return providerNames.find((name) => name === provider) ?? "openai_compatible";
}

function endingOf(last: Attempt | undefined): Ending {
  switch (last?.result.kind) {
    case "response":
      return { kind: "answered" };
    case "failure":
      return { kind: "failed", failure: last.result.failure };
    case "not_covered":
    case undefined:
      return { kind: "not_covered", because: "attempt_not_logged" };
  }
}
