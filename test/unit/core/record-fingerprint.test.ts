import { expect, test } from "vitest";
import {
  RecordSample,
  SAMPLE_SIZE,
  recordFingerprint,
} from "../../../src/core/record-fingerprint.ts";
import type { ModelRequest } from "../../../src/core/model-request.ts";

function aRecord(id: string, content: string) {
  const request: ModelRequest = {
    messages: [{ role: "user", content }],
    tools: [],
    responseSchema: undefined,
    stream: false,
    slaMs: undefined,
    maxOutputTokens: undefined,
  };
  return { id, request };
}

const records = Array.from({ length: 5000 }, (_, index) =>
  aRecord(`r-${index}`, `prompt ${index}`),
);

function sampleOf(shown: typeof records): readonly string[] {
  const sample = new RecordSample();
  for (const record of shown) sample.observe(record);
  return sample.texts();
}

test("a record is told by its id and its prompt", () => {
  const fingerprint = recordFingerprint(aRecord("1", "a"));
  expect(recordFingerprint(aRecord("1", "a"))).toBe(fingerprint);
  expect(recordFingerprint(aRecord("2", "a"))).not.toBe(fingerprint);
  expect(recordFingerprint(aRecord("1", "b"))).not.toBe(fingerprint);
});

test("a sample is the least fingerprints, whatever the order", () => {
  const least = records
    .map(recordFingerprint)
    .toSorted((a, b) => a - b)
    .slice(0, SAMPLE_SIZE)
    .map((fingerprint) => fingerprint.toString(36));
  expect(sampleOf(records)).toEqual(least);
  expect(sampleOf(records.toReversed())).toEqual(least);
  expect(sampleOf([...records, ...records])).toEqual(least);
});

test("a few records are all in it", () => {
  expect(sampleOf(records.slice(0, 3))).toHaveLength(3);
  expect(sampleOf([])).toEqual([]);
});
