import { describe, expect, test } from "vitest";
import { scoreCurve } from "../../../../src/comparison/frontier/random-router.ts";
import { tuneFrontier } from "../../../../src/comparison/frontier/tune-frontier.ts";
import { aSweep } from "./a-sweep.ts";

const unbanded = { pair: undefined, replicates: 0, seed: 1 };
/** Of ten records the weak route gets four right, the strong one eight: a gap of 0.4. */
const tenRecords = {
  records: 10,
  table: {
    weak: (ordinal: number) => [ordinal < 4, 1_000_000] as const,
    strong: (ordinal: number) => [ordinal < 8, 10_000_000] as const,
  },
};
const strongFrom = (first: number) => (ordinal: number) => (ordinal >= first ? "strong" : "weak");

describe("the curve of a sweep between two routes", () => {
  test("APGR and CPT are the trapezoids and crossings that a hand reckons", () => {
    // Strong from 10, 4 and 0: shares 0, 0.6 and 1, accepted 0.4, 0.8 and 0.8.
    const found = tuneFrontier(
      aSweep({ ...tenRecords, settings: [strongFrom(10), strongFrom(4), strongFrom(0)] }),
      unbanded,
    );
    expect([found.weak, found.strong]).toEqual(["weak", "strong"]);
    expect(found.curve).toEqual([
      { setting: 0, strong_share: 0, acceptance_rate: 0.4 },
      { setting: 1, strong_share: 0.6, acceptance_rate: 0.8 },
      { setting: 2, strong_share: 1, acceptance_rate: 0.8 },
    ]);
    // Area: 0.6 (0.4 + 0.8) / 2 + 0.4 * 0.8 = 0.68; (0.68 - 0.4) / 0.4.
    expect(found.apgr.value).toBeCloseTo(0.7, 12);
    // 0.4 + 0.2 * 0.4 = 0.48 is a fifth of the way up; 80 % at 0.72 is four fifths.
    expect(found.cpt["20"].value).toBeCloseTo(12, 10);
    expect(found.cpt["50"].value).toBeCloseTo(30, 10);
    expect(found.cpt["80"].value).toBeCloseTo(48, 10);
    expect(found.monotone).toBe(true);
  });

  test("a sweep of some shares only ends where the routes alone do", () => {
    // Strong from 2: share 0.8, accepted 0.8, which by itself spans nothing.
    const few = {
      records: 10,
      table: {
        weak: (ordinal: number) => [ordinal % 5 < 2, 1] as const,
        strong: (ordinal: number) => [ordinal < 8, 2] as const,
      },
    };
    const found = tuneFrontier(aSweep({ ...few, settings: [strongFrom(2)] }), {
      ...unbanded,
      pair: { weak: "weak", strong: "strong" },
    });
    expect(found.curve).toEqual([{ setting: 0, strong_share: 0.8, acceptance_rate: 0.8 }]);
    // From 0, 0.4 on: 0.8 (0.4 + 0.8) / 2 + 0.2 * 0.8 = 0.64.
    expect(found.apgr.value).toBeCloseTo((0.64 - 0.4) / 0.4, 12);
    expect(found.cpt["50"].value).toBeCloseTo(40, 10);
    expect(found.monotone).toBe(true);
  });

  test("a dip is told, and a CPT is the first crossing", () => {
    // The third setting sends two records to the strong route that it gets wrong.
    const found = tuneFrontier(
      aSweep({
        records: 10,
        table: {
          weak: (ordinal) => [ordinal >= 6, 1],
          strong: (ordinal) => [ordinal < 8, 2],
        },
        settings: [
          () => "weak",
          (ordinal) => (ordinal < 3 ? "strong" : "weak"),
          (ordinal) => ((ordinal >= 3 && ordinal < 6) || ordinal >= 8 ? "strong" : "weak"),
          () => "strong",
        ],
      }),
      unbanded,
    );
    const qualities = found.curve.map(({ acceptance_rate: rate }) => rate);
    expect(qualities).toEqual([0.4, 0.7, 0.5, 0.8]);
    expect(found.monotone).toBe(false);
    // Half of the gap, 0.6, is crossed at 2/3 of the first step of 30 %, and again after the dip.
    expect(found.cpt["50"].value).toBeCloseTo(20, 10);
  });

  test("without a gap there is no APGR, and no random one", () => {
    const table = { weak: () => [true, 1] as const, strong: () => [true, 2] as const };
    const settings = [() => "weak", () => "strong"];
    const found = tuneFrontier(aSweep({ records: 4, table, settings }), unbanded);
    expect(found.apgr).toMatchObject({ value: null, reason: "equally_good_routes" });
    const pair = { weak: "weak", strong: "strong" };
    const named = tuneFrontier(aSweep({ records: 4, table, settings }), { ...unbanded, pair });
    expect(named.apgr).toMatchObject({ value: null, reason: "no_gap" });
    expect(named.random_apgr.value).toBeNull();
    expect(named.aiq.value).toBe(1);
  });

  test("three routes are no pair unless two are named", () => {
    const table = { ...tenRecords.table, other: () => [true, 3] as const };
    const sweep = aSweep({ records: 10, table, settings: [strongFrom(5), () => "other"] });
    expect(tuneFrontier(sweep, unbanded).apgr).toMatchObject({ reason: "not_two_routes" });
  });

  test("AIQ is the mean acceptance along the hull over the settings' costs", () => {
    // Costs per request in dollars: 0.001 to 0.01, straight from 0.4 to 0.8: the mean is 0.6.
    const ends = aSweep({ ...tenRecords, settings: [strongFrom(10), strongFrom(0)] });
    const found = tuneFrontier(ends, unbanded);
    expect(found.aiq.value).toBeCloseTo(0.6, 12);
    expect(found.aiq_cost_range_usd).toEqual([0.001, 0.01]);
    // With the knee at 60 % strong calls, 0.0064 dollars: 0.6 * 0.6 + 0.4 * 0.8 = 0.68.
    const knee = aSweep({
      ...tenRecords,
      settings: [strongFrom(10), strongFrom(4), strongFrom(0)],
    });
    expect(tuneFrontier(knee, unbanded).aiq.value).toBeCloseTo(0.68, 12);
  });

  test("unknown costs leave no AIQ, and records that one setting lacks are in no figure", () => {
    const found = tuneFrontier(
      aSweep({
        records: 10,
        table: {
          weak: (ordinal) => (ordinal === 9 ? undefined : [ordinal < 4, 1]),
          strong: (ordinal) => [ordinal < 8, undefined],
        },
        settings: [strongFrom(10), strongFrom(0)],
      }),
      unbanded,
    );
    expect(found.records).toBe(9);
    expect(found.aiq).toMatchObject({ value: null, reason: "unknown_cost" });
    expect(found.aiq_cost_range_usd).toBeNull();
    expect(found.apgr.value).toBeCloseTo(0.5, 12);
  });

  test("bands hold the figure, and groups are drawn whole", () => {
    const shape = { ...tenRecords, settings: [strongFrom(10), strongFrom(4), strongFrom(0)] };
    const alone = tuneFrontier(aSweep(shape), { ...unbanded, replicates: 200 });
    expect(alone.aiq.lower!).toBeLessThanOrEqual(alone.aiq.value!);
    expect(alone.aiq.upper!).toBeGreaterThanOrEqual(alone.aiq.value!);
    const grouped = tuneFrontier(
      aSweep({ ...shape, record: (ordinal) => ({ group: `g${ordinal % 2}` }) }),
      { ...unbanded, replicates: 200 },
    );
    expect(grouped.aiq).toMatchObject({ clusters: 2, n: 10, value: alone.aiq.value });
    const again = tuneFrontier(aSweep(shape), { ...unbanded, replicates: 200 });
    expect(again).toEqual(alone);
  });
});

test("the sweep of a score begins without a strong call and ends with nothing else", () => {
  const curve = scoreCurve(
    Float64Array.from({ length: 100 }, (_, index) => index),
    new Uint8Array(100),
    new Uint8Array(100).fill(1),
  );
  expect(curve).toHaveLength(11);
  expect(curve[0]).toEqual({ strongShare: 0, quality: 0 });
  expect(curve.at(-1)).toEqual({ strongShare: 1, quality: 1 });
});
