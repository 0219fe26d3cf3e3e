/** How wide a terminal is, and what it shows. */
export interface TerminalOptions {
  readonly width: number;
  readonly colour: boolean;
  /** What plots are drawn with; absent: nothing is plotted. */
  readonly plots?: "blocks" | "ascii" | undefined;
}
