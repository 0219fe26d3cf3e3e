/** Colours of one scheme, `#rrggbb`: what is written on the page and what is drawn on it. */
export interface Palette {
  /** What everything stands on: the page and its boxes. */
  readonly page: string;
  readonly box: string;
  readonly text: string;
  readonly muted: string;
  readonly link: string;
  readonly rule: string;
  readonly good: string;
  readonly warn: string;
  readonly bad: string;
  /** The side of a limit that passes, behind bars and text. */
  readonly goodSide: string;
  /** The baseline, then the candidates: after Okabe and Ito, deepened or lightened to be read as text. */
  readonly arms: readonly [string, string, string, string, string, string];
}

/** On white, and on paper. */
export const lightPalette: Palette = {
  page: "#ffffff",
  box: "#f4f6f8",
  text: "#1a1d21",
  muted: "#555b63",
  link: "#0b57a4",
  rule: "#c3c9d0",
  good: "#0b6b3a",
  warn: "#7a5200",
  bad: "#b3261e",
  goodSide: "#dcefe3",
  arms: ["#0068a3", "#b34a00", "#00704f", "#9c3f77", "#6f5900", "#6246a0"],
};

/** Where the reader's system asks for a dark page. */
export const darkPalette: Palette = {
  page: "#14171a",
  box: "#1e2328",
  text: "#e8eaed",
  muted: "#a9b0b8",
  link: "#8ec7ff",
  rule: "#454c54",
  good: "#63d69c",
  warn: "#f2c14e",
  bad: "#ff8f85",
  goodSide: "#1d3a2b",
  arms: ["#5cb8ec", "#ff9c55", "#3fcca0", "#ec9fcb", "#e6d84a", "#bba9f4"],
};
