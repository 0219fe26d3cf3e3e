import type { PolicyComparison } from "../../../core/comparison.ts";
import type { Estimate } from "../../../core/estimate.ts";
import type { Metrics } from "../../../core/metrics.ts";
import { type Arm, armsOf } from "../../arms.ts";
import { gateMarks, recordsNeeded } from "../../gate-text.ts";
import type { Unit } from "../../metric-unit.ts";
import { derived, estimate, value } from "../../number-spans.ts";
import { beforeAfter } from "../../parts/before-after.ts";
import { headline } from "../../parts/headline.ts";
import { countText } from "../../numbers.ts";
import { comparisonPlace, type Place } from "../../place.ts";
import type { RunReport } from "../../run-report.ts";
import { overallDecision, runResult, verdictWords } from "../../run-result.ts";
import { code, data, listed, own, type Words, words } from "../../words.ts";
import { html, type Html } from "../../html-text.ts";
import { plainFigure, term } from "../numbers.ts";
import { wordsHtml } from "../words-html.ts";

export const verdictStyle = `
.run{color:var(--muted);font-size:13px;margin:0}
.verdict{border-left:6px solid currentColor;padding:0 0 0 14px;margin:4px 0 14px}
.verdict>*{color:var(--text)}
.verdict.green{color:var(--good)}
.verdict.yellow{color:var(--warn)}
.verdict.red{color:var(--bad)}
.green h1 .mark,.green h1 .word{color:var(--good)}
.yellow h1 .mark,.yellow h1 .word{color:var(--warn)}
.red h1 .mark,.red h1 .word{color:var(--bad)}
.changes{list-style:none;display:grid;grid-template-columns:repeat(auto-fit,minmax(min(310px,100%),1fr));gap:2px 20px;padding:0;margin:6px 0 4px}
.changes li{margin:0}
.changes .what{display:block;font-size:13px;color:var(--muted)}
@media (min-width:641px){.changes .ci{white-space:nowrap}}
.changes .missed{color:var(--bad);font-weight:600}
h2.one-of-many{margin:10px 0 2px;padding:0;border:0;font-size:16px;font-weight:400}
.one-of-many .good,.one-of-many .warn,.one-of-many .bad{font-weight:600}
`;

/** Candidates that the top of the page speaks of; each has its gates in the scorecard. */
const CANDIDATES_SHOWN = 10;

const REASON_CHARS = 400;

const marks = {
  green: gateMarks.pass.mark,
  yellow: gateMarks.inconclusive.mark,
  red: gateMarks.fail.mark,
} as const;

/** The run's verdict in words, with a mark and a colour, and the three numbers everybody asks for. */
export function verdict(report: RunReport): Html {
  const { word, lamp } = runResult(report);
  const [baseline, ...candidates] = armsOf(report);
  const shown = candidates.slice(0, CANDIDATES_SHOWN);
  const rest = candidates.length - shown.length;
  const more =
    rest === 0
      ? undefined
      : html`<p class="muted">${countText(rest)} more candidates in comparison.json.</p>\n`;
  return html`<header id="verdict" class="verdict ${lamp}">
${runLine(report)}
<h1><span class="mark" aria-hidden="true">${marks[lamp]}</span> <span class="word">${word}</span>${subject(report)}</h1>
<p>${wordsHtml(why(report))}.</p>
${shown.map((arm) => candidateLines(report, baseline, arm, candidates.length > 1))}${more}</header>
`;
}

/** The title has named a single candidate already; of several each has a line of its own below. */
function why(report: RunReport): Words {
  const { comparisons } = report.comparison;
  const [first, ...others] = comparisons;
  if (first === undefined || runResult(report).withheld !== undefined) return headline(report);
  if (others.length > 0) {
    const decision = overallDecision(report);
    const same = comparisons.filter(({ verdict }) => verdict.decision === decision);
    return words`${own(verdictWords[decision])} is the verdict on ${derived(same.length, "count")} of ${derived(comparisons.length, "count")} candidates`;
  }
  return words`${data(first.verdict.reasons[0] ?? "no reason was given", REASON_CHARS)}`;
}

function subject({ comparison: { baseline, candidates } }: RunReport): Html {
  const [first, ...others] = candidates;
  if (first === undefined) return html``;
  return others.length === 0
    ? wordsHtml(words`: ${first} against ${baseline}`)
    : wordsHtml(words`: ${own(countText(candidates.length))} candidates against ${baseline}`);
}

