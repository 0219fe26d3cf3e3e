import fc from "fast-check";
import { expect, test } from "vitest";
import type { ReplayRecord } from "../../../../src/core/replay-record.ts";
import type { CheckedDataset } from "../../../../src/datasets/check-dataset.ts";
import { surveyRecords } from "../../../../src/run/tune/survey-records.ts";
import { someRecords } from "../../comparison/a-comparison.ts";

function aDataset(records: readonly ReplayRecord[]): CheckedDataset {
  return {
    summary: { records: records.length },
    async *records() {
      yield await Promise.resolve(records);
    },
  } as unknown as CheckedDataset;
}

const split = async (records: readonly ReplayRecord[], fitShare = 0.5, seed = 1) =>
  [...(await surveyRecords(aDataset(records), { fitShare, seed, score: undefined })).isFit].map(
    Boolean,
  );

test("records of one group are never on both sides", async () => {
  const records = someRecords(200, (ordinal) => ({ group: `talk ${ordinal % 20}` }));
  const sides = await split(records);
  for (let ordinal = 20; ordinal < 200; ordinal += 1)
    expect(sides[ordinal]).toBe(sides[ordinal - 20]);
  expect(new Set(sides).size).toBe(2);
});

test("about the share asked for is fit, all of it at 1, and another seed parts otherwise", async () => {
  const records = someRecords(2_000);
  const fit = (await split(records, 0.3)).filter(Boolean).length;
  // Four standard deviations of a binomial share.
  expect(Math.abs(fit - 600)).toBeLessThan(4 * Math.sqrt(2_000 * 0.3 * 0.7));
  expect((await split(records, 1)).every(Boolean)).toBe(true);
  expect(await split(records, 0.3, 2)).not.toEqual(await split(records, 0.3));
});

test("which side a record is on does not depend on the records beside it", async () => {
  const all = someRecords(60);
  const sides = await split(all);
  await fc.assert(
    fc.asyncProperty(fc.subarray([...all], { minLength: 1 }), async (some) => {
      const alone = some.map((record, ordinal) => ({ ...record, ordinal }));
      expect(await split(alone)).toEqual(some.map(({ ordinal }) => sides[ordinal]));
    }),
    { seed: 20261125, numRuns: 50 },
  );
});

test("scores are of the fit records alone", async () => {
  const records = someRecords(50, (ordinal) => ({ features: { score: ordinal } }));
  const survey = await surveyRecords(aDataset(records), {
    fitShare: 0.5,
    seed: 1,
    score: ({ features }) => Number(features["score"]),
  });
  const fit = [...survey.isFit].flatMap((side, ordinal) => (side === 1 ? [ordinal] : []));
  expect([...survey.fitScores]).toEqual(fit);
  expect(survey.fitRecords).toBe(fit.length);
});
