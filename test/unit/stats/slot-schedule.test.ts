import fc from "fast-check";
import { expect, test } from "vitest";
import { slotSchedule } from "../../../src/stats/slot-schedule.ts";

test("without calls no time passes", () => {
  const none = slotSchedule(new Float64Array(0), 4);
  expect(none).toMatchObject({ makespanMs: 0, meanConcurrency: null });
});

test("calls that arrive when a slot is free do not wait", () => {
  const arrived = Float64Array.of(100, 200, 210, 1000);
  const found = slotSchedule(Float64Array.of(50, 100, 100, 10), 1, arrived);
  expect([...found.startedAtMs]).toEqual([100, 200, 300, 1000]);
  expect([...found.finishedAtMs]).toEqual([150, 300, 400, 1010]);
  expect(found.makespanMs).toBe(910);
  expect(found.meanConcurrency).toBeCloseTo(260 / 910, 12);
});

const run = { seed: 20_260_214, numRuns: 200 };
const calls = fc.array(fc.tuple(fc.nat({ max: 500 }), fc.nat({ max: 60 })), {
  minLength: 1,
  maxLength: 60,
});
const slots = fc.integer({ min: 1, max: 8 });

test("never more calls run than there are slots, and none waits while one is free", () => {
  fc.assert(
    fc.property(calls, slots, (given, count) => {
      let clock = 0;
      const arrived = Float64Array.from(given, ([, gap]) => (clock += gap));
      const service = Float64Array.from(given, ([ms]) => ms);
      const { startedAtMs, finishedAtMs, meanConcurrency } = slotSchedule(service, count, arrived);
      for (const [call, started] of startedAtMs.entries()) {
        const running = (atMs: number) =>
          startedAtMs.filter(
            (from, other) => other < call && from <= atMs && finishedAtMs[other]! > atMs,
          ).length;
        expect(started).toBeGreaterThanOrEqual(arrived[call]!);
        expect(running(started)).toBeLessThan(count);
        if (started > arrived[call]!) {
          // Just before it started every slot was taken by an earlier call.
          expect(running(started - 0.5)).toBe(count);
        }
      }
      expect(meanConcurrency ?? 0).toBeLessThanOrEqual(count);
    }),
    run,
  );
});

test("one slot works through the sum, and a slot for each takes the longest", () => {
  fc.assert(
    fc.property(calls, (given) => {
      const service = Float64Array.from(given, ([ms]) => ms);
      const sum = service.reduce((total, ms) => total + ms, 0);
      expect(slotSchedule(service, 1).makespanMs).toBe(sum);
      expect(slotSchedule(service, given.length).makespanMs).toBe(Math.max(...service));
    }),
    run,
  );
});
