import { expect, test } from "vitest";
import * as flag from "../../../src/comparison/outcome-flags.ts";

const everyFlag = Object.entries(flag).filter(
  (entry): entry is [string, number] => typeof entry[1] === "number",
);

test("every flag has a bit of its own, and all 32 are taken", () => {
  expect(everyFlag).toHaveLength(32);
  expect(everyFlag.reduce((all, [, bit]) => all | bit, 0)).toBe(-1);
});

test.each(everyFlag)("%s is counted apart from all others", (_name, bit) => {
  // Units 0 and 2 have it, unit 1 has every flag but it, unit 3 is none of those counted.
  const flags = new Uint32Array([bit, ~bit, bit, bit]);
  const counts = flag.countFlags(flags, new Uint32Array([0, 1, 2]));
  expect(flag.countOf(counts, bit)).toBe(2);
  for (const [, other] of everyFlag) if (other !== bit) expect(flag.countOf(counts, other)).toBe(1);
});
