import type { Estimate } from "../../core/estimate.ts";

/** What a bar is drawn of: an interval between its bounds, and the limit it is held against. */
interface Strokes {
  readonly line: string;
  readonly lower: string;
  readonly upper: string;
  readonly beyondLeft: string;
  readonly beyondRight: string;
  readonly value: string;
  readonly limit: string;
  readonly good: string;
}

/** Characters of one column each, in every font that a terminal has. */
const strokes: Readonly<Record<"blocks" | "ascii", Strokes>> = {
  blocks: {
    line: "─",
    lower: "├",
    upper: "┤",
    beyondLeft: "◂",
    beyondRight: "▸",
    value: "●",
    limit: "│",
    good: "·",
  },
  ascii: {
    line: "-",
    lower: "[",
    upper: "]",
    beyondLeft: "<",
    beyondRight: ">",
    value: "o",
    limit: "|",
    good: ".",
  },
};

/** What is known of an open interval keeps clear of the edges. */
const ROOM_FOR_ARROWS = 1.25;

export interface Limit {
  readonly at: number;
  /** On which side of the limit values are good. */
  readonly good: "below" | "above";
}

/**
 * An interval against its limit, in an odd number of columns. The limit stands in the middle and
 * the scale is the bar's own, greater values to the right, so that bars of any unit can stand under
 * each other. A bound that is open ends in an arrow at the edge. Undefined where there is no value.
 */
export function intervalBar(
  { value, lower, upper }: Estimate,
  { at, good }: Limit,
  columns: number,
  look: "blocks" | "ascii",
): string | undefined {
  if (value === null) return undefined;
  const stroke = strokes[look];
  const middle = Math.floor(columns / 2);
  const known = [value, lower ?? value, upper ?? value].map((x) => Math.abs(x - at));
  const isOpen = lower === null || upper === null;
  const reach = Math.max(...known) * (isOpen ? ROOM_FOR_ARROWS : 1);
  // Nothing of an interval may lie on the limit's column that is not on the limit itself.
  const columnOf = (x: number): number => {
    if (x === at || reach === 0) return middle;
    const steps = Math.max(1, Math.round((Math.abs(x - at) / reach) * middle));
    return middle + (x < at ? -steps : steps);
  };
  const isGood = (column: number): boolean =>
    good === "below" ? column < middle : column > middle;
  const from = lower === null ? 0 : columnOf(lower);
  const to = upper === null ? columns - 1 : columnOf(upper);
  const cells = Array.from({ length: columns }, (_, column) => {
    if (column === columnOf(value)) return stroke.value;
    if (column === middle) return stroke.limit;
    if (column === from) return lower === null ? stroke.beyondLeft : stroke.lower;
    if (column === to) return upper === null ? stroke.beyondRight : stroke.upper;
    if (column > from && column < to) return stroke.line;
    return isGood(column) ? stroke.good : " ";
  });
  return cells.join("");
}

/** What the strokes of a bar mean, in a line. */
export function barLegend(look: "blocks" | "ascii"): string {
  const { value, lower, upper, limit, good } = strokes[look];
  return `bars: ${value} observed, ${lower} ${upper} its bounds, ${limit} the limit, ${good} the side that passes`;
}
