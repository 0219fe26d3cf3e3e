/**
 * How an arm looks in every chart of a report: the class gives the colour (the style sheet has a
 * light and a dark one for each), mark and dashes tell arms apart without it.
 */
export interface ArmStyle {
  /** `arm-0` is the baseline; from the sixth candidate on colours come again with other marks. */
  readonly className: string;
  readonly mark: Mark;
  readonly dashes: string;
}

/** The shape of an arm's points, so that they can be told apart without colours. */
export type Mark = "circle" | "square" | "triangle" | "diamond" | "cross";

const COLOURS = 6;
const marks: readonly Mark[] = ["circle", "square", "triangle", "diamond", "cross"];
const dashes: readonly string[] = ["none", "6 3", "2 3", "8 3 2 3"];

/** The look of the arm at this place of the run; 0 is the baseline. */
export function armStyle(arm: number): ArmStyle {
  return {
    className: `arm-${arm % COLOURS}`,
    mark: marks[arm % marks.length] ?? "circle",
    dashes: dashes[arm % dashes.length] ?? "none",
  };
}
