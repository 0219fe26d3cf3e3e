import { assert, describe, expect, test } from "vitest";
import type { Comparison } from "../../../src/core/comparison.ts";
import type { KnownGrade } from "../../../src/comparison/known-grade.ts";
import { aComparison, someRecords } from "./a-comparison.ts";
import { anAcceptedGrade, anAttempt, anOutcome, aRefusedGrade } from "./an-outcome.ts";

const known = (
  accepted: boolean,
  costNanoUsd: number | undefined,
  latencyMs = 100,
): KnownGrade => ({
  accepted,
  score: accepted ? 1 : 0,
  costNanoUsd,
  latencyMs,
});

type Row = readonly [small: KnownGrade | undefined, large: KnownGrade | undefined];

/** Each record's two known outcomes, and the route that the baseline decides on for it. */
function aRoutedRun(rows: readonly (readonly [string | undefined, Row])[]): Comparison {
  const outcomes = rows.map(([route, [small, large]], ordinal) => {
    const cell = route === "small" ? small : large;
    return anOutcome({
      ordinal,
      route,
      attempts: [anAttempt({ route: route ?? "", costNanoUsd: cell?.costNanoUsd })],
      grade: cell?.accepted === true ? anAcceptedGrade : aRefusedGrade,
    });
  });
  return aComparison({
    records: someRecords(rows.length),
    outcomes,
    setup: { routesKnown: ["small", "large"] },
    known: rows.map(([, row]) => row),
  });
}

/** Nano-dollars that a small and a large answer cost. */
const [S, L] = [1_000, 5_000];
const both: Row = [known(true, S), known(true, L)];
const onlyLarge: Row = [known(false, S), known(true, L)];
const neither: Row = [known(false, S), known(false, L)];

describe("routing quality", () => {
  test("every decision is right, over-routed or under-routed", () => {
    const { overall } = aRoutedRun([
      ["small", both],
      ["large", both],
      ["small", onlyLarge],
      ["large", onlyLarge],
      ["small", neither],
      ["large", neither],
      [undefined, onlyLarge],
      ["small", both],
    ]).policies["before"]!;
    expect(overall.route_accuracy).toMatchObject({ value: 4 / 8, n: 8 });
    expect(overall.over_routed_rate?.value).toBe(2 / 8);
    expect(overall.under_routed_rate?.value).toBe(2 / 8);
  });

  test("two routes at one price are both right", () => {
    const free: Row = [known(true, 0), known(true, 0)];
    const { overall } = aRoutedRun([
      ["small", free],
      ["large", free],
    ]).policies["before"]!;
    expect(overall.route_accuracy?.value).toBe(1);
  });

  test("regret is the cost above the oracle's on the same records", () => {
    const comparison = aRoutedRun([
      ["large", both],
      ["small", onlyLarge],
    ]);
    // Paid L + S; the oracle pays S + L.
    expect(comparison.policies["before"]?.overall.regret_usd).toBe(0);
    const dear = aRoutedRun([["large", both]]);
    expect(dear.policies["before"]?.overall.regret_usd).toBeCloseTo((L - S) / 1e9, 15);
  });

  test("a record with a missing cell is judged by nobody", () => {
    const { overall } = aRoutedRun([
      ["small", both],
      ["small", [known(true, S), undefined]],
    ]).policies["before"]!;
    expect(overall.route_accuracy).toMatchObject({ value: 1, n: 1 });
  });

  test("without costs there is no oracle to be held against, and none is guessed", () => {
    const unpriced: Row = [known(true, undefined), known(false, undefined)];
    const comparison = aRoutedRun([["small", unpriced]]);
    expect(comparison.references.oracle).toBeUndefined();
    expect(comparison.policies["before"]?.overall).not.toHaveProperty("route_accuracy");
    expect(comparison.references.single_routes?.["small"]?.accepted).toBe(1);
    expect(comparison.references.single_routes?.["small"]?.cost).toMatchObject({
      per_request_usd: null,
      unknown_attempts: 1,
      per_accepted_usd: { value: null, reason: "unknown_cost" },
    });
  });
});

describe("references", () => {
  const rows: Parameters<typeof aRoutedRun>[0] = [
    ["small", both],
    ["small", onlyLarge],
    ["small", neither],
    ["large", both],
  ];
  const comparison = aRoutedRun(rows);
  const { oracle, single_routes: single, random_mix: mixes } = comparison.references;

  test("the oracle pays for the cheapest accepted route, else the cheapest", () => {
    expect(oracle).toMatchObject({ records: 4, accepted: 3 });
    expect(oracle?.cost.total_usd).toBeCloseTo((3 * S + L) / 1e9, 15);
  });

  test("a tie in cost goes to the route whose name comes first", () => {
    const tied: Row = [known(true, S, 900), known(true, S, 50)];
    const { references } = aRoutedRun([["small", tied]]);
    expect(references.oracle?.latency?.p50_ms.value).toBe(50);
  });

  test("a single route is what it alone would have given", () => {
    expect(single?.["small"]).toMatchObject({ records: 4, accepted: 2 });
    expect(single?.["large"]).toMatchObject({ records: 4, accepted: 3 });
    expect(single?.["large"]?.cost.per_accepted_usd.value).toBeCloseTo((4 * L) / 3 / 1e9, 15);
  });

  test("the random mix sends each record by the policy's own shares", () => {
    const mix = mixes?.["before"];
    assert(mix !== undefined);
    // Three of four decisions are small: 0.75 * 2 + 0.25 * 3 accepted.
    expect(mix.accepted).toBeCloseTo(2.25, 12);
    expect(mix.acceptance_rate).toMatchObject({ lower: null, method: "expected_value" });
    expect(mix.cost.total_usd).toBeCloseTo((0.75 * 4 * S + 0.25 * 4 * L) / 1e9, 15);
  });

  test("what is counted of the very records has a region of cost and rate; an expectation has none", () => {
    const often = aRoutedRun(Array.from({ length: 5 }, () => rows).flat()).references;
    // One of four is refused at one price: residuals -1/3 and 1, of the rate 1/4 and -3/4.
    expect(often.single_routes?.["large"]?.joint).toEqual({
      cost_per_accepted_usd: often.single_routes?.["large"]?.cost.per_accepted_usd.value,
      acceptance_rate: 0.75,
      n: 20,
      covariance: [20 / 3 / 380, -5 / 380, 3.75 / 380].map((value): unknown =>
        expect.closeTo(value, 12),
      ),
    });
    expect(oracle?.joint?.cost_per_accepted_usd).toBe(oracle?.cost.per_accepted_usd.value);
    expect(mixes?.["before"]).not.toHaveProperty("joint");
  });

  test("a dataset without a table of routes has no references", () => {
    const plain = aComparison({ records: someRecords(1), outcomes: [anOutcome()] });
    expect(plain.references).toEqual({});
  });
});
