import { expect, test } from "vitest";
import { passesOf } from "../../../src/run/passes.ts";

test("policies that read no past share one pass, whatever stands between them", () => {
  expect(passesOf([false, false], 2)).toEqual([{ arms: [0, 1], repeats: [0, 1], isTimed: false }]);
});

test("every policy that reads the past has a pass of its own for each repeat, after the others", () => {
  expect(passesOf([true, false, true], 2)).toEqual([
    { arms: [1], repeats: [0, 1], isTimed: false },
    { arms: [0], repeats: [0], isTimed: true },
    { arms: [0], repeats: [1], isTimed: true },
    { arms: [2], repeats: [0], isTimed: true },
    { arms: [2], repeats: [1], isTimed: true },
  ]);
});
