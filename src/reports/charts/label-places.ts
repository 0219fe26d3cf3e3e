import { LINE_HEIGHT, textWidth } from "./chart-text.ts";
import type { PlotArea } from "./axis.ts";

/** A text that wants to stand near a point, in one or more lines. */
export interface Wanted {
  readonly x: number;
  readonly y: number;
  readonly lines: readonly string[];
}

/** The anchor and the base line of the first line; each line has the same anchor. */
export interface LabelPlace {
  readonly x: number;
  /** Which end of a line is at `x`: the one that faces the point. */
  readonly anchor: "start" | "middle" | "end";
  readonly y: number;
  readonly lines: readonly string[];
  /** From the point to the text, where it had to go so far away that the eye needs it. */
  readonly leader?: readonly [readonly [number, number], readonly [number, number]];
}

/** A rectangle in px of the drawing; `top` is the smaller number. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Half of the side of what is kept free around every point. */
const AROUND_POINT = 7;

const DISTANCES = [11, 20, 32, 46, 62, 80];

/** So many times as far away is every other point from a text as its own. */
const CLEARLY = 1.5;

/** From this many pixels on a line leads from the point to its text. */
const FAR = 18;

/**
 * A place for each text beside its point, so that no text lies on another, on a point, or outside
 * of the area, on what is `kept` free, or nearly as near to the point of another: the first such place, the
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
          belongsTo(point, others, each),
      );
      if (box !== undefined) {
        taken.push(box);
        return placeIn(box, point, tried);
      }
    }
    return undefined;
  });
}

/** Whether the eye finds the right point: by a line, or because all others are clearly farther away. */
function belongsTo(point: Wanted, others: readonly Wanted[], box: Box): boolean {
  const own = distance(point, box);
  return own >= FAR || !others.some((other) => distance(other, box) < CLEARLY * own);
}

function aroundPoint({ x, y }: Wanted): Box {
  return {
    left: x - AROUND_POINT,
    right: x + AROUND_POINT,
    top: y - AROUND_POINT,
    bottom: y + AROUND_POINT,
  };
}

function placeIn(box: Candidate, point: Wanted, lines: readonly string[]): LabelPlace {
  const { anchor, left, right, top } = box;
  const x = anchor === "start" ? left : anchor === "end" ? right : (left + right) / 2;
  const place = { x, anchor, y: top + LINE_HEIGHT - 4, lines };
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

interface Candidate extends Box {
  readonly anchor: LabelPlace["anchor"];
}

/** To the right, to the left, above and below, and between them; then the same farther away. */
function boxesAround(
  { x, y }: Wanted,
  lines: readonly string[],
  area: PlotArea,
): readonly Candidate[] {
  const width = Math.max(...lines.map(textWidth));
  const height = lines.length * LINE_HEIGHT;
  // Above and below, a text at the edge is moved to where it is whole.
  const centred = Math.max(area.left, Math.min(x - width / 2, area.right - width));
  return DISTANCES.flatMap((away) => {
    const corners: readonly (readonly [LabelPlace["anchor"], number, number])[] = [
      ["start", x + away, y - height / 2],
      ["end", x - away - width, y - height / 2],
      ["middle", centred, y - away - height],
      ["middle", centred, y + away],
      ["start", x + away, y - away - height],
      ["start", x + away, y + away],
      ["end", x - away - width, y - away - height],
      ["end", x - away - width, y + away],
    ];
    return corners.map(([anchor, left, top]) => ({
      anchor,
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
