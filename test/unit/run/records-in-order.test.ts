import fc from "fast-check";
import { expect, test } from "vitest";
import type { ReplayRecord } from "../../../src/core/replay-record.ts";
import {
  assertCanBeOrdered,
  orderByKey,
  recordsInOrder,
} from "../../../src/run/order/records-in-order.ts";
import { aRecord } from "../replay/builders.ts";

function datasetOf(records: number): {
  readonly records: () => AsyncGenerator<readonly ReplayRecord[]>;
  readonly readings: () => number;
} {
  let readings = 0;
  return {
    readings: () => readings,
    async *records() {
      readings += 1;
      for (let from = 0; from < records; from += 3) {
        const size = Math.min(3, records - from);
        yield Array.from({ length: size }, (_, index) => aRecord(from + index));
      }
    },
  };
}

async function ordinalsOf(batches: AsyncIterable<readonly ReplayRecord[]>): Promise<number[]> {
  const ordinals: number[] = [];
  for await (const batch of batches) ordinals.push(...batch.map(({ ordinal }) => ordinal));
  return ordinals;
}

test("records come in the order of their keys, ties as the dataset has them, whatever the chunk", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 50 }),
      async (keys, chunk) => {
        const dataset = datasetOf(keys.length);
        const order = orderByKey(Float64Array.from(keys));
        const found = await ordinalsOf(recordsInOrder(dataset, order, chunk));
        const expected = keys
          .map((key, ordinal) => ({ key, ordinal }))
          .toSorted((one, other) => one.key - other.key || one.ordinal - other.ordinal)
          .map(({ ordinal }) => ordinal);
        expect(found).toEqual(expected);
        expect(dataset.readings()).toBe(Math.ceil(keys.length / chunk));
      },
    ),
    { seed: 20261125 },
  );
});

test("more than a million records are refused, with what to do", () => {
  expect(() => assertCanBeOrdered(1_000_000, "why")).not.toThrow();
  expect(() => assertCanBeOrdered(1_000_001, "--stop-early puts records into an order")).toThrow(
    "--stop-early puts records into an order, and 1000001 records are too many for that",
  );
});
