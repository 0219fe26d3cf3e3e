import fc from "fast-check";
import { compare } from "../../../../src/comparison/compare.ts";
import { createCollector } from "../../../../src/comparison/collector.ts";
import type { Attempt } from "../../../../src/core/attempt.ts";
import type { Comparison } from "../../../../src/core/comparison.ts";
import type { Ending, Outcome } from "../../../../src/core/outcome.ts";
import { unknownUsage } from "../../../../src/core/usage.ts";
import { aDataset, someRecords } from "../a-comparison.ts";
import { aPolicy } from "../a-policy.ts";
import {
  aFailedAttempt,
  anAcceptedGrade,
  anAttempt,
  anOutcome,
  aRefusedGrade,
} from "../an-outcome.ts";

const REPEATS = 2;

const routes = ["small", "large", "mini", "other"];
const because = "so it was";

const told = fc.record({
  route: fc.nat(3),
  kind: fc.constantFrom("retry", "fallback", "fallback", "escalation", "reduced_scope"),
  failure: fc.option(fc.constantFrom("timeout", "overloaded", "schema_invalid"), {
    nil: undefined,
    freq: 2,
  }),
  costNanoUsd: fc.nat(5_000_000_000),
  input: fc.nat(3_000),
  output: fc.nat(400),
  isPriced: fc.boolean(),
  isCounted: fc.boolean(),
});

const story = fc.record({
  calls: fc.array(told, { maxLength: 7 }),
  isStandIn: fc.boolean(),
  isDecided: fc.boolean(),
  verdict: fc.constantFrom("accepted", "accepted", "accepted", "rejected", "ungraded"),
  end: fc.constantFrom(
    "answered",
    "answered",
    "answered",
    "failed",
    "stopped",
    "queued",
    "static_answer",
    "not_covered",
  ),
});
type Story = typeof story extends fc.Arbitrary<infer Value> ? Value : never;

/** What a run is like as a whole: how many routes it has, and what is known of its calls. */
const nature = fc.record({
  routes: fc.integer({ min: 2, max: 4 }),
  isAllPriced: fc.constantFrom(true, true, true, false),
  isAllCounted: fc.boolean(),
  isAllCovered: fc.constantFrom(true, true, true, false),
});
type Nature = typeof nature extends fc.Arbitrary<infer Value> ? Value : never;

function attemptsOf({ calls, isStandIn }: Story, run: Nature): readonly Attempt[] {
  return calls.map((call, index) => {
    const kind = index > 0 ? call.kind : isStandIn ? "fallback" : "first";
    const changes = {
      index,
      kind,
      route: routes[call.route % run.routes]!,
      costNanoUsd: run.isAllPriced || call.isPriced ? call.costNanoUsd : undefined,
      usage:
        run.isAllCounted || call.isCounted
          ? { ...unknownUsage, inputUncachedTokens: call.input, outputTokens: call.output }
          : unknownUsage,
    } as const;
    return call.failure === undefined ? anAttempt(changes) : aFailedAttempt(call.failure, changes);
  });
}

function endingOf(end: Story["end"]): Ending {
  switch (end) {
    case "failed":
      return {
        kind: end,
        failure: { kind: "timeout", detail: undefined, retryAfterMs: undefined },
      };
    case "static_answer":
      return { kind: end, because, text: "later" };
    case "stopped":
    case "queued":
      return { kind: end, because };
    case "answered":
    case "not_covered":
      return { kind: end };
  }
}

function outcomeOf(from: Story, run: Nature, place: Partial<Outcome>): Outcome {
  const attempts = attemptsOf(from, run);
  const end = run.isAllCovered && from.end === "not_covered" ? "answered" : from.end;
  const ungraded = { ...aRefusedGrade, score: undefined, scores: [] };
  return anOutcome({
    ...place,
    route: attempts[0]?.route ?? (from.isDecided ? routes[0] : undefined),
    attempts,
    ending: endingOf(end),
    grade:
      from.verdict === "accepted" && end === "answered"
        ? anAcceptedGrade
        : from.verdict === "ungraded" && end === "answered"
          ? ungraded
          : aRefusedGrade,
  });
}

/** Outcomes of two arms and `REPEATS` repeats, as policies make them: 2 to 4 routes, up to 7 calls. */
export const toldRun: fc.Arbitrary<readonly Outcome[]> = fc
  .tuple(
    nature,
    fc.array(fc.array(story, { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 12 }),
  )
  .map(([run, records]) =>
    records.flatMap((stories, ordinal) =>
      stories.map((each, index) =>
        outcomeOf(each, run, { ordinal, arm: index % 2, repeat: Math.floor(index / 2) }),
      ),
    ),
  );

/** Two arms, "before" and "after", over the outcomes of a told run. */
export function compared(outcomes: readonly Outcome[]): Comparison {
  const records = someRecords(1 + Math.max(...outcomes.map(({ ordinal }) => ordinal)));
  const collector = createCollector({
    records: records.length,
    repeats: REPEATS,
    arms: ["before", "after"].map((key) => ({ key, policy: aPolicy({ name: key }) })),
    graders: ["exact_match"],
    tagNames: [],
    routesKnown: [],
  });
  for (const record of records) collector.observe(record, undefined);
  for (const outcome of outcomes) collector.add(outcome);
  return compare(collector, { dataset: aDataset, seed: 1, bootstrapReplicates: 10 });
}
