import { expect, test } from "vitest";
import {
  countText,
  msText,
  notAvailable,
  plainDecimal,
  pointsText,
  rateText,
  ratioText,
  usdDifferenceText,
  usdText,
} from "../../../src/reports/numbers.ts";

test("a plain decimal has every digit, no exponent and no minus zero", () => {
  expect(plainDecimal(1e-7)).toBe("0.0000001");
  expect(plainDecimal(-1.25e-9)).toBe("-0.00000000125");
  expect(plainDecimal(1e21)).toBe("1000000000000000000000");
  expect(plainDecimal(1.5e22)).toBe("15000000000000000000000");
  expect(plainDecimal(0.14237724999999998)).toBe("0.14237724999999998");
  expect(plainDecimal(-0)).toBe("0");
});

test("counts have their thousands apart", () => {
  expect([0, 999, 1319, 1_000_000].map(countText)).toEqual(["0", "999", "1,319", "1,000,000"]);
});

test("a rate never rounds to nothing or to everything", () => {
  expect([0, 1, 0.857, 0.00321, 0.9962].map(rateText)).toEqual([
    "0%",
    "100%",
    "85.7%",
    "0.32%",
    "99.62%",
  ]);
  expect([0.00001, 0.99999].map(rateText)).toEqual(["<0.01%", ">99.99%"]);
});

test("a difference of rates is in points, with its sign, never minus zero", () => {
  expect([-0.218, 0.0041, 0, -0.000001].map(pointsText)).toEqual([
    "-21.8 pp",
    "+0.41 pp",
    "0 pp",
    "0.00 pp",
  ]);
});

test("money keeps two to four significant digits below a cent", () => {
  expect([0, 1234.5, 0.0342, 0.00025434, 0.0003, 1e-9].map(usdText)).toEqual([
    "$0",
    "$1,234.50",
    "$0.0342",
    "$0.0002543",
    "$0.00030",
    "$0.0000000010",
  ]);
  expect([-3.19, 0.002, 0].map(usdDifferenceText)).toEqual(["-$3.19", "+$0.0020", "$0"]);
});

test("milliseconds and ratios are as exact as they are meant", () => {
  expect([0, 12.345, 99.96, 1820.4].map(msText)).toEqual(["0 ms", "12.3 ms", "100 ms", "1,820 ms"]);
  expect([1, 1.6234, 0.0634, 1234.5].map(ratioText)).toEqual(["×1", "×1.623", "×0.0634", "×1,235"]);
});

test("what is not available says why, in words alone", () => {
  expect(notAvailable("nothing_accepted")).toBe("n/a (nothing accepted)");
  expect(notAvailable("a|b\n<c>")).toBe("n/a (a b c)");
  expect(notAvailable(undefined)).toBe("n/a (unknown)");
});
