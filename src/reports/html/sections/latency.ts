import type { LatencyCurve, LatencyCurves } from "../../../core/charts/latency-curve.ts";
import type { LatencyMetrics } from "../../../core/metrics.ts";
import { armsOf, type Arm } from "../../arms.ts";
import { latencyChart } from "../../charts/latency-curve.ts";
import { cutShare, type LatencyCurveArm } from "../../charts/latency-frame.ts";
import { latencyLimits } from "../../charts/latency-limits.ts";
import { limitSpan } from "../../gate-words.ts";
import { latencyLabel } from "../../latency-label.ts";
import { countText, notAvailable } from "../../numbers.ts";
import { paceWords } from "../../parts/response.ts";
import { comparisonPlace, itemsOf, type Place } from "../../place.ts";
import type { RunReport } from "../../run-report.ts";
import { dataTable } from "../data-table.ts";
import { figure } from "../figure.ts";
import { gateBars, gateStatus } from "../gate-bar.ts";
import { html, type Html, type HtmlValue } from "../../html-text.ts";
import { derivedFigure, estimateFigure, intervalFigure, plainFigure, term } from "../numbers.ts";
import { section } from "../section.ts";
import { wideChart } from "../wide-chart.ts";
import { wordsHtml } from "../words-html.ts";

export const latencyStyle = `
.panels{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr));gap:0 24px}
.panels .wide .chart{min-width:400px;max-width:560px}
`;

type Kind = keyof LatencyCurves;

/** A latency that the run measures: what it is called, and where its quantiles stand. */
interface Measure {
  readonly kind: Kind;
  readonly metric: "latency" | "first_token" | "response_time" | "queue_wait";
  readonly title: string;
}

const measures: readonly Measure[] = [
  { kind: "complete", metric: "latency", title: "to the final answer" },
  { kind: "first_token", metric: "first_token", title: "to the first token" },
  { kind: "response_time", metric: "response_time", title: "response time from arrival" },
  { kind: "queue_wait", metric: "queue_wait", title: "in line before it was served" },
];

/** How long outcomes took: a curve a policy, and the quantiles with their intervals. */
export function latency(report: RunReport): Html {
  const isOlder = armsOf(report).every(({ metrics }) => metrics.latency_curves === undefined);
  const [main, firstToken, ...fromArrival] = measures.map((measure) =>
    measureFigure(measure, report),
  );
  const pace = comparisonPlace(report).find("pace");
  return section(
    "latency",
    "Latency",
    html`<p>Latencies are ${latencyLabel(report)}.${isOlder ? ` ${OLDER_RUN}` : undefined}</p>\n`,
    headlines(report),
    main,
    quantileTable(report),
    panels([firstToken]),
    pace &&
      html`<h3>Response time from arrival</h3>\n<p>${wordsHtml(paceWords(pace))}</p>\n${panels(fromArrival)}`,
  );
}

function panels(found: readonly (Html | undefined)[]): Html | undefined {
  const drawn = found.filter((panel) => panel !== undefined);
  return drawn.length === 0 ? undefined : html`<div class="panels">\n${drawn}</div>\n`;
}

function headlines(report: RunReport): Html {
  const [baseline, ...candidates] = armsOf(report);
  const p95 = ({ place }: Arm) =>
    intervalFigure(place.at("overall").at("latency").at("p95_ms"), "ms");
  const lines = candidates.map((candidate) => {
    const ratio = candidate.pair?.at("p95_complete_ratio");
    return html`<li><strong>${candidate.name}</strong>: ${term("p95_complete_ms", "p95 to the final answer")} ${p95(baseline)} → ${p95(candidate)}${ratio && html`, ${estimateFigure(ratio, "ratio")} of ${baseline.name}’s`}${gateLine(candidate)}</li>\n`;
  });
  return html`<ul>\n${lines}</ul>\n`;
}

/** The gate on this ratio as a bar: read at a glance where the curves are wider than the screen. */
function gateLine({ pair }: Arm): Html | undefined {
  const gate =
    pair &&
    itemsOf(pair.at("gates")).find(
      ({ value: { metric, scope, bound } }) =>
        metric === "p95_complete_ms" && scope === "overall" && bound === "max_ratio",
    );
  const bar = gate && gateBars([gate.value]).get(gate.value);
  if (gate === undefined || bar === undefined) return undefined;
  return html`<span class="gate-line">${gateStatus(gate.value)} ${bar} <span>limit: ${wordsHtml(limitSpan(gate))}</span></span>`;
}

const OLDER_RUN =
  "This run was compared before there were charts: it holds these quantiles, and no curves.";

