import fc from "fast-check";
import { expect, test } from "vitest";
import { linearAxis, logAxis } from "../../../../src/reports/charts/axis.ts";
import { msText, rateText, usdText } from "../../../../src/reports/numbers.ts";

const range = [100, 500] as const;

test("equal ratios take equal steps on a log axis, and ticks are written in the unit", () => {
  const axis = logAxis([10, 1000], { range, text: msText });
  expect(axis.kind).toBe("log");
  // The ends are 8 % of the range beyond the values: 10 / 100^0.08 and 1000 * 100^0.08.
  expect(axis.domain[0]).toBeCloseTo(10 / 100 ** 0.08, 9);
  expect(axis.at(100) - axis.at(10)).toBeCloseTo(axis.at(1000) - axis.at(100), 9);
  expect(axis.at(100)).toBeCloseTo(300, 9);
  expect(axis.ticks.map(({ text }) => text)).toEqual([
    "10 ms",
    "20 ms",
    "50 ms",
    "100 ms",
    "200 ms",
    "500 ms",
    "1,000 ms",
  ]);
});

test.each([
  ["one value", [0.02]],
  ["values within a factor of two", [0.02, 0.03]],
  ["a value of zero", [0, 0.03]],
  ["no value", []],
])("%s: equal steps instead", (_, values) => {
  const axis = logAxis(values, { range, text: usdText });
  expect(axis.kind).toBe("linear");
  for (const value of values) expect(axis.at(value)).toBeGreaterThanOrEqual(100);
  expect(axis.ticks.length).toBeGreaterThan(1);
});

test("an axis from zero puts zero at its start", () => {
  const axis = linearAxis([0, 2], { range, text: usdText });
  expect(axis.at(0)).toBe(100);
  expect(axis.at(2)).toBe(500);
  expect(axis.at(0.5)).toBe(200);
});

test("a share never gets an axis beyond 0..1", () => {
  const axis = linearAxis([1, 1], { range, text: rateText, within: [0, 1] });
  expect(axis.domain[0]).toBeGreaterThanOrEqual(0);
  expect(axis.domain[1]).toBe(1);
  expect(axis.at(1)).toBe(500);
});

test("every value has a place within the range, in order, whatever the values", () => {
  const values = fc.array(fc.double({ min: 0, max: 1e12, noNaN: true }), { maxLength: 12 });
  fc.assert(
    fc.property(values, (found) => {
      for (const axis of [
        linearAxis(found, { range, text: usdText }),
        logAxis(found, { range, text: usdText }),
      ]) {
        const places = found.toSorted((one, other) => one - other).map(axis.at);
        for (const [index, place] of places.entries()) {
          expect(place).toBeGreaterThanOrEqual(100);
          expect(place).toBeLessThanOrEqual(500);
          expect(place).toBeGreaterThanOrEqual(places[index - 1] ?? 100);
        }
      }
    }),
    { seed: 7 },
  );
});
