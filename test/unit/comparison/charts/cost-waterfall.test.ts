import { assert, describe, expect, test } from "vitest";
import type { CostWaterfall } from "../../../../src/core/charts/cost-waterfall.ts";
import type { Attempt } from "../../../../src/core/attempt.ts";
import type { Outcome } from "../../../../src/core/outcome.ts";
import { unknownUsage } from "../../../../src/core/usage.ts";
import { aComparison, someRecords } from "../a-comparison.ts";
import { anAttempt, anOutcome, aRefusedGrade } from "../an-outcome.ts";

function waterfallOf(
  before: readonly Partial<Outcome>[],
  after: readonly Partial<Outcome>[],
): CostWaterfall {
  const armOf = (outcomes: readonly Partial<Outcome>[], arm: number) =>
    outcomes.map((changes, ordinal) => anOutcome({ ...changes, ordinal, arm }));
  const { comparisons } = aComparison({
    records: someRecords(before.length),
    outcomes: [...armOf(before, 0), ...armOf(after, 1)],
  });
  const waterfall = comparisons[0]?.waterfall;
  assert(waterfall !== undefined);
  return waterfall;
}

/** Nano-dollars by step. */
const stepsOf = ({ steps }: CostWaterfall): Readonly<Record<string, number>> =>
  Object.fromEntries(steps.map(({ kind, change_usd: usd }) => [kind, Math.round(usd * 1e9)]));

/** A call of so many tokens for so many nano-dollars. */
function call(route: string, costNanoUsd: number, tokens: number, kind: Attempt["kind"] = "first") {
  const usage = { ...unknownUsage, inputUncachedTokens: tokens - 2, outputTokens: 2 };
  return anAttempt({ route, costNanoUsd, usage, kind });
}

function calls(...attempts: readonly Attempt[]): Partial<Outcome> {
  return { route: attempts[0]!.route, attempts };
}

const rejected = { grade: aRefusedGrade };

const before = [
  calls(call("large", 1_000, 20)),
  calls(call("large", 1_000, 20)),
  calls(call("small", 200, 10)),
  calls(call("small", 200, 10)),
  { ...calls(call("small", 300, 10)), ...rejected },
  calls(call("small", 50, 10), call("small", 200, 10, "retry")),
];

const after = [
  calls(call("small", 240, 12)),
  calls(call("small", 240, 12)),
  calls(call("small", 240, 12)),
  calls(call("mini", 70, 7)),
  calls(call("small", 100, 5), call("large", 900, 20, "escalation")),
  { ...calls(call("small", 150, 10), call("large", 800, 20, "fallback")), ...rejected },
];

describe("the cost waterfall", () => {
  test("of six records is what was computed by hand", () => {
    // First calls of accepted outcomes. Before: large 2 calls, 40 tokens, 2,000; small 3 calls, 30
    // tokens, 450. After: small 4 calls, 41 tokens, 820; mini 1 call, 7 tokens, 70.
    // Candidate's calls at the baseline's cost a call: small 4 x 150, mini its own 70: 670.
    // The same at the candidate's price, 820 / 41 = 20 a token: 4 x 10 x 20 + 70 = 870.
    const waterfall = waterfallOf(before, after);
    expect(waterfall).toMatchObject({
      basis: "tokens",
      baseline_usd: 0.00000295,
      candidate_usd: 0.00000274,
      baseline_accepted: 5,
      candidate_accepted: 5,
    });
    expect(stepsOf(waterfall)).toEqual({
      routing_mix: 670 - 2_450,
      price_per_token: 870 - 670,
      tokens_per_call: 890 - 870,
      retries: -200,
      fallbacks: 800,
      escalations: 900,
      rejected_work: 150 - 300,
    });
    expect(waterfall).not.toHaveProperty("reason");
  });

  test("without all tokens price and tokens are one step", () => {
    const untold = anAttempt({ route: "large", costNanoUsd: 1_000, usage: unknownUsage });
    const waterfall = waterfallOf([calls(untold), ...before.slice(1)], after);
    expect(waterfall.basis).toBe("calls");
    expect(stepsOf(waterfall)).toEqual({
      routing_mix: 670 - 2_450,
      cost_per_call: 890 - 670,
      retries: -200,
      fallbacks: 800,
      escalations: 900,
      rejected_work: -150,
    });
  });

  test("calls of no tokens that cost something have no price a token either", () => {
    const waterfall = waterfallOf([calls(call("small", 100, 10))], [calls(call("small", 150, 0))]);
    expect(waterfall.basis).toBe("calls");
    expect(stepsOf(waterfall)).toMatchObject({ routing_mix: 0, cost_per_call: 50 });
  });

  test("tokens of retries and of rejected work need not be known", () => {
    const untold = { usage: unknownUsage };
    const waterfall = waterfallOf(
      [calls(call("small", 100, 10), { ...call("small", 50, 10, "retry"), ...untold })],
      [{ ...calls({ ...call("small", 70, 10), ...untold }), ...rejected }],
    );
    expect(waterfall.basis).toBe("tokens");
    expect(stepsOf(waterfall)).toMatchObject({
      routing_mix: -100,
      retries: -50,
      rejected_work: 70,
    });
  });

  test("tokens of caches count, reasoning is within output", () => {
    const usage = {
      inputUncachedTokens: 10,
      inputCacheReadTokens: 60,
      inputCacheWriteTokens: 20,
      outputTokens: 10,
      outputReasoningTokens: 8,
    };
    const cached = anAttempt({ costNanoUsd: 1_000, usage });
    // 100 tokens at 10 before; 50 tokens at 30 after.
    expect(
      stepsOf(waterfallOf([{ attempts: [cached] }], [calls(call("small", 1_500, 50))])),
    ).toEqual(expect.objectContaining({ price_per_token: 2_000, tokens_per_call: -1_500 }));
  });

  test("a fallback before any call is a fallback, not a first call", () => {
    const standIn = call("large", 900, 20, "fallback");
    expect(stepsOf(waterfallOf([calls(call("small", 100, 10))], [calls(standIn)]))).toEqual({
      routing_mix: -100,
      price_per_token: 0,
      tokens_per_call: 0,
      retries: 0,
      fallbacks: 900,
      escalations: 0,
      rejected_work: 0,
    });
  });

  test("a reduced scope counts with the fallbacks that it comes after", () => {
    const degraded = calls(call("small", 100, 10), call("mini", 30, 3, "reduced_scope"));
    const steps = stepsOf(waterfallOf([calls(call("small", 100, 10))], [degraded]));
    expect(steps).toMatchObject({ routing_mix: 0, fallbacks: 30, rejected_work: 0 });
  });

  test("costs that are not known leave no step, and the reason counts them by policy", () => {
    const unknown = { attempts: [anAttempt({ costNanoUsd: undefined })] };
    const waterfall = waterfallOf([unknown, unknown, {}], [{}, {}, unknown]);
    expect(waterfall).toMatchObject({ baseline_usd: 0.000001, candidate_usd: 0.000002, steps: [] });
    expect(waterfall.reason).toBe(
      "the cost is not known of 2 of the baseline's attempts and 1 of the candidate's attempts",
    );
  });

  test("totals of other records are not held against each other", () => {
    const missing: Partial<Outcome> = { ending: { kind: "not_covered" }, attempts: [] };
    const waterfall = waterfallOf([{}, {}, {}, {}], [{}, missing, {}, {}]);
    expect(waterfall.steps).toEqual([]);
    expect(waterfall.reason).toBe(
      "the candidate covers only 3 of the 4 outcomes that the baseline covers",
    );
  });
});
