import fc from "fast-check";
import { assert, describe, expect, test } from "vitest";
import type { PolicyComparison } from "../../../../src/core/comparison.ts";
import type { Outcome } from "../../../../src/core/outcome.ts";
import { aComparison, someRecords, type SmallRun } from "../a-comparison.ts";
import { aFailedAttempt, anAttempt, anOutcome } from "../an-outcome.ts";

interface Side {
  readonly accepted: boolean;
  readonly costNanoUsd?: number | undefined;
  readonly grader?: string;
}
type Row = readonly [before: Side, after: Side];

function outcomeOf(side: Side, ordinal: number, arm: number): Outcome {
  const { accepted, grader = "label" } = side;
  const costNanoUsd = "costNanoUsd" in side ? side.costNanoUsd : 1_000;
  const scores = [
    { name: grader, value: accepted ? 1 : 0, passed: accepted, because: `saw ${ordinal}` },
  ];
  return anOutcome({
    ordinal,
    arm,
    attempts: [anAttempt({ costNanoUsd })],
    grade: { accepted, score: accepted ? 1 : 0, schemaValid: undefined, scores },
  });
}

const outcomesOf = (rows: readonly Row[]): Outcome[] =>
  rows.flatMap(([before, after], ordinal) => [
    outcomeOf(before, ordinal, 0),
    outcomeOf(after, ordinal, 1),
  ]);

type Changed = PolicyComparison & Required<Pick<PolicyComparison, "changed" | "new_failures">>;

function pairOf(rows: readonly Row[], run: Partial<SmallRun> = {}): Changed {
  const records = someRecords(rows.length);
  const [pair] = aComparison({ records, outcomes: outcomesOf(rows), ...run }).comparisons;
  assert(pair?.changed !== undefined && pair.new_failures !== undefined);
  return pair as Changed;
}

const yes: Side = { accepted: true };
const no: Side = { accepted: false };

describe("what changed between two policies", () => {
  test("is a count of four kinds, and the first records of either side", () => {
    const {
      changed,
      new_failures: failures,
      discordant,
    } = pairOf([
      [yes, yes],
      [yes, no],
      [no, no],
      [no, yes],
      [yes, no],
    ]);
    expect(changed).toMatchObject({ both: 1, baseline_only: 2, candidate_only: 1, neither: 1 });
    expect(discordant).toEqual({ baseline_only: 2, candidate_only: 1 });
    expect(failures).toEqual([
      { record: "record-1", because: "label: saw 1" },
      { record: "record-4", because: "label: saw 4" },
    ]);
    // What the baseline answered is no longer at hand: its class is.
    expect(changed.wins).toEqual([{ record: "record-3", because: "wrong_answer:label" }]);
  });

  test("says of a new failure the class of a failed call, of a stop its reason", () => {
    const rows: readonly Row[] = [
      [yes, no],
      [yes, no],
    ];
    const outcomes = outcomesOf(rows);
    const failure = { kind: "timeout", detail: "x", retryAfterMs: undefined } as const;
    outcomes[1] = {
      ...outcomes[1]!,
      attempts: [aFailedAttempt("timeout")],
      ending: { kind: "failed", failure },
    };
    outcomes[3] = { ...outcomes[3]!, ending: { kind: "stopped", because: "safety_refusal" } };
    expect(pairOf(rows, { outcomes }).new_failures.map(({ because }) => because)).toEqual([
      "failed: timeout (x)",
      "stopped: safety_refusal",
    ]);
  });

  test("leaves out a record that one of the two does not cover", () => {
    const rows: readonly Row[] = [
      [yes, no],
      [no, yes],
    ];
    const outcomes = outcomesOf(rows).map((outcome, index): Outcome => {
      const isUncovered = index === 0 || index === 3;
      return isUncovered ? { ...outcome, attempts: [], ending: { kind: "not_covered" } } : outcome;
    });
    const { changed, new_failures: failures } = pairOf(rows, { outcomes });
    expect(failures).toEqual([]);
    expect(changed).toEqual({
      both: 0,
      baseline_only: 0,
      candidate_only: 0,
      neither: 0,
      wins: [],
      dearer: [],
      clusters: [],
    });
  });
});

describe("records that cost more", () => {
  const at = (costNanoUsd: number | undefined): Side => ({ accepted: true, costNanoUsd });

  test("are the largest increases, ties in the dataset's order; a fall or the unknown is none", () => {
    const { dearer } = pairOf([
      [at(1_000), at(1_500)],
      [at(1_000), at(9_000)],
      [at(2_000), at(2_500)],
      [at(5_000), at(1_000)],
      [at(undefined), at(9_000)],
      [at(1_000), at(undefined)],
      [at(1_000), at(1_000)],
    ]).changed;
    expect(dearer).toEqual([
      { record: "record-1", baseline_usd: 1e-6, candidate_usd: 9e-6 },
      { record: "record-0", baseline_usd: 1e-6, candidate_usd: 1.5e-6 },
      { record: "record-2", baseline_usd: 2e-6, candidate_usd: 2.5e-6 },
    ]);
  });

  test("stand once, with the repeat that rose most", () => {
    const outcomes = [500, 4_000, 2_000].flatMap((costNanoUsd, repeat) => [
      anOutcome({ repeat, attempts: [anAttempt({ costNanoUsd: 100 })] }),
      anOutcome({ repeat, arm: 1, attempts: [anAttempt({ costNanoUsd })] }),
    ]);
    const { dearer } = pairOf([[yes, yes]], { outcomes, setup: { repeats: 3 } }).changed;
    expect(dearer).toEqual([{ record: "record-0", baseline_usd: 1e-7, candidate_usd: 4e-6 }]);
  });
});

