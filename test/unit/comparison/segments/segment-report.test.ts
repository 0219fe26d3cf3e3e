import { assert, describe, expect, test } from "vitest";
import { compare } from "../../../../src/comparison/compare.ts";
import { createCollector } from "../../../../src/comparison/collector.ts";
import type { PolicyComparison } from "../../../../src/core/comparison.ts";
import type { Policy } from "../../../../src/core/policy.ts";
import type { ReplayRecord } from "../../../../src/core/replay-record.ts";
import type { SegmentReport } from "../../../../src/core/segment-report.ts";
import { aDataset, someRecords } from "../a-comparison.ts";
import { aPolicy } from "../a-policy.ts";
import { anAcceptedGrade, anAttempt, anOutcome, aRefusedGrade } from "../an-outcome.ts";

/** Records of one tag value: what becomes of them under both arms. */
interface Part {
  readonly value: string | undefined;
  readonly records: number;
  /** By the record's place in the part. */
  readonly before: (place: number) => boolean;
  readonly after: (place: number) => boolean;
  /** Nano-dollars a record, baseline and candidate. */
  readonly costs?: readonly [number | undefined, number | undefined];
}

/** Of a segment's pairs some are lost and some won; the others both arms get right. */
const lostAndWon = (value: string, lost: number, won: number, records = 200): Part => ({
  value,
  records,
  before: (place) => place >= won,
  after: (place) => place < won || place >= won + lost,
});

function comparisonOf(
  parts: readonly Part[],
  promotion: Partial<Policy["promotion"]> = {},
  record: (ordinal: number) => Partial<ReplayRecord> = () => ({}),
): PolicyComparison {
  const places = parts.flatMap((part) =>
    Array.from({ length: part.records }, (_, place) => ({ part, place })),
  );
  const policy = aPolicy({ name: "after" });
  const arms = [
    { key: "before", policy: aPolicy({ name: "before" }) },
    { key: "after", policy: { ...policy, promotion: { ...policy.promotion, ...promotion } } },
  ];
  const collector = createCollector({
    records: places.length,
    repeats: 1,
    arms,
    graders: ["exact_match"],
    tagNames: ["intent"],
    routesKnown: [],
  });
  const tagged = someRecords(places.length, (ordinal) => {
    const value = places[ordinal]?.part.value;
    return { tags: value === undefined ? {} : { intent: value }, ...record(ordinal) };
  });
  for (const one of tagged) collector.observe(one, undefined);
  for (const [ordinal, { part, place }] of places.entries()) {
    for (const [arm, isAccepted] of [part.before, part.after].entries()) {
      const costNanoUsd = part.costs === undefined ? 1_000 : part.costs[arm];
      collector.add(
        anOutcome({
          ordinal,
          arm,
          attempts: [anAttempt({ costNanoUsd })],
          grade: isAccepted(place) ? anAcceptedGrade : aRefusedGrade,
        }),
      );
    }
  }
  const { comparisons } = compare(collector, { dataset: aDataset, seed: 1 });
  const [comparison] = comparisons;
  assert(comparison !== undefined);
  return comparison;
}

function segmentsOf(...args: Parameters<typeof comparisonOf>): SegmentReport {
  const { segments } = comparisonOf(...args);
  assert(segments !== undefined);
  return segments;
}

const isClose = (actual: number | null | undefined, wanted: number, tolerance = 1e-9): void =>
  expect(Math.abs((actual ?? Number.NaN) - wanted)).toBeLessThanOrEqual(tolerance);

/** R 4.2.2, binom.test and p.adjust: [won, lost, p, Holm, BH]. */
const published: Readonly<Record<string, readonly [number, number, number, number, number]>> = {
  billing: [2, 14, 0.0020904541015625, 0.0104522705078125, 0.0104522705078125],
  chat: [0, 0, 1, 1, 1],
  code: [10, 12, 0.415905952453613, 1, 0.693176587422689],
  legal: [1, 7, 0.03515625, 0.140625, 0.087890625],
  math: [20, 18, 0.686448714921426, 1, 0.858060893651782],
};
const parts = Object.entries(published).map(([value, [won, lost]]) => lostAndWon(value, lost, won));

