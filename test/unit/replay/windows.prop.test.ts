import fc from "fast-check";
import { expect, test } from "vitest";
import { HealthWindow } from "../../../src/replay/health-window.ts";
import { LatencyWindow } from "../../../src/replay/latency-window.ts";

const WINDOW_MS = 100;

/** Gaps between ends of attempts, mostly small beside the window, now and then larger than it. */
const ends = fc.array(
  fc.record({
    gapMs: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 250 })),
    isError: fc.boolean(),
    durationMs: fc.integer({ min: 0, max: 30 }),
  }),
  { maxLength: 4000, size: "max" },
);

test("a health window holds what a recount of the whole history holds", () => {
  fc.assert(
    fc.property(ends, (history) => {
      const window = new HealthWindow(WINDOW_MS);
      const all: { atMs: number; isError: boolean }[] = [];
      let nowMs = 0;
      for (const { gapMs, isError } of history) {
        nowMs += gapMs;
        window.add(nowMs, isError);
        all.push({ atMs: nowMs, isError });
        if (all.length % 97 !== 0 && all.length !== history.length) continue;
        const inside = all.filter(({ atMs }) => atMs > nowMs - WINDOW_MS);
        expect(window.attempts).toBe(inside.length);
        expect(window.errors).toBe(inside.filter((entry) => entry.isError).length);
      }
    }),
    { seed: 4, numRuns: 60 },
  );
});

test("a latency window's quantile is that of the sorted history inside the window", () => {
  fc.assert(
    fc.property(ends, fc.double({ min: 0.01, max: 1, noNaN: true }), (history, share) => {
      const window = new LatencyWindow(WINDOW_MS);
      const all: { atMs: number; durationMs: number }[] = [];
      let nowMs = 0;
      for (const { gapMs, durationMs } of history) {
        nowMs += gapMs;
        window.add(nowMs, durationMs);
        all.push({ atMs: nowMs, durationMs });
        if (all.length % 89 !== 0 && all.length !== history.length) continue;
        const inside = all
          .filter(({ atMs }) => atMs > nowMs - WINDOW_MS)
          .map((entry) => entry.durationMs)
          .toSorted((left, right) => left - right);
        expect(window.quantile(share)).toBe(inside[Math.ceil(share * inside.length) - 1]);
      }
    }),
    { seed: 4, numRuns: 60 },
  );
});
