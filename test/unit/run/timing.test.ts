import { expect, test } from "vitest";
import type { ReplayRecord } from "../../../src/core/replay-record.ts";
import { surveyArrivals } from "../../../src/run/arrivals.ts";
import { aRecord } from "../replay/builders.ts";

async function* batchOf(
  arrivals: readonly (number | undefined)[],
): AsyncGenerator<readonly ReplayRecord[]> {
  yield arrivals.map((arrivedAtMs, ordinal) => ({ ...aRecord(ordinal), arrivedAtMs }));
}

test("the earliest arrival starts the timeline, wherever its record stands", async () => {
  expect(await surveyArrivals(batchOf([500, 200, 900]))).toMatchObject({ firstMs: 200 });
});

test("records after one that arrived later, and records without an arrival, are counted", async () => {
  const survey = await surveyArrivals(batchOf([500, 200, undefined, 600, 550, 600]));
  expect(survey).toEqual({ firstMs: 200, late: 2, without: 1 });
});

test("data without a single arrival has no start", async () => {
  expect((await surveyArrivals(batchOf([undefined]))).firstMs).toBeUndefined();
});

test("arrivals are kept by ordinal; who does not say has that of the record before", async () => {
  const kept = new Float64Array(5);
  await surveyArrivals(batchOf([undefined, 500, undefined, 200, 900]), kept);
  expect([...kept]).toEqual([-Infinity, 500, 500, 200, 900]);
});
