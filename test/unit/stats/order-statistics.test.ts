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
