import { expect, test } from "vitest";
import { VirtualClock } from "../../../src/replay/virtual-clock.ts";

const never = new AbortController().signal;

test("a day of sleeping takes no time, and the clock says a day", async () => {
  const clock = new VirtualClock();
  await clock.work([() => clock.sleep(86_400_000, never)]);
  expect(clock.nowMs()).toBe(86_400_000);
});

test("workers wake in the order of their wake-up times, ties in the order of falling asleep", async () => {
  const clock = new VirtualClock();
  const woken: string[] = [];
  const sleeper = (name: string, durationMs: number) => async () => {
    await clock.sleep(durationMs, never);
    woken.push(`${name}@${clock.nowMs()}`);
  };
  await clock.work([
    sleeper("slow", 30),
    sleeper("first", 10),
    sleeper("second", 10),
    sleeper("quick", 5),
    sleeper("third", 10),
  ]);
  expect(woken).toEqual(["quick@5", "first@10", "second@10", "third@10", "slow@30"]);
});

test("a worker that waits for real input holds the clock still", async () => {
  const clock = new VirtualClock();
  let nowAtInput = -1;
  const reader = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    nowAtInput = clock.nowMs();
  };
  await clock.work([() => clock.sleep(1000, never), reader]);
  expect(nowAtInput).toBe(0);
  expect(clock.nowMs()).toBe(1000);
});

test("a sleep that is not positive or not a number returns at once", async () => {
  const clock = new VirtualClock();
  const sleeper = async () => {
    for (const durationMs of [0, -5, Number.NaN]) await clock.sleep(durationMs, never);
  };
  await clock.work([sleeper]);
  expect(clock.nowMs()).toBe(0);
});

test("an aborted signal ends a sleep with its reason", async () => {
  const clock = new VirtualClock();
  const controller = new AbortController();
  controller.abort(new Error("enough"));
  await expect(clock.work([() => clock.sleep(10, controller.signal)])).rejects.toThrow("enough");
});

test("an endless sleep ends when another worker aborts it, and the clock stands where that was", async () => {
  const clock = new VirtualClock();
  const turn = new AbortController();
  const seen: string[] = [];
  await clock.work([
    async () => {
      await clock.sleep(Infinity, turn.signal).catch(() => seen.push(`woken@${clock.nowMs()}`));
      await clock.sleep(5, never);
      seen.push(`done@${clock.nowMs()}`);
    },
    async () => {
      await clock.sleep(20, never);
      turn.abort();
      await clock.sleep(1000, never);
    },
  ]);
  expect(seen).toEqual(["woken@20", "done@25"]);
  expect(clock.nowMs()).toBe(1020);
});

test("a sleep that is aborted before its time leaves the other sleeps in their order", async () => {
  const clock = new VirtualClock();
  const cut = new AbortController();
  const seen: string[] = [];
  const sleeper = (name: string, durationMs: number, signal: AbortSignal) => async () => {
    await clock.sleep(durationMs, signal).catch(() => undefined);
    seen.push(`${name}@${clock.nowMs()}`);
  };
  await clock.work([
    sleeper("long", 500, cut.signal),
    sleeper("longer", 900, cut.signal),
    ...[40, 30, 20, 60].map((ms) => sleeper("other", ms, never)),
    async () => {
      await clock.sleep(25, never);
      cut.abort();
    },
  ]);
  expect(seen).toEqual(["other@20", "long@25", "longer@25", "other@30", "other@40", "other@60"]);
});

test("workers that all wait for one another are told so instead of hanging", async () => {
  const clock = new VirtualClock();
  const stuck = () => clock.sleep(Infinity, new AbortController().signal);
  await expect(clock.work([stuck, stuck])).rejects.toThrow("every worker waits for another one");
  expect(clock.nowMs()).toBe(0);
});

test("after their turn, workers go on one at a time, whatever real input each of them waits for", async () => {
  const orderWith = async (delays: readonly number[]): Promise<readonly string[]> => {
    const clock = new VirtualClock();
    const seen: string[] = [];
    const worker = (name: string, realDelayMs: number) => async () => {
      for (let step = 0; step < 3; step += 1) {
        await clock.turn();
        seen.push(`${name}${step}`);
        await new Promise((resolve) => setTimeout(resolve, realDelayMs));
        seen.push(`${name}${step}.`);
      }
    };
    await clock.work(delays.map((delayMs, index) => worker("abc"[index]!, delayMs)));
    return seen;
  };
  const order = ["a0", "a0.", "b0", "b0.", "c0", "c0.", "a1", "a1.", "b1", "b1.", "c1", "c1."];
  expect((await orderWith([0, 3, 1])).slice(0, 12)).toEqual(order);
  expect((await orderWith([4, 0, 2])).slice(0, 12)).toEqual(order);
});

test("a turn comes after sleepers that are due now, and takes no time", async () => {
  const clock = new VirtualClock();
  const seen: string[] = [];
  await clock.work([
    async () => {
      await clock.sleep(10, never);
      await clock.turn();
      seen.push(`turned@${clock.nowMs()}`);
    },
    async () => {
      await clock.sleep(10, never);
      seen.push(`due@${clock.nowMs()}`);
    },
  ]);
  expect(seen).toEqual(["due@10", "turned@10"]);
});
