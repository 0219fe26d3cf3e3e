import {
  array,
  assert,
  boolean,
  constantFrom,
  integer,
  option,
  property,
  record,
} from "fast-check";
import { expect, test } from "vitest";
import type { Attempt } from "../../../src/core/attempt.ts";
import type { Outcome } from "../../../src/core/outcome.ts";
import type { Price } from "../../../src/core/route.ts";
import { unknownUsage } from "../../../src/core/usage.ts";
import { costOfCall } from "../../../src/providers/cost-of-call.ts";
import { BillingFold } from "../../../src/run/finance/billing-fold.ts";
import {
  aFailedAttempt,
  anAcceptedGrade,
  anAttempt,
  anOutcome,
  aRefusedGrade,
} from "../comparison/an-outcome.ts";
import { pricesAndUsages } from "../providers/prices-and-usages.ts";

const NANO_YOCTO = 10n ** 15n;

const attempts = record({
  call: pricesAndUsages,
  route: constantFrom("small", "large", "unpriced", "per_call"),
  kind: constantFrom("first", "retry", "fallback", "escalation", "reduced_scope"),
  tier: constantFrom(undefined, "batch", "unheard_of"),
  isFailed: boolean(),
  countsKnown: boolean(),
  ownCost: option(integer({ min: 0, max: 10_000_000 }), { nil: undefined }),
  hour: integer({ min: 0, max: 2 }),
});

const runs = array(
  record({
    arm: integer({ min: 0, max: 1 }),
    accepted: boolean(),
    isCovered: boolean(),
    attempts: array(attempts, { minLength: 0, maxLength: 4 }),
    owner: constantFrom(undefined, "team_a", "team_b"),
  }),
  { maxLength: 25 },
);

/** Outcomes as a run leaves them, each attempt at the price of its route or its table's own. */
function outcomesOf(
  drawn: readonly {
    readonly arm: number;
    readonly accepted: boolean;
    readonly isCovered: boolean;
    readonly attempts: readonly Drawn[];
  }[],
  prices: ReadonlyMap<string, Price>,
): readonly Outcome[] {
  return drawn.map(({ arm, accepted, isCovered, attempts: calls }, ordinal) => {
    const made = calls.map((call, index) => attemptOf(call, index, prices));
    const answered = made.length > 0 && isCovered;
    return anOutcome({
      ordinal,
      arm,
      attempts: made,
      ending: { kind: answered ? "answered" : isCovered ? "stopped" : "not_covered", because: "" },
      grade: accepted ? anAcceptedGrade : aRefusedGrade,
    } as Partial<Outcome>);
  });
}

interface Drawn {
  readonly call: { readonly usage: Attempt["usage"] };
  readonly route: string;
  readonly kind: Attempt["kind"];
  readonly tier: string | undefined;
  readonly isFailed: boolean;
  readonly countsKnown: boolean;
  readonly ownCost: number | undefined;
  readonly hour: number;
}

function attemptOf(drawn: Drawn, index: number, prices: ReadonlyMap<string, Price>): Attempt {
  const { route, kind, tier, hour } = drawn;
  const usage = drawn.countsKnown ? drawn.call.usage : unknownUsage;
  const evidence = tier === undefined ? {} : { serviceTier: tier };
  const dispatchedAtMs = hour * 3_600_000;
  const common = { index, kind, route, usage, evidence, dispatchedAtMs };
  const made = drawn.isFailed ? aFailedAttempt("rate_limit", common) : anAttempt(common);
  const priced = costOfCall({ ...made, serviceTier: tier }, prices.get(route));
  return { ...made, costNanoUsd: drawn.ownCost ?? priced };
}

const pricings = record({ small: pricesAndUsages, large: pricesAndUsages }).map(
  ({ small, large }): ReadonlyMap<string, Price> =>
    new Map<string, Price>([
      ["small", small.price],
      ["large", large.price],
      [
        "per_call",
        {
          inputNanoUsdPerMtok: undefined,
          cachedInputNanoUsdPerMtok: undefined,
          outputNanoUsdPerMtok: undefined,
          perRequestNanoUsd: 2_000_001,
        },
      ],
    ]),
);

function foldOf(
  outcomes: readonly Outcome[],
  prices: ReadonlyMap<string, Price>,
  owners: readonly (string | undefined)[],
) {
  const fold = new BillingFold({
    policies: ["prod", "cheap"],
    priceOf: (route) => prices.get(route),
    routeOf: () => undefined,
    classifierRoutes: [undefined, undefined],
    sentAtMs: (outcome, attempt) => outcome.attempts[attempt ?? 0]?.dispatchedAtMs ?? 0,
    ownerOf: (ordinal) => owners[ordinal],
    isTable: false,
    isSimulated: false,
  });
  for (const outcome of outcomes) fold.take(outcome);
  return fold.bill();
}

