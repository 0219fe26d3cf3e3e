import { describe, expect, test } from "vitest";
import { darkPalette, lightPalette } from "../../../../src/reports/charts/palette.ts";

/** Relative luminance of WCAG 2.2. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

test("contrast is WCAG's: black on white is 21, and #767676 is just enough for text", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 10);
  expect(contrast("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
});

describe.each([
  ["light", lightPalette],
  ["dark", darkPalette],
])("the %s palette", (_, palette) => {
  const { page, box, goodSide } = palette;

  test("what is written can be read on the page and in its boxes", () => {
    const { text, muted, link, good, warn, bad, arms } = palette;
    for (const colour of [text, muted, link, good, warn, bad, ...arms]) {
      expect(contrast(colour, page)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(colour, box)).toBeGreaterThanOrEqual(4.5);
    }
  });

  test("what is drawn can be seen on the side that passes", () => {
    const { text, good, warn, bad, arms } = palette;
    for (const colour of [text, good, warn, bad, ...arms]) {
      expect(contrast(colour, goodSide)).toBeGreaterThanOrEqual(3);
    }
  });

  test("no two arms have the same colour", () => {
    expect(new Set(palette.arms).size).toBe(6);
  });
});
