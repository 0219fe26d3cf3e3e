import { frontierStyle } from "../charts/frontier.ts";
import { latencyCurveStyle } from "../charts/latency-curve.ts";
import { waterfallStyle } from "../charts/waterfall.ts";
import { costStyle } from "./sections/cost.ts";
import { flowSectionStyle } from "./sections/flow.ts";
import { latencyStyle } from "./sections/latency.ts";
import { attemptTimelineStyle } from "../charts/attempt-timeline.ts";
import { darkPalette, lightPalette, type Palette } from "../charts/palette.ts";
import { flowStyle } from "../charts/flow.ts";
import { forestStyle } from "../charts/forest.ts";
import { shareBarsStyle } from "../charts/share-bars.ts";
import { stackedBarsStyle } from "../charts/stacked-bars.ts";
import { trendStyle } from "../charts/trend.ts";
import { dataTableStyle } from "./data-table.ts";
import { gateBarStyle } from "./gate-bar.ts";
import { numbersStyle } from "./numbers.ts";
import { recordStyle } from "./record/sheet.ts";
import { whenStyle } from "./when.ts";
import { wideChartStyle } from "./wide-chart.ts";
import { intervalBarsStyle } from "../charts/interval-bars.ts";
import { answersStyle } from "./sections/answers.ts";
import { healthStyle } from "./sections/health.ts";
import { methodStyle } from "./sections/method.ts";
import { scorecardStyle } from "./sections/scorecard.ts";
import { verdictStyle } from "./sections/verdict.ts";

/** Every colour as a custom property: rules name what a colour is for, never the colour. */
function properties(palette: Palette): string {
  const { arms, ...named } = palette;
  const parts = [
    ...Object.entries(named).map(([name, colour]) => `--${name}:${colour}`),
    ...arms.map((colour, arm) => `--arm-${arm}:${colour}`),
  ];
  return parts.join(";");
}

// A printed page is light whatever the screen is, so the dark scheme is for screens alone.
const schemes = `
:root{color-scheme:light dark;${properties(lightPalette)}}
@media screen and (prefers-color-scheme:dark){:root{${properties(darkPalette)}}}
`;

const page = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--text);font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
body>*{max-width:1220px;margin:0 auto;padding:0 20px}
a{color:var(--link)}
a:focus-visible,button:focus-visible,input:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-999px}
.skip:focus{left:8px;top:8px;background:var(--page);padding:6px 10px;z-index:2}
.page-nav{padding-top:8px;padding-bottom:8px;font-size:13px}
.page-nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:2px 14px;margin:0;padding:0}
section{margin:0 0 28px}
h1{font-size:26px;line-height:1.2;margin:10px 0 6px}
h2{font-size:20px;margin:0 0 8px;padding-top:6px;border-top:2px solid var(--rule)}
h3{font-size:16px;margin:14px 0 6px}
p,ul,ol,dl,pre{margin:0 0 10px}
li{margin:0 0 3px}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.92em}
.option{white-space:nowrap}
pre{white-space:pre-wrap;background:var(--box);padding:8px 10px;border-radius:4px}
summary{cursor:pointer;color:var(--link)}
figure{margin:0 0 18px}
figcaption{color:var(--muted);font-size:14px;margin:4px 0}
@media screen and (min-width:1100px){
figure{display:grid;grid-template-columns:minmax(0,900px) minmax(220px,1fr);gap:0 28px}
figure>figcaption{align-self:center}
figure>details{grid-column:1/-1}
.panels figure{display:block}
}
footer{border-top:1px solid var(--rule);color:var(--muted);font-size:13px;padding-top:10px;padding-bottom:24px}
.muted{color:var(--muted);fill:var(--muted)}
.good{color:var(--good)}
.warn{color:var(--warn)}
.bad{color:var(--bad)}
`;

const charts = `
.chart{display:block;width:100%;height:auto;max-width:900px}
.chart text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif;fill:var(--text)}
.chart .axis{stroke:var(--muted);fill:none}
.chart text.axis{stroke:none;fill:var(--muted)}
.chart .grid{stroke:var(--rule);stroke-opacity:.6;fill:none}
.chart .label{fill:var(--text)}
.chart .muted{fill:var(--muted)}
.chart .limit{stroke:var(--text);stroke-dasharray:4 3;fill:none}
.chart .good{fill:var(--goodSide)}
.chart .bad{fill:var(--bad)}
.chart .hatch{stroke:var(--muted);fill:none}
${[0, 1, 2, 3, 4, 5].map((arm) => `.arm-${arm}{color:var(--arm-${arm})}`).join("\n")}
`;

const narrow = `
@media (max-width:640px){
body>*{padding-left:12px;padding-right:12px}
h1{font-size:21px}
tbody th{min-width:7.5em}
thead th{white-space:normal}
th,td{padding:4px 5px}
}
`;

// What is folded away on the screen is read on paper all the same.
const print = `
@media print{
body{font-size:11px}
body>*{max-width:none}
.skip,.page-nav,.tools,.sort{display:none}
table{font-size:10px}
details::details-content{content-visibility:visible;block-size:auto}
details:not([open])>*:not(summary){display:block}
.scroll{overflow:visible}
section,figure,tr{break-inside:avoid-page}
section{break-inside:auto}
a{color:inherit}
}
`;

/** Every rule of the page: a part that needs its own exports them, and has a line here. */
const fragments: readonly string[] = [
  schemes,
  page,
  charts,
  numbersStyle,
  dataTableStyle,
  frontierStyle,
  waterfallStyle,
  latencyCurveStyle,
  costStyle,
  latencyStyle,
  recordStyle,
  attemptTimelineStyle,
  whenStyle,
  wideChartStyle,
  flowStyle,
  flowSectionStyle,
  forestStyle,
  stackedBarsStyle,
  shareBarsStyle,
  trendStyle,
  intervalBarsStyle,
  gateBarStyle,
  verdictStyle,
  answersStyle,
  scorecardStyle,
  healthStyle,
  methodStyle,
  narrow,
  print,
];

export const style: string = fragments.map((fragment) => fragment.trim()).join("\n");
