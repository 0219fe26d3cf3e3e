import type { Attempt } from "../../core/attempt.ts";
import type { Ending, Outcome } from "../../core/outcome.ts";
import type { Expectation, ExpectedAttempt } from "../../policies/promises/promised.ts";
import type { Drilled } from "./drill-outcome.ts";

/** What differs from what had to be seen; undefined: nothing does. */
export function differenceOf(drilled: Drilled, expected: Expectation): string | undefined {
  const { outcome } = drilled;
  const broken = brokenBy(outcome.ending);
  if (broken !== undefined) return `the policy itself fails: ${broken}`;
  return (
    attemptsDifference(outcome.attempts, expected) ??
    endingDifference(outcome.ending, expected) ??
    callsDifference(outcome.attempts, expected) ??
    reviewDifference(outcome, expected) ??
    gateDifference(drilled, expected)
  );
}

function brokenBy(ending: Ending): string | undefined {
  if (ending.kind !== "failed" || ending.failure.kind !== "harness_error") return undefined;
  return ending.failure.detail ?? ending.failure.kind;
}

function attemptsDifference(
  attempts: readonly Attempt[],
  { attempts: expected, mayGoOn, isUnreviewed }: Expectation,
): string | undefined {
  for (const [index, wanted] of expected.entries()) {
    const attempt = attempts[index];
    const call = `call ${index + 1}`;
    const asked = wantedText(wanted, attempts[index - 1]);
    if (attempt === undefined) return `${call} had to be ${asked}, and there was none`;
    if (!isWanted(attempt, wanted, attempts[index - 1])) return `${call} had to be ${asked}`;
  }
  const more = attempts[expected.length];
  if (mayGoOn !== true && more !== undefined) {
    return `call ${expected.length + 1} went to ${more.route}, and none had to follow`;
  }
  const last = attempts.at(-1);
  if (isUnreviewed !== undefined && last?.isUnreviewed !== isUnreviewed) {
    return isUnreviewed ? "the fallback counts as reviewed" : "the fallback counts as unreviewed";
  }
  return undefined;
}

function isWanted(
  { kind, route, result, latencyMs }: Attempt,
  wanted: ExpectedAttempt,
  before: Attempt | undefined,
): boolean {
  const isRoute = wanted.route === "same" ? route === before?.route : wanted.route.includes(route);
  if (kind !== wanted.kind || !isRoute) return false;
  if (wanted.latencyMs !== undefined && latencyMs !== wanted.latencyMs) return false;
  if (wanted.failure === undefined) return true;
  if (wanted.failure === "none") return result.kind === "response";
  return result.kind === "failure" && result.failure.kind === wanted.failure;
}

function wantedText(
  { kind, route, failure, latencyMs }: ExpectedAttempt,
  before: Attempt | undefined,
): string {
  const where = route === "same" ? (before?.route ?? "the same route") : route.join(" or ");
  const end = failure === "none" ? "answered" : `ended by ${failure}`;
  const how = failure === undefined ? "" : `, ${end} after ${latencyMs} ms`;
  return `${kind} ${where}${how}`;
}

function endingDifference(ending: Ending, { ending: wanted }: Expectation): string | undefined {
  if (wanted === undefined || ending.kind === wanted) return undefined;
  return `it had to end ${wanted}`;
}

function callsDifference(
  attempts: readonly Attempt[],
  { calls, mostCalls, mostCallsOfFirst, onlyRoute, neverCalled, neverFallsBackTo }: Expectation,
): string | undefined {
  if (calls !== undefined && attempts.length !== calls) {
    return `there had to be ${counted(calls, "call")}, and there were ${attempts.length}`;
  }
  if (mostCalls !== undefined && attempts.length > mostCalls) {
    return `there may be ${counted(mostCalls, "call")}, and there were ${attempts.length}`;
  }
  const first = attempts[0]?.route;
  const ofFirst = attempts.filter(({ route }) => route === first).length;
  if (mostCallsOfFirst !== undefined && ofFirst > mostCallsOfFirst) {
    return `${first} was called ${ofFirst} times`;
  }
  const other = attempts.find(({ route }) => onlyRoute !== undefined && route !== onlyRoute);
  if (other !== undefined) return `${other.route} was called`;
  const never = attempts.find(({ route }) => neverCalled?.includes(route) === true);
  if (never !== undefined) return `${never.route} was called`;
  const fallback = attempts.find(
    ({ kind, route }) => kind === "fallback" && neverFallsBackTo?.includes(route) === true,
  );
  return fallback === undefined ? undefined : `${fallback.route} stood in`;
}

function reviewDifference(
  { review: reasons }: Outcome,
  { review }: Expectation,
): string | undefined {
  if (review === undefined || reasons.includes(review.reason) === review.isAsked) return undefined;
  return review.isAsked ? "nobody was asked to look" : "a person was asked to look";
}

function gateDifference({ gates }: Drilled, { gate }: Expectation): string | undefined {
  if (gate === undefined) return undefined;
  const status = gates.get(gate.metric);
  if (status === gate.status) return undefined;
  return `the gate ${gate.metric} had to ${gate.status}, and ${status === undefined ? "there is none" : `says ${status}`}`;
}

/** What was seen, for people: `first a: timeout; retry a; answered`. */
export function seenText({ outcome, gates }: Drilled, { gate }: Expectation): string {
  const { attempts, ending, review } = outcome;
  const calls = attempts.map((attempt) => {
    const how = attempt.isUnreviewed ? " (unreviewed)" : "";
    return `${attempt.kind} ${attempt.route}${failureText(attempt)}${how}`;
  });
  const status = gate === undefined ? undefined : gates.get(gate.metric);
  return [
    ...(calls.length === 0 ? ["no call"] : calls),
    endingText(ending),
    ...(review.length === 0 ? [] : [`for review: ${review.join(", ")}`]),
    ...(status === undefined ? [] : [`gate ${status}`]),
  ].join("; ");
}

/** An answer can be a failure too: cut short, or against its schema. */
function failureText({ result, schemaValid }: Attempt): string {
  if (result.kind === "failure") return `: ${result.failure.kind}`;
  if (schemaValid === false) return ": schema_invalid";
  const isCut = result.kind === "response" && result.response.finishReason.kind === "length";
  return isCut ? ": truncated" : "";
}

function endingText(ending: Ending): string {
  switch (ending.kind) {
    case "answered":
    case "stopped":
    case "queued":
      return ending.kind;
    case "failed":
      return `failed (${ending.failure.kind})`;
    case "not_covered":
      return "not covered";
    case "static_answer":
      return "a static answer";
  }
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
