import { expect, test } from "vitest";
import { scoreOf } from "./builders.ts";

test.each([
  ["#### 18", 18],
  ["The total is $1,234.50.", 1234.5],
  ["so 3 + 4 = 7", 7],
  ["x = -5", -5],
  ["it is −7 degrees", -7],
  ["-$5.25", -5.25],
  ["about 1.5e3 units", 1500],
  [".5", 0.5],
  ["18%", 18],
  ["1,234,567", 1_234_567],
  ["between 10-12", 12],
])("the last number of %j is %d", (text, expected) => {
  expect(scoreOf("numeric", {}, expected, text).passed).toBe(true);
});

test("the number is extracted from the expectation too", () => {
  expect(scoreOf("numeric", {}, "He has 3 * 6 = 18 eggs.\n#### 18", "18 eggs").passed).toBe(true);
});

test("the reason says what was read", () => {
  expect(scoreOf("numeric", {}, 18, "first 18, no: 19").because).toBe('read "19", expected "18"');
  expect(scoreOf("numeric", {}, 18, "I do not know").because).toBe("the answer holds no number");
});

test("the first number counts where the option says so", () => {
  expect(scoreOf("numeric", { extract: "first" }, 18, "18 of 20").passed).toBe(true);
});

test("a decimal comma is read where the option says so", () => {
  const options = { decimal_mark: "," };
  expect(scoreOf("numeric", options, 1234.5, "Summe: 1.234,50 €").passed).toBe(true);
});

test("tolerances hold up to their very bound", () => {
  // |0.30 - 0.31| is 0.010000000000000009 in doubles.
  expect(scoreOf("numeric", { tolerance: 0.01 }, 0.3, "0.31").passed).toBe(true);
  expect(scoreOf("numeric", { tolerance: 0.01 }, 0.3, "0.3101").passed).toBe(false);
  expect(scoreOf("numeric", { relative_tolerance: 0.1 }, 200, "220").passed).toBe(true);
  expect(scoreOf("numeric", { relative_tolerance: 0.1 }, 200, "221").passed).toBe(false);
});

test("without a tolerance nothing is rounded", () => {
  expect(scoreOf("numeric", {}, "0.3", "0.30000000000000004").passed).toBe(false);
  expect(scoreOf("numeric", {}, "12345678901234567890", "12345678901234567891").passed).toBe(false);
  expect(scoreOf("numeric", {}, "12345678901234567890", "12,345,678,901,234,567,890").passed).toBe(
    true,
  );
});

test("an expectation without a number leaves the record unscored", () => {
  expect(scoreOf("numeric", {}, "none", "5").value).toBeUndefined();
  expect(scoreOf("numeric", {}, undefined, "5").value).toBeUndefined();
});

test.each(["process.exit()", "constructor.constructor('return 1')()", "__import__('os')"])(
  "%s is text and is never evaluated",
  (text) => {
    expect(scoreOf("numeric", {}, 18, text).passed).toBe(false);
  },
);

test("hostile rows of digits and separators are read in linear time", () => {
  const hostile = `${"1,".repeat(1_000_000)}${"9".repeat(1_000_000)}${"-".repeat(1_000_000)}7`;
  expect(scoreOf("numeric", {}, 7, hostile).because).toBe('read "-7", expected "7"');
});

test.each([
  ["1000000000000", "1000000000001", 0.005, false],
  ["123456789012.34", "123456789012.44", 0.005, false],
  ["123456789012.34", "123456789012.35", 0.01, true],
  ["100000000", "100000000.006", 0.005, false],
  // Doubles are 0.125 apart here, so a slack of a few of them would be more than the tolerance.
  ["1000000000000000", "1000000000000000.5", 0.01, false],
  ["12345678901234567890", "12345678901234567891", 0.01, false],
  ["12345678901234567890", "12345678901234567891", 1, true],
  ["12345678901234567890", "12345678901234587891", 20_000, false],
  ["-12345678901234567890", "-12345678901234567890", 0.01, true],
])("%s and %s within %d: %s", (expected, answer, tolerance, passed) => {
  expect(scoreOf("numeric", { tolerance }, expected, answer).passed).toBe(passed);
});

test("a relative tolerance holds for digits that doubles cannot tell apart", () => {
  const passed = (answer: string) =>
    scoreOf("numeric", { relative_tolerance: 0.1 }, "20000000000000000000", answer).passed;
  expect(passed("22000000000000000000")).toBe(true);
  expect(passed("22000000000000100000")).toBe(false);
});
