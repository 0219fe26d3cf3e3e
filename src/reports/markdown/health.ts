import { type Arm, armsOf } from "../arms.ts";
import { overrideLines } from "../decision-text.ts";
import { errorOrigins, errorsOf } from "../error-origin.ts";
import { intervalText } from "../estimate-text.ts";
import { inert, table } from "../markdown-text.ts";
import { countText, rateText } from "../numbers.ts";
import type { RunReport } from "../run-report.ts";
import { ownProblems } from "../run-result.ts";
import { cutList } from "./cut-list.ts";

const WARNING_CHARS = 300;

/** Whether this run can be trusted: what was planned, replayed, paired, lost and unknown. */
export function health(report: RunReport, rows: number): string {
  const { comparison, manifest } = report;
  const { records, rejected, excluded } = comparison.dataset;
  const { shown, note } = cutList(armsOf(report), rows, "policies");
  const planned = records * comparison.repeats;
  const header = [
    "policy",
    "planned",
    "replayed",
    "paired",
    "coverage",
    "error rate",
    "errors by origin",
    "unknown costs",
    "unknown latencies",
  ];
  const all = [...overrideLines(manifest.decisions ?? []), ...manifest.warnings];
  const warnings = cutList(all, rows, "warnings");
  const lines = [
    `- Rows that could not be read: ${countText(rejected)}; records excluded: ${countText(excluded)}.`,
    `- Infrastructure: ${inert(ownProblems(report) ?? "within the limit", WARNING_CHARS)}.`,
    ...warnings.shown.map((warning) => `- Warning: ${inert(warning, WARNING_CHARS)}`),
  ];
  if (all.length === 0) lines.push("- No warnings.");
  const policies = table(
    header,
    shown.map((arm) => healthRow(arm, planned)),
  );
  return `## Can this run be trusted?\n\n${policies}${note}\n\n${lines.join("\n")}${warnings.note.replace("comparison.json", "run.json")}`;
}

function healthRow({ name, metrics, comparison }: Arm, planned: number): readonly string[] {
  const { overall } = metrics;
  return [
    inert(name),
    countText(planned),
    countText(overall.records),
    comparison === undefined ? "–" : countText(comparison.pairs),
    rateText(overall.coverage),
    intervalText(overall.error_rate, "rate"),
    origins(metrics),
    countText(overall.cost.unknown_attempts),
    countText(overall.latency.unknown),
  ];
}

function origins({ overall }: Arm["metrics"]): string {
  const found = errorOrigins
    .map((origin) => ({ origin, count: errorsOf(overall, origin) }))
    .filter(({ count }) => count > 0)
    .map(({ origin, count }) => `${origin} ${countText(count)}`);
  return found.length === 0 ? "none" : found.join(", ");
}
