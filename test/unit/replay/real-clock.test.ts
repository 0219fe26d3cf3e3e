import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { RealClock, type Timers } from "../../../src/replay/real-clock.ts";

interface FakeTimers extends Timers {
  readonly delays: number[];
  /** How many timers are running. */
  readonly running: () => number;
  /** Lets the only running timer fire, after as much time as it was asked for, or less. */
  readonly fire: (earlyMs?: number) => void;
}

function fakeTimers(): FakeTimers {
  let nowMs = 5000;
  const delays: number[] = [];
  const running = new Map<() => void, number>();
  return {
    now: () => nowMs,
    start: (callback, delayMs) => {
      delays.push(delayMs);
      running.set(callback, delayMs);
      return () => running.delete(callback);
    },
    delays,
    running: () => running.size,
    fire: (earlyMs = 0) => {
      const [callback, delayMs] = [...running][0]!;
      running.delete(callback);
      nowMs += delayMs - earlyMs;
      callback();
    },
  };
}

const never = new AbortController().signal;

test("time counts from the start of the clock", () => {
  expect(new RealClock(fakeTimers()).nowMs()).toBe(0);
});

test("a sleep longer than a timer can hold is slept in pieces", async () => {
  const timers = fakeTimers();
  const sleeping = new RealClock(timers).sleep(2 ** 31 + 1000, never);
  timers.fire();
  timers.fire();
  await sleeping;
  expect(timers.delays).toEqual([2 ** 31 - 1, 1001]);
});

test("an endless sleep takes no timer, and its signal ends it", async () => {
  const timers = fakeTimers();
  const controller = new AbortController();
  const sleeping = new RealClock(timers).sleep(Infinity, controller.signal);
  controller.abort(new Error("your turn"));
  await expect(sleeping).rejects.toThrow("your turn");
  expect(timers.delays).toEqual([]);
});

test("a timer that fires early is followed by one for the rest", async () => {
  const timers = fakeTimers();
  const clock = new RealClock(timers);
  const sleeping = clock.sleep(100.5, never);
  timers.fire(1);
  timers.fire();
  await sleeping;
  expect(timers.delays).toEqual([101, 1]);
  expect(clock.nowMs()).toBeGreaterThanOrEqual(100.5);
});

test("an abort ends a sleep with its reason, and leaves no timer", async () => {
  const timers = fakeTimers();
  const controller = new AbortController();
  const sleeping = new RealClock(timers).sleep(1000, controller.signal);
  controller.abort(new Error("enough"));
  await expect(sleeping).rejects.toThrow("enough");
  expect(timers.running()).toBe(0);
});

test("sleeps that ended leave no listener on a signal that all share", async () => {
  const timers = fakeTimers();
  const clock = new RealClock(timers);
  const { signal } = new AbortController();
  for (let round = 0; round < 20; round += 1) {
    const sleeping = clock.sleep(10, signal);
    timers.fire();
    await sleeping;
  }
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

test("a sleep that is not positive or not a number starts no timer", async () => {
  const timers = fakeTimers();
  const clock = new RealClock(timers);
  for (const durationMs of [0, -5, Number.NaN]) await clock.sleep(durationMs, never);
  expect(timers.delays).toEqual([]);
});

test("work ends with the first error, after every worker has ended", async () => {
  let hasEnded = false;
  const slow = async (): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    hasEnded = true;
  };
  const broken = () => Promise.reject(new Error("broken"));
  await expect(new RealClock(fakeTimers()).work([slow, broken])).rejects.toThrow("broken");
  expect(hasEnded).toBe(true);
});
