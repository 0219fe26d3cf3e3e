import fc from "fast-check";
import { expect, test } from "vitest";
import type { Outcome } from "../../../src/core/outcome.ts";
import { NewFailures } from "../../../src/run/new-failures.ts";
import { anOutcome } from "../replay/builders.ts";

function graded(ordinal: number, arm: number, accepted: boolean): Outcome {
  const scores = accepted
    ? []
    : [{ name: "label", value: 0, passed: false, because: `saw ${ordinal}` }];
  return anOutcome({
    recordId: `r${ordinal}`,
    ordinal,
    arm,
    grade: { accepted, score: accepted ? 1 : 0, schemaValid: undefined, scores },
  });
}

test("a record counts where the baseline is right and the candidate is not", () => {
  const failures = new NewFailures(4, 2, 1);
  const verdicts = [
    [true, true],
    [true, false],
    [false, false],
    [false, true],
  ] as const;
  for (const [ordinal, [baseline, candidate]] of verdicts.entries()) {
    failures.take(graded(ordinal, 0, baseline));
    failures.take(graded(ordinal, 1, candidate));
  }
  expect(failures.of(1)).toEqual([{ record: "r1", because: "label: saw 1" }]);
});

test("a failed call says its class, a stop its reason", () => {
  const failures = new NewFailures(2, 2, 1);
  failures.take(graded(0, 0, true));
  failures.take(graded(1, 0, true));
  failures.take({
    ...graded(0, 1, false),
    ending: { kind: "failed", failure: { kind: "timeout", detail: "x", retryAfterMs: undefined } },
  });
  failures.take({ ...graded(1, 1, false), ending: { kind: "stopped", because: "safety_refusal" } });
  expect(failures.of(1).map(({ because }) => because)).toEqual([
    "failed: timeout (x)",
    "stopped: safety_refusal",
  ]);
});

test("the first ten are the same in whatever order outcomes arrive", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 60 }),
      fc.infiniteStream(fc.nat()),
      (verdicts, keys) => {
        const outcomes = verdicts.flatMap(([baseline, candidate], ordinal) => [
          graded(ordinal, 0, baseline),
          graded(ordinal, 1, candidate),
        ]);
        const shuffled = outcomes
          .map((outcome) => ({ outcome, key: Number(keys.next().value) }))
          .toSorted((left, right) => left.key - right.key)
          .map(({ outcome }) => outcome);
        const expected = verdicts.flatMap(([baseline, candidate], ordinal) =>
          baseline && !candidate ? [`r${ordinal}`] : [],
        );
        const failures = new NewFailures(verdicts.length, 2, 1);
        for (const outcome of shuffled) failures.take(outcome);
        expect(failures.of(1).map(({ record }) => record)).toEqual(expected.slice(0, 10));
      },
    ),
    { seed: 20261121 },
  );
});