test("every call is on the bill or among the unpriced once, and the bill is the cost to the last digit", () => {
  assert(
    property(runs, pricings, (drawn, prices) => {
      const outcomes = outcomesOf(drawn, prices);
      const owners = drawn.map(({ owner }) => owner);
      const bill = foldOf(outcomes, prices, owners);
      for (const [arm, policy] of ["prod", "cheap"].entries()) {
        const covered = outcomes.filter(
          (outcome) => outcome.arm === arm && outcome.ending.kind !== "not_covered",
        );
        const calls = covered.flatMap((outcome) => outcome.attempts);
        const known = calls.flatMap(({ costNanoUsd }) => costNanoUsd ?? []);
        const billed = bill.billed.filter((row) => row.policy === policy);
        const unpriced = bill.unpriced.filter((row) => row.policy === policy);
        const total = billed.reduce((sum, { costYocto }) => sum + costYocto, 0n);
        expect(total).toBe(known.reduce((sum, nano) => sum + BigInt(nano), 0n) * NANO_YOCTO);
        const requests = (rows: readonly { readonly requests: number }[]) =>
          rows.reduce((sum, row) => sum + row.requests, 0);
        expect(requests(billed)).toBe(known.length);
        expect(requests(unpriced)).toBe(calls.length - known.length);
        const accepted = [...billed, ...unpriced].reduce((sum, row) => sum + row.accepted, 0);
        expect(accepted).toBe(
          covered.filter(({ ending, grade }) => ending.kind === "answered" && grade.accepted)
            .length,
        );
      }
      const left = outcomes.filter(({ ending }) => ending.kind === "not_covered");
      expect(bill.leftOut).toBe(left.reduce((sum, { attempts: made }) => sum + made.length, 0));
    }),
    { seed: 20268, numRuns: 200 },
  );
});

test("unit price times quantity is the cost of every row that has both", () => {
  assert(
    property(runs, pricings, (drawn, prices) => {
      const { billed } = foldOf(outcomesOf(drawn, prices), prices, []);
      for (const { meter, quantity, unitPriceAtto, costYocto } of billed) {
        if (unitPriceAtto === undefined) continue;
        // A token price is of a million tokens.
        const perUnit = meter === "requests" ? unitPriceAtto * 1_000_000n : unitPriceAtto;
        expect(quantity * perUnit).toBe(costYocto);
      }
    }),
    { seed: 20269, numRuns: 100 },
  );
});

test("the order in which outcomes come changes nothing", () => {
  assert(
    property(runs, pricings, integer(), (drawn, prices, seed) => {
      const outcomes = outcomesOf(drawn, prices);
      const owners = drawn.map(({ owner }) => owner);
      const turned = outcomes.toSorted(
        (a, b) => ((a.ordinal * 7919 + seed) % 101) - ((b.ordinal * 7919 + seed) % 101),
      );
      expect(foldOf(turned, prices, owners)).toEqual(foldOf(outcomes, prices, owners));
    }),
    { seed: 20270, numRuns: 50 },
  );
});

test("what a classifying model cost is a kind of attempt of its own", () => {
  const outcome = anOutcome({
    trace: {
      classification: {
        label: "faq",
        confidence: 1,
        by: "model",
        because: "it said so",
        latencyMs: 10,
        costNanoUsd: 700,
        usage: { ...unknownUsage, inputUncachedTokens: 7, outputTokens: 0 },
      },
    },
  });
  const price: Price = {
    inputNanoUsdPerMtok: 100_000_000,
    cachedInputNanoUsdPerMtok: undefined,
    outputNanoUsdPerMtok: 0,
    perRequestNanoUsd: 0,
  };
  const fold = new BillingFold({
    policies: ["prod"],
    priceOf: (route) => (route === "judge" ? price : undefined),
    routeOf: () => ({ provider: "openai", model: "judge-1" }),
    classifierRoutes: ["judge"],
    sentAtMs: () => 0,
    ownerOf: () => undefined,
    isTable: false,
    isSimulated: false,
  });
  fold.take(outcome);
  const rows = fold.bill().billed.map(({ attemptKind, meter, model, costYocto }) => ({
    attemptKind,
    meter,
    model,
    costYocto,
  }));
  expect(rows).toEqual([
    {
      attemptKind: "classifier",
      meter: "input",
      model: "judge-1",
      costYocto: 700n * NANO_YOCTO,
    },
    {
      attemptKind: "primary",
      meter: "stated",
      model: "small-1-2026",
      costYocto: 1000n * NANO_YOCTO,
    },
  ]);
});
