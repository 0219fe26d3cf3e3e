import fc from "fast-check";
import { expect, test } from "vitest";
import { OutcomesInOrder } from "../../../src/run/stopping/outcomes-in-order.ts";
import { anOutcome } from "../comparison/an-outcome.ts";

test("whatever order outcomes come in, records are passed in theirs, with all arms", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 12 }).chain((records) =>
        fc.record({
          places: fc.shuffledSubarray([...Array(records).keys()], { minLength: records }),
          coming: fc.shuffledSubarray([...Array(2 * records).keys()], { minLength: 2 * records }),
          stopAfter: fc.integer({ min: 1, max: records + 1 }),
        }),
      ),
      ({ places, coming, stopAfter }) => {
        const inOrder = new OutcomesInOrder(Uint32Array.from(places), 2);
        const passed: number[] = [];
        for (const index of coming) {
          const outcome = anOutcome({ ordinal: index >> 1, arm: index & 1 });
          if (passed.length === stopAfter) break;
          inOrder.take(outcome, (outcomes) => {
            expect(outcomes.map(({ arm }) => arm)).toEqual([0, 1]);
            expect(new Set(outcomes.map(({ ordinal }) => ordinal)).size).toBe(1);
            passed.push(outcomes[0]!.ordinal);
            return passed.length === stopAfter;
          });
        }
        const order = places
          .map((place, ordinal) => ({ place, ordinal }))
          .toSorted((one, other) => one.place - other.place)
          .map(({ ordinal }) => ordinal);
        expect(passed).toEqual(order.slice(0, stopAfter));
      },
    ),
    { seed: 20261125 },
  );
});
