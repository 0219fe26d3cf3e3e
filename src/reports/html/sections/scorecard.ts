import type { GateResult } from "../../../core/comparison.ts";
import { type Arm, armsOf } from "../../arms.ts";
import { worstFirst } from "../../gate-text.ts";
import { limitSpan, observedSpan } from "../../gate-words.ts";
import { metricUnit, thresholdUnit } from "../../metric-unit.ts";
import { count, plain } from "../../number-spans.ts";
import { firstRows, leftOutText } from "../../parts/part.ts";
import { itemsOf, type Place } from "../../place.ts";
import type { RunReport } from "../../run-report.ts";
import { data, own, words } from "../../words.ts";
import { dataTable } from "../data-table.ts";
import { gateBars, gateStatus } from "../gate-bar.ts";
import { html, type Html } from "../../html-text.ts";
import { PAGE_ROWS } from "../part-html.ts";
import { section } from "../section.ts";
import { wordsHtml } from "../words-html.ts";

export const scorecardStyle = `
.because{display:block;font-weight:400;font-size:13px;color:var(--muted)}
`;

const BECAUSE_CHARS = 200;
const CANDIDATES_SHOWN = 10;

const NOTE =
  "Worst first. The bounds beside an observed value are the one-sided ones that decide the gate; the bar draws them (dot: observed, line: bounds, dashed: limit, shaded: the side that passes) on one scale for all gates of a unit.";

const columns = [
  { title: "gate" },
  { title: "result" },
  { title: "observed against the limit" },
  { title: "observed" },
  { title: "limit" },
  { title: "baseline", isNumeric: true },
  { title: "candidate", isNumeric: true },
  { title: "n", isNumeric: true },
] as const;

/** Every gate of every candidate, the worst first, with its interval drawn against its limit. */
export function scorecard(report: RunReport): Html {
  const [, ...candidates] = armsOf(report);
  const { shown, leftOut } = firstRows(candidates, CANDIDATES_SHOWN, "candidates");
  const rest = leftOut && html`<p class="muted">${leftOutText(leftOut)}</p>\n`;
  const parts = shown.map((arm, index) => candidateGates(report, arm, index + 1));
  return section("scorecard", "Gates", ...parts, html`<p class="muted">${NOTE}</p>\n`, rest);
}

function candidateGates({ comparison }: RunReport, arm: Arm, place: number): Html {
  const title =
    comparison.candidates.length === 1
      ? undefined
      : html`<h3>${wordsHtml(words`${arm.name} against ${comparison.baseline}`)}</h3>\n`;
  if (arm.pair === undefined) return html`${title}<p>It was not compared.</p>\n`;
  const { gates } = arm.pair.value;
  if (gates.length === 0) {
    return html`${title}<p>No gate was asked for, so nothing can be decided.</p>\n`;
  }
  const places = new Map(itemsOf(arm.pair.at("gates")).map((gate) => [gate.value, gate]));
  const sorted = worstFirst(gates).flatMap((gate) => places.get(gate) ?? []);
  const { shown, leftOut } = firstRows(sorted, PAGE_ROWS, "gates");
  const bars = barsOf(shown.map(({ value }) => value));
  return html`${title}${dataTable({
    id: `gates-${place}`,
    caption: wordsHtml(words`Gates of ${arm.name}, the worst first`),
    columns,
    rows: shown.map((gate) => gateRow(gate, bars.get(gate.value))),
    note: leftOut && leftOutText(leftOut),
  })}${reasons(arm)}`;
}

function gateRow(gate: Place<GateResult>, bar: Html | undefined): readonly Html[] {
  const { id, metric, status, because } = gate.value;
  const unit = metricUnit(metric);
  const of = (key: "baseline" | "candidate") => {
    const found = gate.find(key);
    return wordsHtml(found === undefined ? own("–") : plain(found, unit));
  };
  const name = wordsHtml(data(id, BECAUSE_CHARS));
  const why =
    status === "pass"
      ? undefined
      : html` <span class="because">${wordsHtml(data(because, BECAUSE_CHARS))}</span>`;
  return [
    html`${name}${why}`,
    gateStatus(gate.value),
    bar ?? html`<span class="muted">counted, no interval</span>`,
    wordsHtml(observedSpan(gate)),
    wordsHtml(limitSpan(gate)),
    of("baseline"),
    of("candidate"),
    wordsHtml(count(gate.at("observed").at("n"))),
  ];
}

/** The bars of a table: those of one unit share a scale. */
function barsOf(gates: readonly GateResult[]): ReadonlyMap<GateResult, Html> {
  const units = Map.groupBy(gates, scaleName);
  return new Map([...units.values()].flatMap((group) => [...gateBars(group)]));
}

/** A policy's own limit on a latency is drawn as the share of outcomes that take longer. */
function scaleName(gate: GateResult): string {
  return gate.asked_by === "latency" ? "share over a latency" : thresholdUnit(gate);
}

/** Reasons that no row of the table gives already. */
function reasons({ comparison }: Arm): Html | undefined {
  if (comparison === undefined) return undefined;
  const said = new Set(comparison.gates.map(({ because }) => because));
  const more = comparison.verdict.reasons.slice(1).filter((text) => !said.has(text));
  if (more.length === 0) return undefined;
  const items = more
    .slice(0, PAGE_ROWS)
    .map((text) => html`<li>${wordsHtml(words`Because: ${data(text, 2 * BECAUSE_CHARS)}`)}</li>\n`);
  return html`<ul>\n${items}</ul>\n`;
}
