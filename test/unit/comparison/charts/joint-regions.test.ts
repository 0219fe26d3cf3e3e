import { describe, expect, test } from "vitest";
import { metricsBefore, someRecords } from "../a-comparison.ts";
import { anAcceptedGrade, anAttempt, anOutcome, aRefusedGrade } from "../an-outcome.ts";

/** Twenty outcomes: five times the same four. */
const outcomes = Array.from({ length: 5 }, () => [1_000, 2_000, 3_000, 2_000])
  .flat()
  .map((costNanoUsd, ordinal) =>
    anOutcome({
      ordinal,
      attempts: [anAttempt({ costNanoUsd })],
      grade: ordinal % 4 < 3 ? anAcceptedGrade : aRefusedGrade,
    }),
  );

describe("where a policy stands in cost and acceptance", () => {
  test("is its two figures with the covariance of their errors, as by hand", () => {
    const { joint, overall } = metricsBefore({ outcomes });
    expect(joint).toEqual({
      cost_per_accepted_usd: overall.cost.per_accepted_usd.value,
      acceptance_rate: 0.75,
      n: 20,
      // The sums of squares of four, 11/6, -1 and 3/4, five times over 20 · 19.
      covariance: [55 / 6 / 380, -5 / 380, 3.75 / 380].map((value): unknown =>
        expect.closeTo(value, 12),
      ),
    });
  });

  test("takes records of one group together", () => {
    const records = someRecords(20, (ordinal) => ({ group: `g${Math.floor(ordinal / 4)}` }));
    const { joint } = metricsBefore({ records, outcomes });
    // Every group is like every other: nothing varies between them.
    expect(joint).toMatchObject({ n: 20, clusters: 5, covariance: null, reason: "no_variation" });
    const uneven = someRecords(20, (ordinal) => ({ group: `g${Math.floor(ordinal / 2)}` }));
    // Costs of 3 and 5 for 2 and 1 accepted: residuals -7/12 and 7/12; of the rate 1/4 and -1/4.
    expect(metricsBefore({ records: uneven, outcomes }).joint).toMatchObject({
      n: 20,
      clusters: 10,
      covariance: [490 / 144 / 90, -(70 / 48) / 90, 10 / 16 / 90].map((value): unknown =>
        expect.closeTo(value, 12),
      ),
    });
  });

  test("is not known in cost where one attempt's is not, and the rate is still said", () => {
    const unknown = anOutcome({ ordinal: 20, attempts: [anAttempt({ costNanoUsd: undefined })] });
    expect(metricsBefore({ outcomes: [...outcomes, unknown] }).joint).toEqual({
      cost_per_accepted_usd: null,
      acceptance_rate: 16 / 21,
      n: 21,
      covariance: null,
      reason: "unknown_cost",
    });
  });
});
