import fc from "fast-check";
import { expect, test } from "vitest";
import { MOST_SUMMARY_BYTES, partThatFits } from "../../../../src/reports/github/step-summary.ts";

const report = `# REJECT: größe\n\n${"| 規模 | 12 |\n".repeat(20_000)}`;

test("a summary keeps to its limit of bytes, whatever stands there already", () => {
  expect(Buffer.byteLength(report)).toBeGreaterThan(200_000);
  for (const taken of [0, 900_000, 1_000_000]) {
    const part = partThatFits(report, taken) ?? "";
    expect(taken + Buffer.byteLength(part)).toBeLessThanOrEqual(MOST_SUMMARY_BYTES);
    expect(part.trimStart().startsWith("# REJECT: größe\n")).toBe(true);
  }
  expect(partThatFits(report, 0)).toBe(report);
  expect(partThatFits(report, 900_000)).toContain("This report was cut here");
});

test("a full summary gets nothing rather than a broken line", () => {
  for (const taken of [MOST_SUMMARY_BYTES, MOST_SUMMARY_BYTES - 50, 2 * MOST_SUMMARY_BYTES]) {
    expect(partThatFits(report, taken)).toBeUndefined();
  }
});

test("what is kept are whole lines of the report, and no character is split", () => {
  const texts = fc.array(fc.string({ unit: "grapheme", maxLength: 30 }), { minLength: 1 });
  fc.assert(
    fc.property(texts, fc.integer({ min: 0, max: 600 }), (lines, room) => {
      const text = `# verdict\n${lines.map((line) => `${line.replaceAll("\n", "")}\n`).join("")}`;
      const part = partThatFits(text, MOST_SUMMARY_BYTES - room);
      if (part === undefined) return;
      expect(Buffer.byteLength(part)).toBeLessThanOrEqual(room);
      const kept = part.slice(2).split("\n\nThis report was cut here")[0] ?? "";
      expect(`${text}\n`.startsWith(`${kept}${kept === text ? "" : "\n"}`)).toBe(true);
    }),
    { seed: 20261126, numRuns: 300 },
  );
});
