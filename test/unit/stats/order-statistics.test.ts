import { expect, test } from "vitest";
import { orderStatistics } from "../../../src/stats/order-statistics.ts";

const LENGTH = 50_000;

/** Every whole number below the length once, in an order that is neither up nor down. */
const shuffled = () =>
  Float64Array.from({ length: LENGTH }, (_, index) => (index * 7_919) % LENGTH);

test.each([
  ["shuffled", shuffled()],
  ["ascending", shuffled().sort()],
  ["descending", shuffled().sort().reverse()],
])("each place of %s values holds its own rank", (_, values) => {
  const statistics = orderStatistics(values);
  for (const place of [25_000, 47_500, 47_400, 47_600, 49_500, 0, LENGTH - 1, 1]) {
    expect(statistics.at(place)).toBe(place);
  }
});

test("values that are all alike have one order statistic", () => {
  const statistics = orderStatistics(new Float64Array(LENGTH).fill(3));
  expect([0, 100, 25_000, LENGTH - 1].map((place) => statistics.at(place))).toEqual([3, 3, 3, 3]);
});

test("there is nothing beyond the values", () => {
  expect(orderStatistics(new Float64Array(0)).at(0)).toBeUndefined();
  expect(orderStatistics(Float64Array.of(1, 2)).at(2)).toBeUndefined();
  expect(orderStatistics(Float64Array.of(1, 2)).at(-1)).toBeUndefined();
});

test.each([
  [
    "one value far from all others",
    (index: number) => (index === 7 ? 1e300 : (index * 7_919) % 500),
  ],
  [
    "values that are cut off nowhere",
    (index: number) => (index % 9 === 0 ? Infinity : index % 613),
  ],
  ["values below and above 0", (index: number) => Math.sin(index) * 1e6],
  ["a range beyond the largest number", (index: number) => Math.cos(index) * Number.MAX_VALUE],
  ["values that differ in their last digit", (index: number) => 1 + (index % 3) * Number.EPSILON],
])("many values are in order whatever their range: %s", (_, valueAt) => {
  const values = Float64Array.from({ length: LENGTH }, (__, index) => valueAt(index));
  const sorted = values.toSorted();
  const statistics = orderStatistics(values);
  for (let place = 0; place < LENGTH; place += 97) expect(statistics.at(place)).toBe(sorted[place]);
  expect(statistics.at(LENGTH - 1)).toBe(sorted[LENGTH - 1]);
  expect(values.toSorted()).toEqual(sorted);
});
