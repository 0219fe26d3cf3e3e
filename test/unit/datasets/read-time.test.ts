import fc from "fast-check";
import { expect, test } from "vitest";
import { readTime } from "../../../src/datasets/read-time.ts";

const noon = Date.UTC(2026, 10, 21, 12, 0, 0);

test.each([
  ["2026-11-21T12:00:00Z", noon, false],
  ["2026-11-21T12:00:00", noon, true],
  ["2026-11-21 12:00", noon, true],
  ["2026-11-21", noon - 12 * 3_600_000, true],
  ["2026-11-21T14:30:00.250+02:30", noon + 250, false],
  ["2026-11-21T04:00:00-0800", noon, false],
  ["2026-11-21T13:00:00+01", noon, false],
  ["2026-11-21 12:00:00.1234567", noon + 123.4567, true],
  [noon / 1000, noon, false],
  [noon, noon, false],
  [String(noon), noon, false],
])("%s is read as UTC, whatever the machine's zone", (cell, ms, lacksZone) => {
  const moment = readTime(cell, "at", () => expect.unreachable());
  expect(moment?.ms).toBeCloseTo(ms, 6);
  expect(moment?.lacksZone).toBe(lacksZone);
});

test.each(["2026-02-30", "2026-13-01", "2026-11-21T24:00", "21.11.2026", "soon", -1, 1e15, true])(
  "%s is no time",
  (cell) => {
    const faults: string[] = [];
    expect(readTime(cell, "at", (column) => faults.push(column))).toBeUndefined();
    expect(faults).toEqual(["at"]);
  },
);

test("an empty cell is no time and no fault", () => {
  expect(readTime("", "at", () => expect.unreachable())).toBeUndefined();
  expect(readTime(undefined, "at", () => expect.unreachable())).toBeUndefined();
});

test("times of any day, one after the other, are what the engine makes of them", () => {
  const date = fc.date({
    min: new Date("1000-01-01T00:00:00Z"),
    max: new Date("9999-12-31T23:59:59.999Z"),
    noInvalidDate: true,
  });
  const near = fc.date({
    min: new Date("2024-02-27T00:00:00Z"),
    max: new Date("2024-03-02T00:00:00Z"),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(fc.array(fc.oneof(date, near), { minLength: 2 }), (dates) => {
      for (const one of dates) {
        const moment = readTime(one.toISOString(), "at", () => expect.unreachable());
        expect(moment).toEqual({ ms: one.getTime(), lacksZone: false });
      }
    }),
    { seed: 1, numRuns: 300 },
  );
});
