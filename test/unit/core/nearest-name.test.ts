import { expect, test } from "vitest";
import { didYouMean, editDistance, nearestName } from "../../../src/core/nearest-name.ts";

test.each([
  ["route", "route", 0],
  ["route", "rout", 1],
  ["route", "routes", 1],
  ["route", "roite", 1],
  ["route", "ruote", 1],
  ["ca", "abc", 3], // optimal string alignment: the swapped pair may not be edited again
  ["kitten", "sitting", 3],
  ["", "abc", 3],
])("from %j to %j are %i slips, in either direction", (from, to, slips) => {
  expect(editDistance(from, to, 5)).toBe(slips);
  expect(editDistance(to, from, 5)).toBe(slips);
});

test("beyond the limit the distance only says that it is beyond", () => {
  expect(editDistance("kitten", "sitting", 2)).toBe(3);
  expect(editDistance("a", "abcdef", 2)).toBe(3);
});

test("the nearest known name is suggested, and none where none is near", () => {
  const known = ["max_drop", "max_rise", "min", "max"];
  expect(nearestName("max_dorp", known)).toBe("max_drop");
  expect(nearestName("mim", known)).toBe("min");
  expect(nearestName("MAX_RISE", known)).toBe("max_rise");
  expect(nearestName("latency", known)).toBeUndefined();
  expect(didYouMean("mxa", known)).toBe('did you mean "max"?');
  expect(didYouMean("zzz", known)).toBeUndefined();
});
