import { expect, test } from "vitest";
import { HealthWindow } from "../../../src/replay/health-window.ts";

function windowWith(ends: readonly (readonly [atMs: number, isError: boolean])[]): HealthWindow {
  const window = new HealthWindow(1000);
  for (const [atMs, isError] of ends) window.add(atMs, isError);
  return window;
}

test("an attempt counts until it is exactly as old as the window", () => {
  const window = windowWith([[500, true]]);
  const errorsAt = (nowMs: number): number => {
    window.slideTo(nowMs);
    return window.errors;
  };
  expect([errorsAt(1499), errorsAt(1500), errorsAt(1501)]).toEqual([1, 0, 0]);
});

test("attempts and errors of the window are counted, older ones are not", () => {
  const window = windowWith([
    [0, true],
    [400, false],
    [900, true],
    [1200, false],
  ]);
  expect([window.attempts, window.errors]).toEqual([3, 1]);
});

test("an emptied window starts anew", () => {
  const window = windowWith([[10, true]]);
  window.clear();
  expect([window.attempts, window.errors]).toEqual([0, 0]);
  window.add(20, false);
  expect([window.attempts, window.errors]).toEqual([1, 0]);
});
