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
  /** From the point to the text, where it had to go so far away that the eye needs it. */
  readonly leader?: readonly [readonly [number, number], readonly [number, number]];
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

/** From this many pixels on a line leads from the point to its text. */
const FAR = 18;

/**
 * A place for each text beside its point, so that no text lies on another, on a point, or outside
 * of the area, on what is `kept` free, or nearer to the point of another: the first such place, the
 * nearest first. What finds none is tried with its first line alone, and else left out: undefined.
 */
export function labelPlaces(
  wanted: readonly Wanted[],
  area: PlotArea,
  kept: readonly Box[] = [],
): readonly (LabelPlace | undefined)[] {
  const taken: Box[] = [...wanted.map(aroundPoint), ...kept];
  return wanted.map((point) => {
    const { lines } = point;
    const others = wanted.filter((other) => other !== point);
    for (const tried of lines.length > 1 ? [lines, lines.slice(0, 1)] : [lines]) {
      const box = boxesAround(point, tried, area).find(
        (each) =>
          isWithin(each, area) &&
          !taken.some((other) => overlap(each, other)) &&
          !others.some((other) => distance(other, each) <= distance(point, each)),
      );
      if (box !== undefined) {
        taken.push(box);
        return placeIn(box, point, tried);
      }
    }
    return undefined;
  });
}

function aroundPoint({ x, y }: Wanted): Box {
  return {
    left: x - AROUND_POINT,
    right: x + AROUND_POINT,
    top: y - AROUND_POINT,
    bottom: y + AROUND_POINT,
  };
}

function placeIn(box: Box, point: Wanted, lines: readonly string[]): LabelPlace {
  const place = { x: box.left, y: box.top + LINE_HEIGHT - 4, lines };
  if (distance(point, box) < FAR) return place;
  return { ...place, leader: [[point.x, point.y], nearestIn(box, point)] };
}

function nearestIn(box: Box, { x, y }: Pick<Wanted, "x" | "y">): readonly [number, number] {
  return [Math.min(Math.max(x, box.left), box.right), Math.min(Math.max(y, box.top), box.bottom)];
}

/** From a point to the nearest place of a box. */
function distance(point: Pick<Wanted, "x" | "y">, box: Box): number {
  const [x, y] = nearestIn(box, point);
  return Math.hypot(x - point.x, y - point.y);
}

/** To the right, to the left, above and below, and between them; then the same farther away. */
function boxesAround({ x, y }: Wanted, lines: readonly string[], area: PlotArea): readonly Box[] {
  const width = Math.max(...lines.map(textWidth));
  const height = lines.length * LINE_HEIGHT;
  // Above and below, a text at the edge is moved to where it is whole.
  const centred = Math.max(area.left, Math.min(x - width / 2, area.right - width));
  return DISTANCES.flatMap((away) => {
    const corners: readonly (readonly [number, number])[] = [
      [x + away, y - height / 2],
      [x - away - width, y - height / 2],
      [centred, y - away - height],
      [centred, y + away],
      [x + away, y - away - height],
      [x + away, y + away],
      [x - away - width, y - away - height],
      [x - away - width, y + away],
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
