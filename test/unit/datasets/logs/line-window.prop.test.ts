import { closeSync, openSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { lineWindow } from "../../../../src/datasets/logs/line-window.ts";
import { aDatasetFolder } from "../dataset-folder.ts";

test("a line is what stands at its place, in whatever order lines are asked for", () => {
  const bytes = Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 31) % 251));
  const descriptor = openSync(aDatasetFolder().write("lines", bytes), "r");
  const place = fc
    .tuple(fc.nat(4999), fc.nat(400))
    .map(([from, length]) => ({ from, to: Math.min(from + length, bytes.length) }));
  const ordered = fc
    .array(place, { maxLength: 40 })
    .map((places) => places.toSorted((one, other) => one.from - other.from));
  fc.assert(
    fc.property(
      fc.oneof(ordered, fc.array(place, { maxLength: 40 })),
      fc.integer({ min: 1, max: 300 }),
      (places, windowBytes) => {
        const read = lineWindow(descriptor, windowBytes);
        for (const { from, to } of places) {
          expect(read({ from, to }).equals(bytes.subarray(from, to))).toBe(true);
        }
      },
    ),
  );
  closeSync(descriptor);
});
