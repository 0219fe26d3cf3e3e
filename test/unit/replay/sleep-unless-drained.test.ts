import { expect, test } from "vitest";
import { HarnessError } from "../../../src/core/harness-error.ts";
import { sleepUnlessDrained } from "../../../src/replay/sleep-unless-drained.ts";
import { VirtualClock } from "../../../src/replay/virtual-clock.ts";

const never = new AbortController().signal;

async function endOf(signals: { signal?: AbortController; drain?: AbortController }) {
  const clock = new VirtualClock();
  const [signal, drain] = [signals.signal?.signal ?? never, signals.drain?.signal ?? never];
  let end: unknown;
  await clock.work([
    async () => {
      end = await sleepUnlessDrained(100, { clock, signal, drain }).then(
        () => clock.nowMs(),
        (error: unknown) => (error instanceof HarnessError ? error.code : error),
      );
    },
    async () => {
      await clock.sleep(40, never);
      signals.signal?.abort("broken off");
      signals.drain?.abort();
    },
  ]);
  return { end, atMs: clock.nowMs() };
}

test("a wait that nobody ends takes its time", async () => {
  expect(await endOf({})).toEqual({ end: 100, atMs: 100 });
});

test("the end of the run ends a wait at once", async () => {
  expect(await endOf({ drain: new AbortController() })).toEqual({ end: "interrupted", atMs: 40 });
});

test("an aborted run rejects with its own reason, also where it was ending", async () => {
  const signal = new AbortController();
  expect(await endOf({ signal })).toEqual({ end: "broken off", atMs: 40 });
  const both = { signal: new AbortController(), drain: new AbortController() };
  expect((await endOf(both)).end).toBe("broken off");
});

test("a run that is ending already does not wait", async () => {
  const drain = new AbortController();
  drain.abort();
  expect((await endOf({ drain })).end).toBe("interrupted");
});
