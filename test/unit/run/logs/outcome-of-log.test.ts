import { expect, test } from "vitest";
import type { LoggedAttempt } from "../../../../src/core/logged-request.ts";
import { loggedRouteOf } from "../../../../src/core/logged-route.ts";
import type { Outcome } from "../../../../src/core/outcome.ts";
import { outcomeOfLog } from "../../../../src/run/logs/outcome-of-log.ts";
import { loggedGrade } from "../../../../src/run/logs/logged-grade-of.ts";
import { createScorer } from "../../../../src/scoring/create-scorer.ts";
import { aFailedCall, aLoggedAttempt, aLoggedRequest } from "../../../support/a-logged-request.ts";
import { aRecord } from "../../comparison/a-comparison.ts";
import { aRegistry } from "../../routing/policy-builders.ts";

const registry = aRegistry({ small: { model: "small-1" }, large: { model: "large-1" } });
const routeOf = loggedRouteOf(registry);
const scorer = createScorer(
  [{ grader: "recorded", name: "recorded", required: true, options: {} }],
  { minScore: undefined },
);

function served(attempts: readonly LoggedAttempt[], accepted?: boolean): Outcome {
  const logged = aLoggedRequest({ attempts, accepted });
  const reader = { routeOf, registry, scorer, cost: "logged" } as const;
  return outcomeOfLog(aRecord(3, { logged }), reader, { arm: 1, repeat: 0 });
}

test("a request with a retry and a fallback is an outcome with all its attempts", () => {
  const outcome = served(
    [aFailedCall(), aFailedCall(), aLoggedAttempt({ route: "large", costNanoUsd: 5_000 })],
    true,
  );
  expect(outcome).toMatchObject({
    ordinal: 3,
    arm: 1,
    route: "small",
    ending: { kind: "answered" },
  });
  expect(outcome.attempts.map(({ kind, route }) => `${kind} ${route}`)).toEqual([
    "first small",
    "retry small",
    "fallback large",
  ]);
  expect(outcome.attempts.map(({ costNanoUsd }) => costNanoUsd)).toEqual([0, 0, 5_000]);
  expect(outcome.grade.accepted).toBe(true);
});

test("the log's verdict is on its last answer, and on nothing else", () => {
  expect(served([aLoggedAttempt()], false).grade).toMatchObject({ accepted: false, score: 0 });
  expect(served([aLoggedAttempt()]).grade).toMatchObject({ accepted: false, score: undefined });
});

test("a last failure is the end of a request, and no answer", () => {
  const outcome = served([aFailedCall()]);
  expect(outcome.ending).toMatchObject({ kind: "failed", failure: { kind: "rate_limit" } });
  expect(outcome.grade.accepted).toBe(false);
});

test("an attempt without a row is not covered, and its cost is not known", () => {
  const outcome = served([aLoggedAttempt({ result: { kind: "unseen" } }), aLoggedAttempt()], true);
  expect(outcome.attempts[0]?.result).toEqual({
    kind: "not_covered",
    because: "attempt_not_logged",
  });
  expect(outcome.ending.kind).toBe("answered");
  const grade = loggedGrade(outcome, aLoggedRequest(), routeOf);
  expect(grade).toMatchObject({ costNanoUsd: undefined, latencyMs: undefined, isServed: true });
});

test("a request without any call has no outcome", () => {
  expect(served([]).ending).toEqual({ kind: "not_covered", because: "attempt_not_logged" });
});

test("a route that the registry lacks keeps the log's name for it", () => {
  const unknown = aLoggedAttempt({ route: "their-route", requestedModel: "m", servedModel: "m" });
  const outcome = served([unknown], true);
  expect(outcome.route).toBeUndefined();
  expect(outcome.attempts[0]).toMatchObject({ route: "their-route", provider: "openai" });
});

test("of a log's distribution the routes that it could take are kept, by the registry's names", () => {
  const logged = aLoggedRequest({
    propensities: { small: 0.5, "large-1": 0.5, other: 0, gone: 0.1 },
  });
  const grade = loggedGrade(served([aLoggedAttempt()]), logged, routeOf);
  expect(grade.possibleRoutes).toEqual(["small", "large"]);
});
