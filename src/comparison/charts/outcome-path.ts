import type { Attempt } from "../../core/attempt.ts";
import { endedIn } from "../../core/ended-in.ts";
import type { FailureKind } from "../../core/failure.ts";
import type { Outcome } from "../../core/outcome.ts";
import type { AttemptKind } from "../../core/step.ts";
import type { FlowEnding } from "./flow-ending.ts";

/** One way through a policy, and the outcomes that went it. */
export interface OutcomePath {
  /** Routes at even places, what ended their calls between them; empty: no route was decided on. */
  readonly places: readonly string[];
  readonly ending: FlowEnding;
  readonly records: number;
  /** Known costs of all their attempts, in nano-dollars. */
  readonly nanoUsd: bigint;
}

/** Attempts at the start and at the end of a path that are told of; those between are left out. */
const FIRST_KEPT = 3;
const LAST_KEPT = 2;

const kindWords: Readonly<Record<AttemptKind, string>> = {
  first: "first",
  retry: "retry",
  fallback: "fallback",
  escalation: "escalation",
  reduced_scope: "reduced scope",
};

/** What can be wrong with an answer so that a policy goes on after it. */
const answerFaults: readonly FailureKind[] = ["schema_invalid", "truncated", "content_filter"];

/** The places that an outcome went by, from the route that was decided on to its last call. */
export function placesOf({ route, attempts }: Pick<Outcome, "route" | "attempts">): string[] {
  const places = route === undefined ? [] : [route];
  let before: Attempt | undefined;
  for (const attempt of shortened(attempts)) {
    if (before !== undefined) places.push(endOf(before), nameOf(attempt));
    else if (attempt.route !== route) {
      if (route !== undefined) places.push("not called");
      places.push(nameOf(attempt));
    }
    before = attempt;
  }
  return places;
}

/** Tells paths apart and puts them in an order that does not depend on which came first. */
export function pathKey(places: readonly string[], ending: FlowEnding): string {
  return `${places.join("\0")}\0${ending}`;
}

function shortened(attempts: readonly Attempt[]): readonly Attempt[] {
  if (attempts.length <= FIRST_KEPT + LAST_KEPT) return attempts;
  return [...attempts.slice(0, FIRST_KEPT), ...attempts.slice(-LAST_KEPT)];
}

function nameOf({ route, kind }: Attempt): string {
  return `${route} (${kindWords[kind]})`;
}

function endOf(attempt: Attempt): string {
  const { result } = attempt;
  switch (result.kind) {
    case "failure":
      return result.failure.kind;
    case "not_covered":
      return "not covered";
    case "response":
      // What is left is a policy's own judgement: a cascade's condition, an expression, a latency.
      return answerFaults.find((kind) => endedIn(attempt, kind)) ?? "not good enough";
  }
}
