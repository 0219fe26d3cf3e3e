import fc from "fast-check";
import { assert, describe, expect, test } from "vitest";
import type { LatencyCurve } from "../../../../src/core/charts/latency-curve.ts";
import type { Outcome } from "../../../../src/core/outcome.ts";
import type { PolicyMetrics } from "../../../../src/core/metrics.ts";
import { metricsBefore } from "../a-comparison.ts";
import { aFailedAttempt, aFailedOutcome, anAttempt, anOutcome } from "../an-outcome.ts";

interface Call {
  readonly ms: number | undefined;
  readonly isCut: boolean;
}

function outcomeOf({ ms, isCut }: Call, ordinal: number): Outcome {
  if (!isCut) return anOutcome({ ordinal, attempts: [anAttempt({ latencyMs: ms })] });
  const attempts = [aFailedAttempt("timeout", { latencyMs: ms })];
  return aFailedOutcome("timeout", { ordinal, attempts });
}

function completeOf(calls: readonly Call[]): LatencyCurve {
  const curve = metricsOf(calls).latency_curves?.complete;
  assert(curve !== undefined);
  return curve;
}

const metricsOf = (calls: readonly Call[]): PolicyMetrics =>
  metricsBefore({ outcomes: calls.map(outcomeOf) });

const ended = (ms: number): Call => ({ ms, isCut: false });
const cut = (ms: number): Call => ({ ms, isCut: true });

/** The smallest step that at least a share of n lies at or below. */
const readAt = ({ points }: LatencyCurve, share: number): number | undefined =>
  points.find(([, below]) => below >= share - 1e-12)?.[0];

describe("the curve of a policy's latencies", () => {
  test("has a step for each of a few values, and one for what repeats", () => {
    expect(completeOf([300, 100, 200, 100].map(ended))).toEqual({
      points: [
        [100, 0.5],
        [200, 0.75],
        [300, 1],
      ],
      n: 4,
      p90_ms: 300,
      max_ms: 300,
      censored: [],
    });
  });

  test("never reaches 1 where a timeout cut calls: they are counted apart", () => {
    const calls = [ended(100), cut(2000), ended(2500), cut(2000), cut(1500)];
    expect(completeOf(calls)).toEqual({
      points: [
        [100, 0.2],
        [2500, 0.4],
      ],
      n: 5,
      p90_ms: 2500,
      max_ms: 2500,
      censored: [
        [1500, 1],
        [2000, 2],
      ],
    });
  });

  test("of nothing but timeouts has no step", () => {
    expect(completeOf([cut(2000)])).toEqual({
      points: [],
      n: 1,
      p90_ms: 2000,
      max_ms: null,
      censored: [[2000, 1]],
    });
  });

  test("joins more than 20 different cuts, each at the earliest of its row", () => {
    const calls = Array.from({ length: 50 }, (_, index) => cut(1000 + index));
    const { censored } = completeOf(calls);
    expect(censored).toHaveLength(17);
    expect(censored[0]).toEqual([1000, 3]);
    expect(censored.at(-1)).toEqual([1048, 2]);
  });

  test("leaves out what is not known", () => {
    const { latency_curves: curves } = metricsOf([{ ms: undefined, isCut: false }]);
    expect(curves).toEqual({});
  });

  test("of a first token counts what was cut while waiting for it", () => {
    const outcomes = Array.from({ length: 10 }, (_, ordinal) =>
      ordinal < 2
        ? outcomeOf(cut(2000), ordinal)
        : anOutcome({ ordinal, attempts: [anAttempt({ firstTokenMs: 50 })] }),
    );
    expect(metricsBefore({ outcomes }).latency_curves?.first_token).toEqual({
      points: [[50, 0.8]],
      n: 10,
      p90_ms: 2000,
      max_ms: 50,
      censored: [[2000, 2]],
    });
  });

  test("stands in an open loop for the wait in line and the response as well", () => {
    const outcomes = [10, 30].map((queuedMs, ordinal) =>
      anOutcome({ ordinal, trace: { atMs: queuedMs, queuedMs } }),
    );
    const timeline = {
      starts: "first_arrival",
      startMs: 0,
      openLoop: { speed: 1, slots: 1 },
    } as const;
    const { latency_curves: curves } = metricsBefore({ outcomes, setup: { timeline } });
    expect(curves?.queue_wait?.points).toEqual([
      [10, 0.5],
      [30, 1],
    ]);
    expect(curves?.response_time?.points).toEqual([
      [110, 0.5],
      [130, 1],
    ]);
  });
});

const SEED = 20_261_126;
const someCalls = fc.array(
  fc.record({ ms: fc.integer({ min: 1, max: 400 }), isCut: fc.boolean() }),
  { minLength: 1, maxLength: 700 },
);

describe("whatever the latencies", () => {
  test("steps are those of an own sort, and every half percent is among them", () => {
    fc.assert(
      fc.property(someCalls, (calls) => {
        const curve = completeOf(calls);
        const sorted = calls
          .filter(({ isCut }) => !isCut)
          .map(({ ms }) => ms)
          .toSorted((a, b) => a - b);
        expect(curve.points.length).toBeLessThanOrEqual(210);
        for (const [ms, share] of curve.points) {
          expect(share).toBe(sorted.filter((each) => each <= ms).length / calls.length);
        }
        for (let step = 1; step <= 200; step += 1) {
          const rank = Math.ceil((step * calls.length) / 200);
          if (rank <= sorted.length) expect(readAt(curve, step / 200)).toBe(sorted[rank - 1]);
        }
        expect(curve.points.at(0)?.[0]).toBe(sorted.at(0));
        expect(curve.points.at(-1)?.[0]).toBe(sorted.at(-1));
        expect(curve.max_ms).toBe(sorted.at(-1) ?? null);
        const cuts = curve.censored.reduce((sum, [, count]) => sum + count, 0);
        expect(cuts + sorted.length).toBe(curve.n);
        expect(curve.censored.length).toBeLessThanOrEqual(20);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  test("its p95 is the metrics' p95 unless a timeout cut below it", () => {
    fc.assert(
      fc.property(someCalls, fc.integer({ min: 401, max: 900 }), (calls, timeoutMs) => {
        // One in sixteen at most is cut, and all at the policy's own limit.
        const limited = calls.map(({ ms }, index) =>
          index % 16 === 15 ? cut(timeoutMs) : ended(ms),
        );
        const { latency_curves: curves, overall } = metricsOf(limited);
        const p95 = overall.latency.p95_ms.value;
        expect(readAt(curves!.complete!, 0.95)).toBe(p95 === timeoutMs ? undefined : p95);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });
});