function runLine(report: RunReport): Html {
  const dataset = comparisonPlace(report).at("dataset");
  const { manifest } = report;
  const records = plainFigure(dataset.at("records"), "count");
  return html`<p class="run">${wordsHtml(words`dataset ${dataset.value.name} (${own(dataset.value.kind)}, `)}${records} records) · ${wordsHtml(words`provider: ${own(manifest.provider)} · run ${manifest.run_id}`)}</p>`;
}

function candidateLines(report: RunReport, baseline: Arm, arm: Arm, isOneOfMany: boolean): Html {
  const { comparison } = arm;
  const title = isOneOfMany && comparison !== undefined ? candidateTitle(comparison) : undefined;
  const flips = flipLine(report, arm);
  const flip = flips === undefined ? undefined : html`<p>${wordsHtml(flips)}</p>\n`;
  return html`${title}<ul class="changes">
${measures.map((measure) => changeItem(measure, baseline, arm))}</ul>
${flip}`;
}

/** One of several candidates; whom all of them are held against stands in the title of the page. */
function candidateTitle({ candidate, verdict: { decision, reasons } }: PolicyComparison): Html {
  const { className, mark } = decisionLooks[decision];
  const because = data(reasons[0] ?? "no reason was given", REASON_CHARS);
  return html`<h2 class="one-of-many"><span class="${className}"><span aria-hidden="true">${mark}</span> ${verdictWords[decision]}</span>: <strong>${wordsHtml(candidate)}</strong>, ${wordsHtml(because)}</h2>
`;
}

const decisionLooks = {
  promote: { className: "good", mark: gateMarks.pass.mark },
  inconclusive: { className: "warn", mark: gateMarks.inconclusive.mark },
  reject: { className: "bad", mark: gateMarks.fail.mark },
} as const;

interface Measure {
  readonly metric: string;
  readonly words: string;
  readonly unit: Unit;
  readonly of: (metrics: Place<Metrics>) => Place<Estimate>;
  readonly change: "acceptance_rate_difference" | "cost_per_accepted_ratio" | "p95_complete_ratio";
  readonly changeUnit: Unit;
}

const measures: readonly Measure[] = [
  {
    metric: "acceptance_rate",
    words: "accepted",
    unit: "rate",
    of: (metrics) => metrics.at("acceptance_rate"),
    change: "acceptance_rate_difference",
    changeUnit: "points",
  },
  {
    metric: "cost_per_accepted_usd",
    words: "cost per accepted outcome",
    unit: "usd",
    of: (metrics) => metrics.at("cost").at("per_accepted_usd"),
    change: "cost_per_accepted_ratio",
    changeUnit: "ratio",
  },
  {
    metric: "p95_complete_ms",
    words: "p95 to the answer",
    unit: "ms",
    of: (metrics) => metrics.at("latency").at("p95_ms"),
    change: "p95_complete_ratio",
    changeUnit: "ratio",
  },
];

function changeItem(measure: Measure, baseline: Arm, arm: Arm): Html {
  const { metric, words: title, unit, of, change, changeUnit } = measure;
  const before = value(of(baseline.place.at("overall")), unit);
  const after = value(of(arm.place.at("overall")), unit);
  const changed = arm.pair && estimate(arm.pair.at(change), changeUnit);
  return html`<li><span class="what">${term(metric, title)}${missedLimit(metric, arm)}</span> ${wordsHtml(beforeAfter(before, after, changed))}</li>
`;
}

/** Which of the numbers is the trouble: one over whose limit the candidate is, on all records. */
function missedLimit(metric: string, { comparison }: Arm): Html | undefined {
  const isMissed = comparison?.gates.some(
    (gate) => gate.metric === metric && gate.scope === "overall" && gate.status === "fail",
  );
  if (isMissed !== true) return undefined;
  return html` <span class="missed"><span aria-hidden="true">${gateMarks.fail.mark}</span> fails its gate</span>`;
}

/** What would turn the verdict: more records, or the gates that fail. */
function flipLine(report: RunReport, { pair }: Arm): Words | undefined {
  if (pair === undefined || pair.value.verdict.decision === "promote") return undefined;
  const open = pair.value.gates.filter(({ status }) => status !== "pass");
  if (open.length === 0) return undefined;
  const needed = recordsNeeded(pair.value.gates);
  const ids = listed(open.slice(0, 3).map(({ id }) => code(id)));
  const rest = open.length > 3 ? words` and ${derived(open.length - 3, "count")} more` : undefined;
  const gates = words`It would be PROMOTE if ${own(open.length === 1 ? "this gate" : "these gates")} passed: ${ids}${rest}.`;
  if (needed === undefined) return gates;
  const { records } = report.comparison.dataset;
  const more = Math.max(0, needed - records);
  return words`${gates} About ${derived(more, "count")} more records (${derived(needed, "count")} in all) would settle it.`;
}
