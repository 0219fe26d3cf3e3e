import fc from "fast-check";
import { expect, test } from "vitest";
import type { Outcome } from "../../../src/core/outcome.ts";
import { Violations } from "../../../src/run/violations.ts";
import { anAttempt, anOutcome } from "../replay/builders.ts";

function served(ordinal: number, violation: string | undefined, more: Partial<Outcome> = {}) {
  const gateway = violation === undefined ? {} : { violation };
  const attempts = [anAttempt(), anAttempt({ evidence: { gateway } })];
  return anOutcome({ recordId: `r${ordinal}`, ordinal, attempts, ...more });
}

test("a record whose gateway broke the policy is kept with the reason, by arm", () => {
  const violations = new Violations(2);
  violations.take(served(0, undefined));
  violations.take(served(1, "served large"));
  violations.take(served(2, "served tiny", { arm: 1 }));
  violations.take(anOutcome());
  expect(violations.of(0)).toEqual([{ record: "r1", because: "served large" }]);
  expect(violations.of(1)).toEqual([{ record: "r2", because: "served tiny" }]);
});

test("repeats of a record are one, and the first of them speaks", () => {
  const violations = new Violations(1);
  violations.take(served(3, "third", { repeat: 2 }));
  violations.take(served(3, "second", { repeat: 1 }));
  violations.take(served(3, "fourth", { repeat: 3 }));
  expect(violations.of(0)).toEqual([{ record: "r3", because: "second" }]);
});

test("the first ten are the same in whatever order outcomes arrive", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat({ max: 40 })), (ordinals) => {
      const violations = new Violations(1);
      for (const ordinal of ordinals) violations.take(served(ordinal, "served large"));
      const expected = ordinals.toSorted((one, other) => one - other).slice(0, 10);
      expect(violations.of(0).map(({ record }) => record)).toEqual(expected.map((at) => `r${at}`));
    }),
    { seed: 20261125 },
  );
});
