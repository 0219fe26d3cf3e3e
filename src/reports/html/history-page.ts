import type { DecisionEntry } from "../../core/decision-entry.ts";
import type { HistoryPoint, HistoryReport, PolicyHistory } from "../../core/history-report.ts";
import { armStyle } from "../charts/arm-style.ts";
import { trend } from "../charts/trend.ts";
import { versionText } from "../decision-text.ts";
import { intervalText, valueText } from "../estimate-text.ts";
import { historyMetrics, verdictMarks } from "../history-metrics.ts";
import { historyWeeks, type HistoryWeeks } from "../history-weeks.ts";
import type { Unit } from "../metric-unit.ts";
import { countText } from "../numbers.ts";
import { dataTable } from "./data-table.ts";
import { routeTrends } from "./history-routes.ts";
import { weekTable } from "./history-week-table.ts";
import { html, type Html } from "../html-text.ts";
import { derivedFigure } from "./numbers.ts";
import { page } from "./page.ts";
import { section } from "./section.ts";
import { dayOf } from "./when.ts";

/** What a page on the runs of a folder is made of. */
export interface HistoryPage {
  readonly history: HistoryReport;
  /** Who put which version in force, oldest first. */
  readonly decisions: readonly DecisionEntry[];
}

/**
 * How policies and their routes have been doing: for people who do not read single runs. It is made
 * of what the runs say alone, so it is the same whenever and wherever it is made.
 */
export function renderHistoryPage({ history, decisions }: HistoryPage): string {
  const weeks = historyWeeks(history);
  const { policies, notes } = history;
  const until = weeks === undefined ? "" : `, up to ${weeks.last.to}`;
  const parts = policies.map((policy, index) => {
    const own = decisions.filter((entry) => entry.policy === policy.policy);
    return policySection(policy, own, weeks, index);
  });
  return page({
    title: `Route health${until} · routeproof`,
    nav: policies.map(({ policy, dataset }, index) => {
      return { id: `policy-${index}`, label: `${policy} on ${dataset}` };
    }),
    main: html`<header>
<h1>Route health${until}</h1>
<p>The last runs of each policy on each dataset, oldest first. A line runs from its least to its greatest value, so small moves fill it too: read the numbers. A dashed line marks a run before which something else changed: a step there is no trend of the policy alone.</p>
${weeks === undefined ? undefined : html`<p>${weekText(weeks)}</p>`}
</header>
${parts}
${notes.map((note) => html`<p class="warn">Note: ${note}</p>\n`)}`,
    footer: html`<p>routeproof · made of ${history.index}. This page is one file and loads nothing.</p>`,
  });
}

function weekText({ last, before }: HistoryWeeks): string {
  return `This week is ${last.from} to ${last.to}, the seven days up to the newest run here; the week before is ${before.from} to ${before.to} (UTC). Weeks hold the complete runs that this page shows.`;
}

function policySection(
  policy: PolicyHistory,
  decisions: readonly DecisionEntry[],
  weeks: HistoryWeeks | undefined,
  index: number,
): Html {
  const { runs } = policy;
  const count = runs.length === 1 ? "1 run" : `${countText(runs.length)} runs`;
  return section(
    `policy-${index}`,
    `${policy.policy} on ${policy.dataset}`,
    html`<p>${count}, ${runs[0]?.started_at.slice(0, 10)} to ${runs.at(-1)?.started_at.slice(0, 10)}. ${verdictText(runs)}</p>`,
    weeks === undefined ? undefined : weekTable(policy, weeks, index),
    trendTable(policy, index),
    routeTrends(policy, index),
    decisionTable(decisions, index),
    runTable(policy, index),
  );
}

function verdictText(runs: readonly HistoryPoint[]): string {
  const judged = runs.filter(({ verdict, complete }) => verdict !== null && complete);
  if (judged.length === 0) return "It was the baseline of all of them: there is no verdict on it.";
  const counts = (["promote", "reject", "inconclusive"] as const).map((verdict) => {
    const count = judged.filter((run) => run.verdict === verdict).length;
    return `${verdictMarks[verdict]} ${countText(count)}`;
  });
  return `Verdicts: ${counts.join(", ")}.`;
}

function trendTable({ policy, runs }: PolicyHistory, index: number): Html {
  const changedAt = runs.flatMap(({ changed }, at) => (changed.length > 0 ? [at] : []));
  return dataTable({
    id: `trends-${index}`,
    caption: `${policy}: ${runs.length === 1 ? "one run" : `the last ${countText(runs.length)} runs`}`,
    columns: [{ title: "figure" }, { title: "oldest to newest" }, { title: "last run" }],
    rows: historyMetrics.map(({ title, unit, of }, row) => {
      const estimates = runs.map(({ figures }) => of(figures));
      const values = estimates.map(([value]) => value);
      const [value, lower, upper] = estimates.at(-1) ?? [null, null, null];
      return [
        title,
        trend({
          id: `trend-${index}-${row}`,
          title: `${policy}: ${title}`,
          description: `${valueText(values[0] ?? null, unit)} in the first, ${valueText(value, unit)} in the last of ${countText(runs.length)} runs.`,
          values,
          changedAt,
          className: armStyle(index).className,
        }),
        intervalText({ value, lower, upper, n: 0, method: "" }, unit),
      ];
    }),
  });
}

/** What was put in force and taken back; what went against a verdict is marked ever after. */
function decisionTable(decisions: readonly DecisionEntry[], index: number): Html | undefined {
  if (decisions.length === 0) return undefined;
  return dataTable({
    id: `decisions-${index}`,
    caption: "Versions that were put in force, the newest first",
    columns: ["when", "what", "version", "before", "verdict", "approved by", "why"].map(
      (title) => ({ title }),
    ),
    rows: decisions
      .toReversed()
      .map(({ at, kind, version, before, verdict, approved_by: who, why, override }) => [
        dayOf(at),
        kind === "promote" ? "promoted" : "rolled back",
        html`<code>${versionText(version)}</code>`,
        html`<code>${versionText(before)}</code>`,
        verdict === null ? "–" : verdictMarks[verdict],
        who,
        override === undefined
          ? why
          : html`${why} <strong class="bad">Override: ${override}</strong>`,
      ]),
  });
}

function runTable({ policy, runs }: PolicyHistory, index: number): Html {
  return dataTable({
    id: `runs-${index}`,
    caption: `${policy}: a line a run, the newest first`,
    columns: [
      { title: "run" },
      { title: "started" },
      { title: "verdict" },
      { title: "acceptance", isNumeric: true },
      { title: "cost per accepted", isNumeric: true },
      { title: "p95", isNumeric: true },
      { title: "errors", isNumeric: true },
      { title: "version" },
      { title: "changed since the run before" },
    ],
    rows: runs
      .toReversed()
      .map(({ folder, started_at, verdict, complete, figures, changed }) => [
        folder,
        dayOf(started_at),
        complete ? (verdict === null ? "baseline" : verdictMarks[verdict]) : "! incomplete",
        figure(figures.acceptance_rate[0], "rate"),
        figure(figures.cost_per_accepted_usd[0], "usd"),
        figure(figures.p95_ms[0], "ms"),
        figure(figures.error_rate, "rate"),
        html`<code>${versionText(figures.version)}</code>`,
        changed.length === 0 ? "–" : changed.join(", "),
      ]),
  });
}

function figure(value: number | null, unit: Unit): Html | string {
  return value === null ? valueText(value, unit) : derivedFigure(value, unit);
}
