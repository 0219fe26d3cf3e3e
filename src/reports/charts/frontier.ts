import { curveStepAfter, line } from "d3-shape";
import { frontierOf, isNear, type PlacedPoint } from "../frontier-points.ts";
import { html, type Html } from "../html-text.ts";
import { rateText, usdText } from "../numbers.ts";
import { armStyle } from "./arm-style.ts";
import { bottomAxis, leftAxis, linearAxis, logAxis, type Axis, type PlotArea } from "./axis.ts";
import { LINE_HEIGHT, shortName } from "./chart-text.ts";
import { coordinate, coordinates } from "./coordinate.ts";
import { drawing } from "./drawing.ts";
import { jointEllipse } from "./joint-ellipse.ts";
import { labelPlaces, type Box, type LabelPlace } from "./label-places.ts";
import { markAt, type ChartMark } from "./mark.ts";

const WIDTH = 720;
const HEIGHT = 440;
const AREA: PlotArea = { left: 64, right: 700, top: 34, bottom: 388 };

export const frontierStyle = `
.chart .hollow{fill:var(--page)}
.chart .region{fill:currentColor;fill-opacity:.12;stroke:currentColor;stroke-opacity:.7}
.chart .frontier{fill:none;stroke:var(--muted);stroke-width:1.5;stroke-dasharray:5 3}
.chart .leader{fill:none;stroke:currentColor}
.chart .own{fill:currentColor}
.chart .reference{color:var(--muted)}
.chart .halo{paint-order:stroke;stroke:var(--page);stroke-width:4px;stroke-linejoin:round}
`;

/** A drawing, and what its caption has to say of it. */
export interface FrontierChart {
  readonly chart: Html;
  readonly xKind: Axis["kind"];
  /** Where the axis of shares starts. */
  readonly lowestShare: number;
  /** Names that found no room beside their points. */
  readonly unlabelled: number;
}

const referenceMarks: Readonly<Record<"route" | "mix" | "oracle", ChartMark>> = {
  route: "plus",
  mix: "asterisk",
  oracle: "star",
};

/**
 * Cost per accepted outcome against acceptance rate, with the 95 % region of both together and the
 * line of what nothing dominates. Undefined where there is no point.
 */
export function frontierChart(
  id: string,
  points: readonly PlacedPoint[],
): FrontierChart | undefined {
  if (points.length === 0) return undefined;
  const axes = axesOf(points, points.flatMap(cornersOf));
  const { x, y } = axes;
  const placed = points.map((point) => ({ point, x: x.at(point.usd), y: y.at(point.share) }));
  const shown = placed.filter(
    (each, index) => index === placed.findIndex((other) => isSamePlace(other, each)),
  );
  const steps = frontierSteps(points, axes);
  const labels = labelPlaces(
    shown.map((each) => ({ ...each, lines: labelLines(each.point) })),
    { ...AREA, right: WIDTH - 4 },
    boxesOf(steps),
  );
  return {
    chart: drawing({
      id,
      width: WIDTH,
      height: HEIGHT,
      title: "Cost per accepted outcome against acceptance rate",
      description: `${points.map(sentence).join("; ")}.`,
      content: html`${bottomAxis(x, AREA, `cost per accepted outcome${x.kind === "log" ? " (log scale)" : ""}`)}
${leftAxis(y, AREA, "acceptance rate")}
${shown.map(({ point }) => regionOf(point, axes))}
<path class="frontier" d="${line().curve(curveStepAfter).digits(2)([...steps]) ?? ""}"/>
${shown.map((each, index) => pointMarkup(each, placed, labels[index]))}`,
    }),
    xKind: x.kind,
    lowestShare: y.domain[0],
    unlabelled: labels.filter((place) => place === undefined).length,
  };
}

interface Axes {
  readonly x: Axis;
  readonly y: Axis;
}

/** Axes that hold every point and every region. */
function axesOf(
  points: readonly PlacedPoint[],
  corners: readonly (readonly [number, number])[],
): Axes {
  const shares = [...points.map(({ share }) => share), ...corners.map(([, share]) => share)];
  return {
    x: logAxis(boundedCosts(points, corners), { range: [AREA.left, AREA.right], text: usdText }),
    y: linearAxis(shares, { range: [AREA.bottom, AREA.top], text: rateText, within: [0, 1] }),
  };
}

