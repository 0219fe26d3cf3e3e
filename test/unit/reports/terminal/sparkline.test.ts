import fc from "fast-check";
import { expect, test } from "vitest";
import { sparkline } from "../../../../src/reports/terminal/sparkline.ts";

test("eight steps from the least to the greatest, a blank where nothing is known", () => {
  expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], true)).toBe("▁▂▃▄▅▆▇█");
  expect(sparkline([5, null, 9], true)).toBe("▁ █");
  expect(sparkline([1, 2, 3, 4, 5], false)).toBe("_.-=^");
});

test("values that do not move stand in the middle", () => {
  expect(sparkline([0.3, 0.3], true)).toBe("▄▄");
  expect(sparkline([0.3], false)).toBe("-");
  expect(sparkline([null, null], true)).toBe("  ");
});

test("a sparkline has a character a value, and greater values never stand lower", () => {
  const value = fc.option(fc.double({ noNaN: true, min: -1e9, max: 1e9 }));
  fc.assert(
    fc.property(fc.array(value, { maxLength: 40 }), (values) => {
      const line = sparkline(values, true);
      expect(line).toHaveLength(values.length);
      for (const [left, one] of values.entries()) {
        for (const [right, other] of values.entries()) {
          if (one === null || other === null || one > other) continue;
          expect(line.charCodeAt(left)).toBeLessThanOrEqual(line.charCodeAt(right));
        }
      }
    }),
    { seed: 20_261_126 },
  );
});
