import fc from "fast-check";
import { expect, test } from "vitest";
import { LINE_HEIGHT, textWidth } from "../../../../src/reports/charts/chart-text.ts";
import { labelPlaces, type LabelPlace } from "../../../../src/reports/charts/label-places.ts";

const area = { left: 0, right: 600, top: 0, bottom: 400 };

function boxOf({ x, y, anchor, lines }: LabelPlace) {
  const top = y - LINE_HEIGHT + 4;
  const width = Math.max(...lines.map(textWidth));
  const left = x - { start: 0, middle: width / 2, end: width }[anchor];
  return {
    left,
    right: left + width,
    top,
    bottom: top + lines.length * LINE_HEIGHT,
  };
}

test("a text alone stands to the right of its point, at its height", () => {
  const [place] = labelPlaces([{ x: 100, y: 200, lines: ["prod"] }], area);
  expect(place).toEqual({ x: 111, anchor: "start", y: 203.5, lines: ["prod"] });
});

test("at the right edge it stands to the left", () => {
  const [place] = labelPlaces([{ x: 590, y: 200, lines: ["prod"] }], area);
  expect(place).toEqual({ x: 579, anchor: "end", y: 203.5, lines: ["prod"] });
});

test("a text that had to go far away has a line that leads to it", () => {
  const near = { left: 70, right: 130, top: 170, bottom: 230 };
  const [place] = labelPlaces([{ x: 100, y: 200, lines: ["prod"] }], area, [near]);
  // The first free place: 32 to the right.
  expect(place).toMatchObject({
    x: 132,
    leader: [
      [100, 200],
      [132, 200],
    ],
  });
});

test("a text without such a line is clearly nearer to its own point than to any other", () => {
  const wanted = [
    { x: 100, y: 200, lines: ["prod"] },
    { x: 150, y: 200, lines: ["cheap-first"] },
  ];
  // Between the two there is room, 50 wide, that a reader could give to either.
  expect(labelPlaces(wanted, area)[0]).toMatchObject({ x: 89, anchor: "end" });
});

test("where two lines have no room the first stands alone", () => {
  const [place] = labelPlaces([{ x: 5, y: 10, lines: ["prod", "dominated by cheap-first"] }], {
    ...area,
    right: 80,
    bottom: 20,
  });
  expect(place?.lines).toEqual(["prod"]);
});

test("a text that would fill the drawing is left out", () => {
  const lines = ["a name that is much too long for so small a place"];
  expect(labelPlaces([{ x: 5, y: 10, lines }], { ...area, right: 80 })).toEqual([undefined]);
});

test("texts never lie on each other, on a point or outside, however many there are", () => {
  const point = fc.record({
    x: fc.integer({ min: 0, max: 600 }),
    y: fc.integer({ min: 0, max: 400 }),
    lines: fc.array(fc.constantFrom("prod", "cheap-first", "only gpt-4o"), {
      minLength: 1,
      maxLength: 2,
    }),
  });
  fc.assert(
    fc.property(fc.array(point, { maxLength: 25 }), (wanted) => {
      const boxes = labelPlaces(wanted, area).flatMap((place) => (place ? [boxOf(place)] : []));
      for (const [index, box] of boxes.entries()) {
        expect(box.left).toBeGreaterThanOrEqual(-1e-9);
        expect(box.right).toBeLessThanOrEqual(600 + 1e-9);
        const others = boxes.filter((_, other) => other !== index);
        const touches = others.some(
          (other) =>
            box.left < other.right - 1e-9 &&
            other.left < box.right - 1e-9 &&
            box.top < other.bottom - 1e-9 &&
            other.top < box.bottom - 1e-9,
        );
        expect(touches).toBe(false);
        for (const { x, y } of wanted) {
          expect(x > box.left + 1e-9 && x < box.right - 1e-9 && y > box.top && y < box.bottom).toBe(
            false,
          );
        }
      }
    }),
    { seed: 7 },
  );
});