function measureFigure({ kind, title }: Measure, report: RunReport): Html | undefined {
  const arms = armsOf(report).flatMap((arm, place): LatencyCurveArm[] => {
    const curve = arm.metrics.latency_curves?.[kind];
    const p95 = metricsOf(arm, kind)?.p95_ms;
    if (curve === undefined || p95 === undefined) return [];
    const p95Ratio = kind === "complete" ? arm.comparison?.p95_complete_ratio : undefined;
    return [{ name: arm.name, arm: place, curve, p95, p95Ratio }];
  });
  if (arms.length === 0) return undefined;
  const id = `latency-${kind.replaceAll("_", "-")}`;
  const hasLimits = kind === "complete" || kind === "first_token";
  const size = kind === "complete" ? "wide" : "small";
  const chart = latencyChart({
    id: `${id}-chart`,
    title: `Latency ${title}: share of outcomes within a time`,
    axisTitle: `milliseconds ${title}`,
    arms,
    limits: hasLimits ? latencyLimits(kind, armsOf(report)) : [],
    size,
  });
  return figure({
    id,
    chart: wideChart(`Latency ${title}`, chart),
    caption: captionOf(title, arms),
    table: curveTable(`${id}-numbers`, title, kind, report),
  });
}

function metricsOf({ metrics: { overall } }: Arm, kind: Kind): LatencyMetrics | undefined {
  return kind === "complete" ? overall.latency : overall[kind];
}

function captionOf(title: string, arms: readonly LatencyCurveArm[]): string {
  const sizes = arms.map(({ curve }) => curve.n);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const n = least === most ? countText(least) : `${countText(least)} to ${countText(most)}`;
  const isCut = arms.some(({ curve }) => cutShare(curve) > 0);
  return (
    `Latency ${title}, n=${n} outcomes a policy: the share that took no longer than a time. Farther left is faster. ` +
    "Steps as they were measured, nothing is smoothed; the marks at 95% are each policy's p95 with its interval." +
    (isCut
      ? " What a timeout cut took longer than that, nobody knows how long: it is the hatched step at the right edge."
      : "")
  );
}

/** Shares at which the curves are written out. */
const SHARES = [0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1];

function curveTable(id: string, title: string, kind: Kind, report: RunReport): Html {
  const arms = armsOf(report).flatMap(({ name, place }) => {
    const curve = place.find("latency_curves")?.find(kind);
    return curve === undefined ? [] : [{ name, curve }];
  });
  return dataTable({
    id,
    caption: `Time ${title} within which a share of outcomes came to its end`,
    columns: [
      { title: "share of outcomes" },
      ...arms.map(({ name }) => ({ title: html`${name}`, isNumeric: true })),
    ],
    rows: SHARES.map((share) => [
      `${share * 100}%`,
      ...arms.map(({ curve }) => timeOf(share, curve)),
    ]),
  });
}

/** The first step that reaches the share; past the last one, outcomes were cut. */
function timeOf(share: number, curve: Place<LatencyCurve>): HtmlValue {
  const step = curve.value.points.findIndex(([, reached]) => reached >= share);
  if (step < 0) return notAvailable("cut by a timeout");
  return plainFigure(curve.at("points").at(step).at(0), "ms");
}

function quantileTable(report: RunReport): Html {
  const known = measures.filter(({ kind }) =>
    armsOf(report).some((arm) => (metricsOf(arm, kind)?.p50_ms.value ?? null) !== null),
  );
  const missing = measures.filter(
    (measure) => measure.kind in ALWAYS_MEASURED && !known.includes(measure),
  );
  return dataTable({
    id: "latency-table",
    caption: "Latency of each policy, with the intervals of its quantiles",
    columns: [
      { title: "policy" },
      { title: "latency" },
      { title: "p50", isNumeric: true },
      { title: "p90", isNumeric: true },
      { title: term("p95_complete_ms", "p95"), isNumeric: true },
      { title: "p99", isNumeric: true },
      { title: "longest that ended", isNumeric: true },
      { title: "n", isNumeric: true },
      { title: "cut by a timeout", isNumeric: true },
      { title: "not known", isNumeric: true },
    ],
    rows: known.flatMap((measure) => armsOf(report).flatMap((arm) => quantileRow(arm, measure))),
    note: missing.map(({ title }) => `Not known of any outcome: the latency ${title}.`).join(" "),
  });
}

/** Latencies that every run should have; the others exist where records arrive in their own time. */
const ALWAYS_MEASURED: Readonly<Partial<Record<Kind, true>>> = {
  complete: true,
  first_token: true,
};

function quantileRow(
  { name, place }: Arm,
  { kind, metric, title }: Measure,
): readonly (readonly HtmlValue[])[] {
  const metrics = place.at("overall").find(metric);
  if (metrics === undefined) return [];
  const curve = place.find("latency_curves")?.find(kind);
  const ofCurve = (key: "p90_ms" | "max_ms"): HtmlValue => {
    const found = curve?.find(key);
    return found === undefined ? "–" : plainFigure(found, "ms");
  };
  return [
    [
      name,
      title,
      intervalFigure(metrics.at("p50_ms"), "ms"),
      ofCurve("p90_ms"),
      intervalFigure(metrics.at("p95_ms"), "ms"),
      intervalFigure(metrics.at("p99_ms"), "ms"),
      ofCurve("max_ms"),
      plainFigure(metrics.at("p95_ms").at("n"), "count"),
      curve === undefined ? "–" : derivedFigure(cutShare(curve.value), "rate"),
      plainFigure(metrics.at("unknown"), "count"),
    ],
  ];
}
