import { html, type Html } from "../html-text.ts";
import { rateText } from "../numbers.ts";
import { chartLabel, COLUMN_PX } from "./chart-label.ts";
import { coordinate } from "./coordinate.ts";
import { drawing } from "./drawing.ts";

/** One share, 0 to 1, of one of those that are compared. */
export interface ShareBar {
  /** Said behind the bar, so that colour is not all that tells bars apart. */
  readonly of: string;
  readonly share: number;
  /** Gives the colour. */
  readonly className: string;
}

/** A name with a bar for each of those that are held against each other. */
export interface ShareRow {
  readonly name: string;
  readonly bars: readonly ShareBar[];
}

/** Rows on one scale of shares. */
export interface ShareBars {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly rows: readonly ShareRow[];
}

const WIDTH = 760;
const BARS_LEFT = 190;
const BARS_RIGHT = 530;
const BAR_HEIGHT = 14;
const ROW_GAP = 10;
const AXIS_ROOM = 22;
const NAME_COLUMNS = Math.floor((BARS_LEFT - 10) / COLUMN_PX);
const TEXT_COLUMNS = Math.floor((WIDTH - BARS_RIGHT - 8) / COLUMN_PX);

export const shareBarsStyle = `
.share-bar{fill:currentColor}
.share-first{color:var(--muted)}
.share-second{color:var(--link)}
`;

/** Shares of the same things side by side, from 0 to all. */
export function shareBars({ id, title, description, rows }: ShareBars): Html {
  const xOf = (share: number): number => BARS_LEFT + share * (BARS_RIGHT - BARS_LEFT);
  let top = 0;
  const drawn = rows.map((row) => {
    const at = top;
    top += row.bars.length * BAR_HEIGHT + ROW_GAP;
    return rowOf(row, at, xOf);
  });
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const x = coordinate(xOf(share));
    return html`<line class="grid" x1="${x}" y1="0" x2="${x}" y2="${top}" /><text class="label" x="${x}" y="${top + 14}" text-anchor="middle">${rateText(share)}</text>`;
  });
  const content = html`${ticks}
${drawn}`;
  return drawing({ id, width: WIDTH, height: top + AXIS_ROOM, title, description, content });
}

function rowOf({ name, bars }: ShareRow, top: number, xOf: (share: number) => number): Html {
  const middle = top + (bars.length * BAR_HEIGHT) / 2 + 4;
  return html`<text class="label" x="0" y="${coordinate(middle)}">${chartLabel(name, NAME_COLUMNS)}</text>
${bars.map(({ of, share, className }, index) => {
  const y = top + index * BAR_HEIGHT;
  const width = coordinate(xOf(share) - BARS_LEFT);
  return html`<rect class="share-bar ${className}" x="${BARS_LEFT}" y="${y + 1}" width="${width}" height="${BAR_HEIGHT - 2}" /><text class="label" x="${BARS_RIGHT + 8}" y="${y + 11}">${chartLabel(`${rateText(share)} ${of}`, TEXT_COLUMNS)}</text>`;
})}`;
}
