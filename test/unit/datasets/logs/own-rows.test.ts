import { expect, test } from "vitest";
import type { JsonObject } from "../../../../src/core/json.ts";
import { logFormats } from "../../../../src/datasets/logs/formats.ts";
import { everyGenerator } from "../../../support/log-generators/every-generator.ts";
import { readLogRows, readRow } from "./a-log.ts";

const LINES = 60;

test.each(everyGenerator)(
  "rows of $format ($shape) are no answers in any other format",
  ({ format, generate }) => {
    const rows = Object.values(generate(LINES, 7).files)
      .flat()
      .map((text) => JSON.parse(text) as JsonObject);
    const misread = Object.entries(logFormats)
      .filter(([name]) => name !== format)
      .filter(([, other]) =>
        rows.some((row) => {
          const { events, faults } = readRow(other, row, { costUnit: "usd" });
          return events.length > 0 && faults.length === 0;
        }),
      );
    expect(misread.map(([name]) => name)).toEqual([]);
  },
);

test("a row of another format is rejected with what a row of this one has", async () => {
  const own = { id: "a", type: "GENERATION", model: "m" };
  const { records, rejected } = await readLogRows("langfuse", [own, { id: "b", model: "m" }]);
  expect(records.map(({ id }) => id)).toEqual(["a"]);
  expect(rejected).toMatchObject([{ line: 2, column: "row" }]);
  expect(rejected[0]?.reason).toContain(
    "is no row of langfuse: it has none of type, level, traceId",
  );
});
