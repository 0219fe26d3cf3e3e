import fc from "fast-check";
import { expect, test } from "vitest";
import { parseLine } from "../../../src/datasets/json-line.ts";
import { textLines } from "../../../src/datasets/json-lines.ts";
import { hasLongDigits } from "../../../src/datasets/long-digits.ts";

const digits = fc.string({ unit: fc.constantFrom(..."0123456789".split("")), maxLength: 20 });
const between = fc.string({
  unit: fc.constantFrom("a", " ", "€", "-", "/", ":", "\0"),
  maxLength: 9,
});
const text = fc.array(fc.oneof(digits, between), { maxLength: 12 }).map((parts) => parts.join(""));

test("sixteen digits in a row are found wherever they stand, and nothing else is", () => {
  fc.assert(
    fc.property(text, (written) => {
      expect(hasLongDigits(Buffer.from(written))).toBe(/\d{16}/.test(written));
    }),
    { seed: 1, numRuns: 2000 },
  );
});

test("a line is read the same whether or not long digits were looked for in its piece", async () => {
  const whole = fc.bigInt({ min: -(10n ** 19n), max: 10n ** 19n });
  const row = fc.tuple(whole, text, fc.double({ noDefaultInfinity: true, noNaN: true }));
  const lines = fc.array(row, { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(lines, fc.nat({ max: 64 }), async (rows, size) => {
      const texts = rows.map(
        ([n, s, d]) => `{"n": ${n}, "list":[${n}],"s":${JSON.stringify(s)},"d":${d}}`,
      );
      const bytes = Buffer.from(`${texts.join("\n")}\n`);
      async function* pieces(): AsyncGenerator<Buffer> {
        for (let at = 0; at < bytes.length; at += size + 1) yield bytes.subarray(at, at + size + 1);
      }
      const read = [];
      for await (const batch of textLines(pieces())) read.push(...batch);
      const plain = texts.map((one, index) => ({
        line: index + 1,
        text: one,
        isLongDigitsPossible: true,
      }));
      expect(read.map(parseLine)).toEqual(plain.map(parseLine));
    }),
    { seed: 1, numRuns: 200 },
  );
});