describe("clusters of new failures", () => {
  const by = (grader: string): Side => ({ accepted: false, grader });
  /** Two thirds of the label's losses are German, of all records five in twelve. */
  const rows: readonly Row[] = [
    ...Array.from({ length: 3 }, (): Row => [yes, by("label")]),
    ...Array.from({ length: 2 }, (): Row => [yes, by("json_schema")]),
    ...Array.from({ length: 7 }, (): Row => [yes, yes]),
  ];
  const languages = ["de", "de", "en", "de", "de", "de", ...Array<string>(6).fill("en")];
  const run: Partial<SmallRun> = {
    records: someRecords(rows.length, (ordinal) => ({
      tags: { language: languages[ordinal]!, kind: "ticket" },
    })),
    setup: { tagNames: ["language", "kind"] },
  };

  test("are by the candidate's class, with a tag that most of one and few others have", () => {
    expect(pairOf(rows, run).changed.clusters).toEqual([
      {
        class: "wrong_answer:label",
        tag: "language=de",
        records: 3,
        first: ["record-0", "record-1", "record-2"],
      },
      // Of two records nothing is said: they share whatever they have.
      { class: "wrong_answer:json_schema", records: 2, first: ["record-3", "record-4"] },
    ]);
  });

  test("name no tag that half of all records have", () => {
    const common = languages.map((language, ordinal) => (ordinal === 11 ? "de" : language));
    const records = someRecords(rows.length, (ordinal) => ({
      tags: { language: common[ordinal]!, kind: "ticket" },
    }));
    const [largest] = pairOf(rows, { ...run, records }).changed.clusters;
    expect(largest).toMatchObject({ records: 3 });
    expect(largest).not.toHaveProperty("tag");
  });

  test("are ten at most, the largest ones", () => {
    const many = Array.from({ length: 12 }, (_, grader) =>
      Array.from({ length: grader + 1 }, (): Row => [yes, by(`g${grader}`)]),
    ).flat();
    const { clusters } = pairOf(many).changed;
    expect(clusters.map(({ records }) => records)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
    expect(clusters[0]?.first).toHaveLength(5);
  });
});

const side = fc.record({
  accepted: fc.boolean(),
  costNanoUsd: fc.option(fc.nat(20), { nil: undefined, freq: 5 }),
  grader: fc.constantFrom("label", "regex"),
});

test("in whatever order outcomes arrive, the lists are those of an own sort", () => {
  fc.assert(
    fc.property(
      fc
        .array(fc.tuple(side, side), { minLength: 1, maxLength: 60 })
        .chain((rows) =>
          fc.tuple(
            fc.constant(rows),
            fc.shuffledSubarray(outcomesOf(rows), { minLength: 2 * rows.length }),
          ),
        ),
      ([rows, outcomes]) => {
        const { changed, new_failures: failures, discordant } = pairOf(rows, { outcomes });
        const those = (isBefore: boolean, isAfter: boolean) =>
          rows.flatMap(([before, after], ordinal) =>
            before.accepted === isBefore && after.accepted === isAfter ? [ordinal] : [],
          );
        const ids = (ordinals: readonly number[]) => ordinals.map((each) => `record-${each}`);
        expect(changed.both).toBe(those(true, true).length);
        expect(changed.neither).toBe(those(false, false).length);
        expect(changed.baseline_only).toBe(discordant.baseline_only);
        expect(changed.candidate_only).toBe(discordant.candidate_only);
        expect(failures).toEqual(
          those(true, false)
            .slice(0, 10)
            .map((each) => ({
              record: `record-${each}`,
              because: `${rows[each]![1].grader}: saw ${each}`,
            })),
        );
        expect(changed.wins.map(({ record }) => record)).toEqual(
          ids(those(false, true).slice(0, 10)),
        );
        const rises = rows
          .map(([before, after], ordinal) => ({
            ordinal,
            rise: (after.costNanoUsd ?? Number.NaN) - (before.costNanoUsd ?? Number.NaN),
          }))
          .filter(({ rise }) => rise > 0)
          .toSorted((a, b) => b.rise - a.rise || a.ordinal - b.ordinal);
        expect(changed.dearer.map(({ record }) => record)).toEqual(
          ids(rises.slice(0, 10).map(({ ordinal }) => ordinal)),
        );
        for (const { class: name, records, first } of changed.clusters) {
          const lost = those(true, false).filter(
            (each) => `wrong_answer:${rows[each]![1].grader}` === name,
          );
          expect(records).toBe(lost.length);
          expect(first).toEqual(ids(lost.slice(0, 5)));
        }
      },
    ),
    { seed: 20_261_121, numRuns: 80 },
  );
});
