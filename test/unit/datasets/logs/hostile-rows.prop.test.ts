import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../../../../src/core/json.ts";
import { logFormats } from "../../../../src/datasets/logs/formats.ts";
import { everyGenerator } from "../../../support/log-generators/every-generator.ts";
import { readLogRows } from "../../../support/read-log-rows.ts";

const runs = { seed: 20261125, numRuns: 300 };

/** Values that exports have held, and some that nobody should ever see. */
const hostile: fc.Arbitrary<JsonValue> = fc.oneof(
  fc.constantFrom<JsonValue>(
    null,
    "",
    " ",
    "null",
    "[]",
    "{",
    "\ud800",
    "12345678901234567890",
    "1e999",
    "-1",
    "0x10",
    -1,
    0.5,
    1e300,
    true,
    [],
    {},
    [[]],
    [null],
    { __proto__: null } as unknown as JsonValue,
    { constructor: "x", toString: 1 },
  ),
  fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<JsonValue>,
);

interface Change {
  readonly at: number;
  readonly to: JsonValue;
}

/** The value with the field that is reached as number `at`, counted in depth, replaced. */
function changed(value: JsonValue, { at, to }: Change): JsonValue {
  let left = at;
  const walk = (inner: JsonValue): JsonValue => {
    if (left === 0) {
      left -= 1;
      return to;
    }
    left -= 1;
    if (typeof inner !== "object" || inner === null) return inner;
    if (Array.isArray(inner)) return (inner as readonly JsonValue[]).map(walk);
    return Object.fromEntries(Object.entries(inner).map(([key, each]) => [key, walk(each)]));
  };
  return walk(value);
}

const cases = everyGenerator.flatMap((generator) => {
  const format = logFormats[generator.format as keyof typeof logFormats];
  return format === undefined ? [] : [{ ...generator, reader: format }];
});

test.each(cases)("$format $shape: a row with anything in any field is read or refused", (each) => {
  const { files } = each.generate(40, 5);
  const rows = Object.values(files)
    .flat()
    .map((line) => JSON.parse(line) as JsonObject);
  const change = fc.record({ at: fc.integer({ min: 1, max: 60 }), to: hostile });
  fc.assert(
    fc.property(
      fc.constantFrom(...rows),
      fc.array(change, { minLength: 1, maxLength: 3 }),
      (row, changes) => {
        const broken = changes.reduce<JsonValue>(changed, row) as JsonObject;
        const { events, faults } = readLogRows(each.reader, [broken]);
        for (const event of faults.length > 0 ? [] : events) {
          expect(event.foldKey).not.toBe("");
          if (event.kind !== "call" && event.kind !== "measure") continue;
          const { usage, costNanoUsd, latencyMs, firstTokenMs } = event.attempt;
          for (const amount of [...Object.values(usage), costNanoUsd, latencyMs, firstTokenMs]) {
            expect(amount === undefined || (Number.isFinite(amount) && amount >= 0)).toBe(true);
          }
          JSON.stringify(event);
        }
      },
    ),
    runs,
  );
});

test("no row reaches into the prototype of objects", () => {
  const row = JSON.parse(
    '{"id":"x","__proto__":{"polluted":true},"metadata":{"__proto__":{"polluted":true}},"attributes":{"__proto__":{"polluted":true}}}',
  ) as JsonObject;
  for (const { reader } of cases) readLogRows(reader, [row]);
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});
