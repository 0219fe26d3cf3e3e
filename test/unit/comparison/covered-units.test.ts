import { expect, test } from "vitest";
import { createCollector } from "../../../src/comparison/collector.ts";
import { coveredUnits } from "../../../src/comparison/covered-units.ts";
import { anOutcome } from "./an-outcome.ts";
import { aPolicy } from "./a-policy.ts";

const notCovered = { route: undefined, attempts: [], ending: { kind: "not_covered" } } as const;

function threeArms() {
  const collector = createCollector({
    records: 3,
    repeats: 1,
    arms: [
      { key: "all", policy: aPolicy() },
      { key: "first two", policy: aPolicy(), records: 2 },
      { key: "gap", policy: aPolicy() },
    ],
    graders: [],
    tagNames: [],
    routesKnown: [],
    isUnpaired: true,
  });
  for (const ordinal of [0, 1, 2]) {
    collector.add(anOutcome({ ordinal, arm: 0 }));
    if (ordinal < 2) collector.add(anOutcome({ ordinal, arm: 1 }));
    collector.add(anOutcome({ ordinal, arm: 2, ...(ordinal === 1 && notCovered) }));
  }
  return collector.finish().arms;
}

test("units are covered where each of the arms has an outcome to show", () => {
  const [all, firstTwo, gap] = threeArms();
  const units = all!.present;
  expect(coveredUnits([all!], units)).toBe(units);
  expect([...coveredUnits([firstTwo!], units)]).toEqual([0, 1]);
  expect([...coveredUnits([all!, gap!], units)]).toEqual([0, 2]);
  expect([...coveredUnits([all!, firstTwo!, gap!], units)]).toEqual([0]);
});
