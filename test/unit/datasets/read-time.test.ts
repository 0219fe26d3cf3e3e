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
