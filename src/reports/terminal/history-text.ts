import type { HistoryPoint, HistoryReport, PolicyHistory } from "../../core/history-report.ts";
import { displayWidth, padded } from "../display-width.ts";
import { intervalText, valueText } from "../estimate-text.ts";
import { historyMetrics, historyRouteMetrics, verdictMarks } from "../history-metrics.ts";
import { lineWriter, type Write } from "./line-writer.ts";
import { countText } from "../numbers.ts";
import { sparkline } from "./sparkline.ts";
import type { TerminalOptions } from "./terminal-options.ts";

/** A terminal that may show the characters of sparklines. */
export interface HistoryLook extends TerminalOptions {
  readonly unicode: boolean;
}

/** The last runs of each policy: a sparkline a metric and route, then a line a run. */
export function renderHistory(report: HistoryReport, look: HistoryLook): string {
  const write = lineWriter(look);
  const lines = report.policies.flatMap((policy) => [
    ...heading(policy, write),
    ...trends(policy, look, write),
    ...routeTrends(policy, look, write),
    ...runTable(policy).flatMap((line) => write(line)),
    "",
  ]);
  lines.push(...report.notes.flatMap((note) => write(`Note: ${note}`, "yellow")));
  return `${lines.join("\n").trimEnd()}\n`;
}

function heading({ policy, dataset, runs }: PolicyHistory, write: Write): readonly string[] {
  const count = runs.length === 1 ? "1 run" : `${countText(runs.length)} runs`;
  const [first, last] = [runs[0]!, runs.at(-1)!].map(({ started_at }) => started_at.slice(0, 10));
  const days = first === last ? first : `${first} to ${last}`;
  return write(`${policy} on ${dataset}: ${count}, ${days}`, "bold");
}

function trends({ runs }: PolicyHistory, look: HistoryLook, write: Write): readonly string[] {
  return historyMetrics.flatMap(({ title, unit, of }) => {
    const estimates = runs.map(({ figures }) => of(figures));
    const line = sparkline(
      estimates.map(([value]) => value),
      look.unicode,
    );
    const [value, lower, upper] = estimates.at(-1)!;
    const shown = intervalText({ value, lower, upper, n: 0, method: "" }, unit);
    return write(`  ${padded(title, 18)} ${line}  ${shown}`);
  });
}

/** Routes by the name, each with how its figures moved and what they were in the last run. */
function routeTrends({ runs }: PolicyHistory, look: HistoryLook, write: Write): readonly string[] {
  const names = [...new Set(runs.flatMap(({ figures }) => Object.keys(figures.routes)))].toSorted();
  return names.flatMap((name) => {
    const ofRoute = runs.map(({ figures }) =>
      Object.hasOwn(figures.routes, name) ? figures.routes[name] : undefined,
    );
    const isGone = ofRoute.at(-1) === undefined;
    const lines = historyRouteMetrics.flatMap(({ title, unit, key }) => {
      const values = ofRoute.map((route) => route?.[key] ?? null);
      const last = isGone ? "" : valueText(values.at(-1)!, unit);
      return write(
        `    ${padded(title, 18)} ${sparkline(values, look.unicode)}  ${last}`.trimEnd(),
      );
    });
    const note = isGone ? " (decided for no record of the last run)" : "";
    return [...write(`  route ${name}${note}`), ...lines];
  });
}

function runTable({ runs }: PolicyHistory): readonly string[] {
  const header = ["started", "run", "verdict", "acceptance", "cost each", "p95", "changed"];
  const rows = [header, ...runs.map(runRow)];
  const widths = header.map((_, column) =>
    Math.max(...rows.map((row) => displayWidth(row[column] ?? ""))),
  );
  return rows.map((row) =>
    `  ${row.map((cell, column) => padded(cell, widths[column]!)).join("  ")}`.trimEnd(),
  );
}

function runRow({
  started_at,
  verdict,
  complete,
  figures,
  changed,
  folder,
}: HistoryPoint): readonly string[] {
  const shown = verdict === null ? "baseline" : verdictMarks[verdict];
  return [
    started_at.slice(0, 10),
    folder,
    complete ? shown : "! incomplete",
    valueText(figures.acceptance_rate[0], "rate"),
    valueText(figures.cost_per_accepted_usd[0], "usd"),
    valueText(figures.p95_ms[0], "ms"),
    changed.length === 0 ? "–" : changed.join(", "),
  ];
}
