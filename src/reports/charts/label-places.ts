import { LINE_HEIGHT, textWidth } from "./chart-text.ts";
import type { PlotArea } from "./axis.ts";

/** A text that wants to stand near a point, in one or more lines. */
export interface Wanted {
  readonly x: number;
  readonly y: number;
  readonly lines: readonly string[];
}

/** The left end and the base line of the first line. */
export interface LabelPlace {
  readonly x: number;
  readonly y: number;
  readonly lines: readonly string[];
}

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Half of the side of what is kept free around every point. */
const AROUND_POINT = 7;

const DISTANCES = [11, 20, 32, 46, 62, 80];

/**
 * A place for each text beside its point, so that no text lies on another, on a point, or outside
 * of the area, nor on what is `kept` free: the first that is free, the nearest first. What finds none
 * is tried with its first line alone, and else left out: undefined.
 */
export function labelPlaces(
  wanted: readonly Wanted[],
  area: PlotArea,
  kept: readonly Box[] = [],
): readonly (LabelPlace | undefined)[] {
  const points = wanted.map(({ x, y }): Box => ({
    left: x - AROUND_POINT,
    right: x + AROUND_POINT,
    top: y - AROUND_POINT,
    bottom: y + AROUND_POINT,
  }));
  const taken: Box[] = [...points, ...kept];
  return wanted.map(({ x, y, lines }) => {
    for (const tried of lines.length > 1 ? [lines, lines.slice(0, 1)] : [lines]) {
      const box = boxesAround(x, y, tried).find(
        (each) => isWithin(each, area) && !taken.some((other) => overlap(each, other)),
      );
      if (box !== undefined) {
        taken.push(box);
        return { x: box.left, y: box.top + LINE_HEIGHT - 4, lines: tried };
      }
    }
    return undefined;
  });
}

/** To the right, to the left, above and below, and between them; then the same farther away. */
function boxesAround(x: number, y: number, lines: readonly string[]): readonly Box[] {
  const width = Math.max(...lines.map(textWidth));
  const height = lines.length * LINE_HEIGHT;
  return DISTANCES.flatMap((distance) => {
    const corners: readonly (readonly [number, number])[] = [
      [x + distance, y - height / 2],
      [x - distance - width, y - height / 2],
      [x - width / 2, y - distance - height],
      [x - width / 2, y + distance],
      [x + distance, y - distance - height],
      [x + distance, y + distance],
      [x - distance - width, y - distance - height],
      [x - distance - width, y + distance],
    ];
    return corners.map(([left, top]) => ({
      left,
      right: left + width,
      top,
      bottom: top + height,
    }));
  });
}

function isWithin(box: Box, area: PlotArea): boolean {
  return (
    box.left >= area.left &&
    box.right <= area.right &&
    box.top >= area.top &&
    box.bottom <= area.bottom
  );
}

function overlap(one: Box, other: Box): boolean {
  return (
    one.left < other.right &&
    other.left < one.right &&
    one.top < other.bottom &&
    other.top < one.bottom
  );
}
