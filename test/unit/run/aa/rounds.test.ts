import { assert, expect, test } from "vitest";
import type { Outcome } from "../../../../src/core/outcome.ts";
import type { Policy } from "../../../../src/core/policy.ts";
import { unitInterval } from "../../../../src/core/seed.ts";
import type { RepeatedRecord } from "../../../../src/run/aa/kept-repeats.ts";
import { areAlike, flakyRecords, passHat } from "../../../../src/run/aa/repeats-report.ts";
import { playRounds } from "../../../../src/run/aa/rounds.ts";
import { aRecord } from "../../comparison/a-comparison.ts";
import { anAcceptedGrade, anOutcome, aRefusedGrade } from "../../comparison/an-outcome.ts";
import { aGate, aPolicyWithGates } from "../../comparison/a-policy.ts";

const REPEATS = 4;

function repeated(
  count: number,
  accepts: (ordinal: number, repeat: number) => boolean,
): readonly RepeatedRecord[] {
  return Array.from({ length: count }, (_, ordinal) => ({
    record: aRecord(ordinal),
    known: undefined,
    outcomes: Array.from({ length: REPEATS }, (_none, repeat): Outcome => {
      const grade = accepts(ordinal, repeat) ? anAcceptedGrade : aRefusedGrade;
      return anOutcome({ ordinal, repeat, grade });
    }),
  }));
}

function rounds(records: readonly RepeatedRecord[], policy: Policy, count = 100) {
  return playRounds(records, {
    arm: { key: "policy", policy },
    graders: ["exact_match"],
    tagNames: [],
    routesKnown: [],
    repeats: REPEATS,
    rounds: count,
    seed: 1,
  });
}

const byChance = (share: number) => (ordinal: number, repeat: number) =>
  unitInterval(`${ordinal}/${repeat}`) < share;

test("answers that are alike each time flip nothing", () => {
  const records = repeated(200, (ordinal) => ordinal % 10 !== 0);
  const { gates, verdicts } = rounds(
    records,
    aPolicyWithGates(aGate("acceptance_rate", "max_drop", 0.05)),
  );
  expect(areAlike(records)).toBe(true);
  expect(flakyRecords(records)).toEqual([]);
  expect(gates[0]).toMatchObject({ pass: 100, fail: 0, inconclusive: 0 });
  expect(gates[0]?.flip_rate.value).toBe(0);
  expect(verdicts).toEqual({ promote: 100, reject: 0, inconclusive: 0 });
});

test("a gate that is met by nothing but chance is violated about as often as its level says", () => {
  // Both sides are drawn alike, so that no rise at all is the truth.
  const records = repeated(150, byChance(0.6));
  const policy = aPolicyWithGates(aGate("acceptance_rate", "max_drop", 0));
  const [gate] = rounds(records, policy, 400).gates;
  assert(gate !== undefined);
  expect(gate.pass + gate.fail + gate.inconclusive).toBe(400);
  // 5 % on either side, within three standard errors of 400 rounds.
  for (const count of [gate.pass, gate.fail]) expect(count / 400).toBeLessThan(0.05 + 0.033);
  expect(gate.fail).toBeGreaterThan(0);
  expect(gate.flip_rate.value).toBeCloseTo((gate.pass + gate.fail) / 400, 9);
});

test("a floor at its own rate flips between rounds, and the rounds repeat themselves", () => {
  const records = repeated(120, byChance(0.9));
  const policy = aPolicyWithGates(aGate("acceptance_rate", "min", 0.85));
  const first = rounds(records, policy);
  expect(first.gates[0]?.flip_rate.value).toBeGreaterThan(0);
  expect(rounds(records, policy)).toEqual(first);
});

test("a gate that asks for more than the baseline is said to", () => {
  const records = repeated(60, byChance(0.9));
  const policy = aPolicyWithGates(
    aGate("cost_per_accepted_usd", "max_ratio", 0.9),
    aGate("acceptance_rate", "max_drop", 0.05),
  );
  const asks = rounds(records, policy, 3).gates.map(({ asks_for_change: is }) => is);
  expect(asks).toEqual([true, false]);
});

test("flaky records are those between all and none, and pass^k falls from the rate of acceptance", () => {
  const records = repeated(4, (ordinal, repeat) => repeat < [0, 2, 3, 4][ordinal]!);
  expect(flakyRecords(records)).toEqual([
    { record: "record-1", accepted: 2, of: 4 },
    { record: "record-2", accepted: 3, of: 4 },
  ]);
  const chances = passHat(records, REPEATS);
  // 9 of 16; pairs: 0, 1/6, 3/6, 1; all four: the last record alone.
  expect(chances[1]?.value).toBeCloseTo(9 / 16, 12);
  expect(chances[2]?.value).toBeCloseTo((1 / 6 + 1 / 2 + 1) / 4, 12);
  expect(chances[4]?.value).toBeCloseTo(1 / 4, 12);
});