/** A region may be wide beyond all use: then it is cut at ten times the points' own range. */
function boundedCosts(
  points: readonly PlacedPoint[],
  corners: readonly (readonly [number, number])[],
): readonly number[] {
  const costs = points.map(({ usd }) => usd);
  const [least, most] = [Math.min(...costs) / 10, Math.max(...costs) * 10];
  return [...costs, ...corners.map(([usd]) => Math.min(most, Math.max(least, usd)))];
}

function cornersOf({ joint }: PlacedPoint): readonly (readonly [number, number])[] {
  return (joint === undefined ? undefined : jointEllipse(joint)) ?? [];
}

function regionOf(point: PlacedPoint, { x, y }: Axes): Html | undefined {
  const edge = cornersOf(point).map(([usd, share]) => [x.at(usd), y.at(share)] as const);
  if (edge.length === 0) return undefined;
  return html`<g class="${classOf(point)}"><polygon class="region" points="${coordinates(edge)}"/></g>
`;
}

/** A mark with its name, and the names of all that lie on it for who points at it. */
function pointMarkup(at: AtPlace, all: readonly AtPlace[], label: LabelPlace | undefined): Html {
  const { point, x, y } = at;
  const look = {
    area: point.kind === "policy" ? 110 : 60,
    isHollow: point.dominatedBy !== undefined,
  };
  return html`<g class="${classOf(point)}"><title>${titleOf(at, all)}</title>
${label?.leader && html`<polyline class="leader" points="${coordinates(label.leader)}"/>`}
${markAt(markOf(point), [x, y], look)}
${label?.lines.map(
  (text, row) =>
    html`<text class="${row === 0 ? "own" : "muted"} halo" x="${coordinate(label.x)}" y="${coordinate(label.y + row * LINE_HEIGHT)}" text-anchor="${label.anchor}">${text}</text>
`,
)}</g>
`;
}

/** The most that is accepted at each cost, up to the right edge: the corners of its steps. */
function frontierSteps(
  points: readonly PlacedPoint[],
  { x, y }: Axes,
): readonly [number, number][] {
  const steps = frontierOf(points).map(({ usd, share }): [number, number] => [
    x.at(usd),
    y.at(share),
  ]);
  const last = steps.at(-1);
  return last === undefined ? [] : [...steps, [AREA.right, last[1]]];
}

/** What the line takes of the area, so that no name is put on it. */
function boxesOf(steps: readonly [number, number][]): readonly Box[] {
  return steps.slice(1).flatMap(([right, below], index): readonly Box[] => {
    const [left, top] = steps[index] ?? [right, below];
    return [
      { left, right, top: top - 2, bottom: top + 2 },
      {
        left: right - 2,
        right: right + 2,
        top: Math.min(top, below),
        bottom: Math.max(top, below),
      },
    ];
  });
}

function labelLines({ label, dominatedBy }: PlacedPoint): readonly string[] {
  const name = shortName(label);
  return dominatedBy === undefined ? [name] : [name, `dominated by ${shortName(dominatedBy, 20)}`];
}

function classOf({ arm, kind }: PlacedPoint): string {
  return arm === undefined || kind !== "policy" ? "reference" : armStyle(arm).className;
}

function markOf({ arm, kind }: PlacedPoint): ChartMark {
  return kind === "policy" ? armStyle(arm ?? 0).mark : referenceMarks[kind];
}

interface AtPlace {
  readonly point: PlacedPoint;
  readonly x: number;
  readonly y: number;
}

// A policy that sends everything to one route is where that route alone is.
function isSamePlace(one: AtPlace, other: AtPlace): boolean {
  return isNear(one.point.usd, other.point.usd) && isNear(one.point.share, other.point.share);
}

function titleOf(at: AtPlace, all: readonly AtPlace[]): string {
  return all
    .filter((other) => isSamePlace(at, other))
    .map(({ point }) => sentence(point))
    .join("; ");
}

function sentence({ label, usd, share, dominatedBy }: PlacedPoint): string {
  const dominated = dominatedBy === undefined ? "" : `, dominated by ${dominatedBy}`;
  return `${label}: ${usdText(usd)} and ${rateText(share)}${dominated}`;
}