describe("guard segments", () => {
  test("are tested exactly and one-sided, and adjusted by Holm", () => {
    const { guard, explored } = segmentsOf(parts, { guardSegments: ["intent"] });
    expect(explored).toEqual([]);
    expect(guard.map(({ value }) => value)).toEqual(Object.keys(published));
    for (const { value, p, p_holm: holm, baseline_only: b, candidate_only: c } of guard) {
      const [won, lost, wantedP, wantedHolm] = published[value]!;
      expect([c, b]).toEqual([won, lost]);
      isClose(p, wantedP);
      isClose(holm, wantedHolm);
    }
    expect(guard.filter(({ status }) => status === "regressed").map(({ value }) => value)).toEqual([
      "billing",
    ]);
  });

  test("reject, by name and with the figures, whatever the gates say", () => {
    const gate = { metric: "acceptance_rate", bound: "max_drop", threshold: 0.05 } as const;
    const unguarded = comparisonOf(parts, { gates: [asGate(gate)] });
    expect(unguarded.verdict.decision).toBe("promote");
    const guarded = comparisonOf(parts, { gates: [asGate(gate)], guardSegments: ["intent"] });
    expect(guarded.gates).toEqual(unguarded.gates);
    expect(guarded.verdict).toEqual({
      decision: "reject",
      reasons: [
        "guard segment intent=billing got worse: 14 records lost and 2 won (p 0.01045 after Holm's correction over 5 guard segments)",
      ],
    });
    const without = comparisonOf(parts, { guardSegments: ["intent"] });
    expect(without.verdict.decision).toBe("reject");
  });

  test("that did not get worse promote nothing and hold nothing back", () => {
    const fine = [lostAndWon("billing", 1, 2), lostAndWon("chat", 0, 0, 3)];
    const gate = { metric: "acceptance_rate", bound: "max_drop", threshold: 0.05 } as const;
    const guarded = comparisonOf(fine, { gates: [asGate(gate)], guardSegments: ["intent"] });
    expect(guarded.verdict.decision).toBe("promote");
    const nothing = comparisonOf(fine, { guardSegments: ["intent"] });
    expect(nothing.verdict.decision).toBe("inconclusive");
    expect(nothing.verdict.reasons[0]).toContain("nothing was asked");
  });

  test("with too few records say that they cannot detect, not that nothing happened", () => {
    const { guard, detects } = segmentsOf(
      [lostAndWon("many", 5, 5, 2_000), lostAndWon("few", 2, 0, 6), lostAndWon("two", 2, 0, 2)],
      { guardSegments: ["intent"] },
    );
    expect(detects).toBe(0.05);
    expect(guard.map(({ value, status }) => [value, status])).toEqual([
      ["few", "cannot_detect"],
      ["many", "no_regression_found"],
      ["two", "cannot_detect"],
    ]);
    // Both of two lost: no p-value is below 1/4.
    expect(guard[2]).toMatchObject({ p: expect.closeTo(0.25, 12), smallest_detectable: null });
  });

  test("of grouped records count groups, not records", () => {
    // Ten losses, all of one conversation: one cluster that got worse.
    const { guard } = segmentsOf(
      [lostAndWon("billing", 10, 0, 100)],
      { guardSegments: ["intent"] },
      (ordinal) => ({ group: ordinal < 10 ? "one talk" : `talk ${ordinal}` }),
    );
    expect(guard[0]).toMatchObject({ baseline_only: 10, status: "cannot_detect" });
    isClose(guard[0]?.p, 0.5);
  });
});

describe("explored segments", () => {
  test("are adjusted by Benjamini and Hochberg and decide nothing", () => {
    const found = comparisonOf(parts);
    expect(found.segments?.guard).toEqual([]);
    for (const { value, p_bh: bh } of found.segments?.explored ?? [])
      isClose(bh, published[value]![4]);
    const flagged = found.segments?.explored.filter(({ status }) => status === "flagged");
    expect(flagged?.map(({ value }) => value)).toEqual(["billing"]);
    expect(found.verdict.decision).toBe("inconclusive");
  });

  test("are those that neither a gate nor a guard speaks of", () => {
    const gate = { metric: "acceptance_rate", bound: "max_drop", threshold: 0.2 } as const;
    const segment = { tag: "intent", value: "billing" };
    const { explored, detects } = segmentsOf(parts, { gates: [{ ...asGate(gate), segment }] });
    expect(explored.map(({ value }) => value)).toEqual(["chat", "code", "legal", "math"]);
    expect(detects).toBe(0.2);
  });

  test("without a tag there is nothing to say", () => {
    expect(comparisonOf([{ ...lostAndWon("", 1, 1), value: undefined }]).segments).toBeUndefined();
  });
});

describe("costs by segment", () => {
  /**
   * Cheaper per accepted outcome in both, 0.01 against 0.011 and 0.1 against 0.11 dollars, and
   * dearer overall, 0.04 against 0.0209: exact rationals of the published example.
   */
  const reversal: readonly Part[] = [
    {
      value: "easy",
      records: 900,
      before: () => true,
      after: () => true,
      costs: [11_000_000, 10_000_000],
    },
    {
      value: "hard",
      records: 500,
      before: (place) => place < 100,
      after: (place) => place < 450,
      costs: [22_000_000, 90_000_000],
    },
  ];

  test("a reversal is pointed out", () => {
    const { simpson } = segmentsOf(reversal);
    expect(simpson).toHaveLength(1);
    expect(simpson[0]).toMatchObject({ tag: "intent", segments: 2 });
    expect(simpson[0]?.says).toContain("cheaper in every value of intent (2 of 2) and dearer");
    expect(segmentsOf(parts).simpson).toEqual([]);
  });

  test("at the baseline's mix the candidate is as cheap as in its parts", () => {
    const [cost] = segmentsOf(reversal).standardised_cost_per_accepted;
    assert(cost !== undefined);
    expect(cost).toMatchObject({ by: "intent", mix: "baseline_accepted" });
    isClose(cost.baseline.value, 0.0209);
    // Nine tenths of 0.01 and one tenth of 0.1.
    isClose(cost.candidate.value, 0.019);
    isClose(cost.ratio.value, 0.019 / 0.0209);
    expect(cost.ratio.upper!).toBeLessThan(1);
    expect(cost.ratio.lower!).toBeLessThan(cost.ratio.value!);
  });

  test("unknown costs leave none, and a part in which the candidate accepts nothing no figure", () => {
    const [easy, hard] = reversal;
    const unknown = segmentsOf([easy!, { ...hard!, costs: [22_000_000, undefined] }]);
    expect(unknown.standardised_cost_per_accepted).toEqual([]);
    const [cost] = segmentsOf([
      easy!,
      { ...hard!, after: () => false },
    ]).standardised_cost_per_accepted;
    expect(cost?.candidate).toMatchObject({
      value: null,
      reason: "no_accepted_outcomes_in_segment",
    });
  });
});

function asGate(gate: {
  readonly metric: string;
  readonly bound: "max_drop";
  readonly threshold: number;
}): Policy["promotion"]["gates"][number] {
  return { ...gate, segment: undefined, route: undefined, provider: undefined };
}
