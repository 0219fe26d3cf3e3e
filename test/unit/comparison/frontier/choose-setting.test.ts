import { assert, describe, expect, test } from "vitest";
import { bestPerCategory } from "../../../../src/comparison/frontier/best-per-category.ts";
import { chooseSetting } from "../../../../src/comparison/frontier/choose-setting.ts";
import { dominatedBy } from "../../../../src/comparison/frontier/dominated-settings.ts";
import { tuneBaselines } from "../../../../src/comparison/frontier/tune-baselines.ts";
import { settingPoint } from "../../../../src/comparison/frontier/tune-point.ts";
import type { TunePoint } from "../../../../src/core/tune-report.ts";
import { aSweep, type SweepShape } from "./a-sweep.ts";

const noLimits = { minAcceptance: undefined, maxCostPerRequestUsd: undefined };

/** Points on all records of a sweep. */
function points(shape: SweepShape): readonly TunePoint[] {
  const data = aSweep(shape);
  return data.settings.map(({ arm }) => settingPoint(arm, data.fit, data));
}

/** The weak route accepts 5 of 10 for a dollar each, the strong one 9 of 10 for three. */
const shape: SweepShape = {
  records: 10,
  table: {
    weak: (ordinal) => [ordinal < 5, 1_000_000_000],
    strong: (ordinal) => [ordinal < 9, 3_000_000_000],
    waste: (ordinal) => [ordinal < 5, 9_000_000_000],
  },
  settings: [() => "weak", () => "strong", () => "waste"],
};

describe("a setting is chosen by the fit records", () => {
  test("the least cost per accepted outcome, or the highest acceptance", () => {
    expect(chooseSetting(points(shape), "cost_per_accepted", noLimits)).toMatchObject({ index: 0 });
    expect(chooseSetting(points(shape), "acceptance", noLimits)).toMatchObject({ index: 1 });
  });

  test("limits keep settings out, and the reason counts them", () => {
    const strict = { ...noLimits, minAcceptance: 0.9 };
    const choice = chooseSetting(points(shape), "cost_per_accepted", strict);
    expect(choice).toMatchObject({ index: 1 });
    expect(choice.why).toContain("of 1 of 3 settings that accept at least 90 %");
    const cheap = { ...noLimits, maxCostPerRequestUsd: 2 };
    expect(chooseSetting(points(shape), "acceptance", cheap)).toMatchObject({ index: 0 });
    const none = chooseSetting(points(shape), "acceptance", {
      ...strict,
      ...cheap,
      minAcceptance: 0.9,
    });
    expect(none.kind).toBe("none");
    expect(none.why).toContain("2 of 3 are below the acceptance of 90 %");
    expect(none.why).toContain("1 of 3 are dearer than $2 a request");
  });

  test("an unknown cost is never the cheapest, and too little coverage never the best", () => {
    const unpriced = points({
      ...shape,
      table: { ...shape.table, weak: (ordinal) => [ordinal < 5, undefined] },
    });
    expect(chooseSetting(unpriced, "cost_per_accepted", noLimits)).toMatchObject({ index: 1 });
    const patchy = points({
      ...shape,
      table: { ...shape.table, strong: (ordinal) => (ordinal < 9 ? [true, 1] : undefined) },
    });
    expect(chooseSetting(patchy, "acceptance", noLimits)).toMatchObject({ index: 0 });
  });

  test("a tie in acceptance goes to the cheaper one", () => {
    const only = points({ ...shape, settings: [() => "waste", () => "weak"] });
    expect(chooseSetting(only, "acceptance", noLimits)).toMatchObject({ index: 1 });
  });
});

test("a setting that another one beats is dominated; a dearer, better one is not", () => {
  expect(dominatedBy(points(shape))).toEqual([null, null, 0]);
});

describe("what is had without tuning", () => {
  /** Even records are easy for both; odd ones, "hard", only for the strong route, but for 1 in 4. */
  const tagged: SweepShape = {
    ...shape,
    records: 40,
    table: {
      weak: (ordinal) => [ordinal % 2 === 0, 1_000_000_000],
      strong: (ordinal) => [ordinal % 8 !== 7, 3_000_000_000],
    },
    settings: [(ordinal) => (ordinal % 4 === 1 ? "strong" : "weak"), () => "weak"],
    tagNames: ["kind"],
    record: (ordinal) => ({ tags: { kind: ordinal % 2 === 0 ? "easy" : "hard" } }),
    isFit: (ordinal) => ordinal < 20,
  };

  test("the best route per category is fitted on the fit records and shown on the others", () => {
    const [found] = bestPerCategory(aSweep(tagged));
    assert(found !== undefined);
    expect(found).toMatchObject({ by: "kind", fitted_on: "fit split" });
    // On easy records both accept all: the cheaper one.
    expect(found.routes).toEqual({ easy: "weak", hard: "strong" });
    // Ordinals 20 to 39: ten easy, ten hard of which 23, 31 and 39 are lost.
    expect(found.held_out).toMatchObject({ records: 20, accepted: 17 });
    expect(found.held_out.cost.total_usd).toBe(40);
    expect(found.held_out.shares).toEqual({ strong: 0.5, weak: 0.5 });
  });

  test("held-out grades turned round change nothing that was fitted", () => {
    const turned: SweepShape = {
      ...tagged,
      table: {
        weak: (ordinal) => [ordinal % 2 === (ordinal < 20 ? 0 : 1), 1_000_000_000],
        strong: (ordinal) => [(ordinal % 8 !== 7) === ordinal < 20, 3_000_000_000],
      },
    };
    const [before] = bestPerCategory(aSweep(tagged));
    const [after] = bestPerCategory(aSweep(turned));
    expect(after?.routes).toEqual(before?.routes);
    expect(after?.fit).toEqual(before?.fit);
    expect(after?.held_out.accepted).not.toBe(before?.held_out.accepted);
  });

  test("single routes, the mix at the setting's shares and the oracle, by hand", () => {
    const data = aSweep(tagged);
    const shares = settingPoint(data.settings[0]!.arm, data.heldOut, data).shares;
    expect(shares).toEqual({ strong: 0.25, weak: 0.75 });
    const found = tuneBaselines(data, shares);
    expect(found.single["weak"]).toMatchObject({ records: 20, accepted: 10 });
    expect(found.single["strong"]).toMatchObject({ records: 20, accepted: 17 });
    // A quarter of 17 and three quarters of 10; a quarter of 60 dollars and three of 20.
    expect(found.random_mix).toMatchObject({ accepted: 11.75, cost: { total_usd: 30 } });
    // Ten easy ones for a dollar, seven hard ones for three, and three that nobody gets, for one.
    expect(found.oracle).toMatchObject({ accepted: 17, cost: { total_usd: 34 } });
    expect(found.as_written).toEqual(settingPoint(data.settings[0]!.arm, data.heldOut, data));
  });
});
