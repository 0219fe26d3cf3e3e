import fc from "fast-check";
import { expect, test } from "vitest";
import { orderStatistics } from "../../../src/stats/order-statistics.ts";

const run = { seed: 20_260_106, numRuns: 60 };
const many = { minLength: 1, maxLength: 5_000, size: "max" } as const;
const values = fc.oneof(
  fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), many),
  fc.array(fc.integer({ min: 0, max: 3 }), many),
);
const places = fc.array(fc.double({ noNaN: true, min: 0, max: 0.999_999 }), { minLength: 1 });

test("whatever places are read, in whatever order, they hold what a sort puts there", () => {
  fc.assert(
    fc.property(values, places, (list, shares) => {
      const sorted = Float64Array.from(list).sort();
      const statistics = orderStatistics(Float64Array.from(list));
      for (const share of shares) {
        const place = Math.floor(share * list.length);
        // Adding 0 makes no difference between the two zeros, which have no order.
        expect(statistics.at(place)! + 0).toBe(sorted[place]! + 0);
      }
    }),
    run,
  );
});

test("no value is lost or made up by reading", () => {
  fc.assert(
    fc.property(values, places, (list, shares) => {
      const moved = Float64Array.from(list);
      const statistics = orderStatistics(moved);
      for (const share of shares) statistics.at(Math.floor(share * list.length));
      expect(moved.toSorted()).toEqual(Float64Array.from(list).sort());
    }),
    run,
  );
});
