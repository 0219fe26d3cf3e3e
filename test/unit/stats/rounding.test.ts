import { expect, test } from "vitest";
import { decideBound } from "../../../src/stats/decide-bound.ts";
import { isAtLeast, isAtMost, isNoise } from "../../../src/stats/rounding.ts";
import { certainP } from "../../../src/stats/student-p.ts";

test("what only rounding puts beyond a threshold lies on it", () => {
  expect(0.9 - 0.85).toBeGreaterThan(0.05);
  expect(isAtMost(0.9 - 0.85, 0.05)).toBe(true);
  expect(isAtLeast(0.05, 0.9 - 0.85)).toBe(true);
  expect(isAtMost(0.05 * (1 + 1e-11), 0.05)).toBe(false);
  expect(isAtLeast(0.05 * (1 - 1e-11), 0.05)).toBe(false);
  expect(isAtMost(-1, 0)).toBe(true);
});

test("a bound on the threshold passes and does not fail, whatever its last digit", () => {
  const at = 0.9 * (1 + 2e-16);
  const interval = { estimate: at, lower: at, upper: at };
  expect(decideBound("max", interval, 0.9)).toBe("pass");
  expect(decideBound("min", interval, 0.9)).toBe("pass");
  expect(certainP(at, 0.9)).toEqual({ atMost: 1, atLeast: 1 });
});

test("an error is noise against its scale", () => {
  expect(isNoise(1e-17, 1)).toBe(true);
  expect(isNoise(1e-17, 1e-9)).toBe(false);
  expect(isNoise(0, 0)).toBe(true);
});
