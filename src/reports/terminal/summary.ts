import { block } from "./summary-block.ts";
import { gatesLines } from "./summary-gates.ts";
import { nextCommand } from "./next-command.ts";
import type { TerminalOptions } from "./terminal-options.ts";
import type { LatencyMetrics, Metrics } from "../../core/metrics.ts";
import { type Arm, armsOf } from "../arms.ts";
import { ceilingNotes } from "./ceiling-notes.ts";
import { classifierCostText } from "../cost-text.ts";
import { overrideLines } from "../decision-text.ts";
import { displayWidth, padded } from "../display-width.ts";
import { estimateText, valueText } from "../estimate-text.ts";
import { formats } from "../formats.ts";
import { worstFirst } from "../gate-text.ts";
import { countText } from "../numbers.ts";
import { projectionRows } from "../projection.ts";
import { segmentNotes } from "./segment-notes.ts";
import { painter, type Paint } from "./paint.ts";
import { previousLines } from "../previous-text.ts";
import type { RunReport } from "../run-report.ts";
import { runResult, verdictWords } from "../run-result.ts";
import { paidText } from "../spend-text.ts";
import { terminalText } from "./terminal-text.ts";

const decisionStyles = { promote: "green", inconclusive: "yellow", reject: "red" } as const;

/** What `run` prints at its end: verdict, why, three numbers, gates, report, next command. */
export function renderSummary(report: RunReport, options: TerminalOptions): string {
  const paint = painter(options.colour);
  const [baseline, ...candidates] = armsOf(report);
  const { word, lamp, withheld } = runResult(report);
  const lines: string[] = [];
  if (withheld !== undefined) {
    lines.push(...block(`${word}  ${terminalText(withheld)}`, "", options, paint, lamp), "");
  }
  for (const arm of candidates) {
    lines.push(...candidateLines(report, baseline, arm, options), "");
  }
  lines.push(...earlierLines(report, options, paint));
  lines.push(...cautions(report, options, paint));
  const spend = paidText(report);
  if (spend !== undefined) lines.push(`Paid:   ${spend}`);
  lines.push(
    `Report: ${terminalText(reportPath(report))}`,
    `Next:   ${terminalText(nextCommand(report))}`,
  );
  return `${lines.join("\n")}\n`;
}

/** Each candidate against an earlier run, where that was asked for. */
function earlierLines(report: RunReport, look: TerminalOptions, paint: Paint): readonly string[] {
  return (report.manifest.previous ?? []).flatMap((one) => {
    const lines = previousLines(one).map(terminalText);
    return [...lines.flatMap((line, at) => block(line, at === 0 ? "" : "  ", look, paint)), ""];
  });
}

/** What a reader of the verdict has to know before trusting it. */
function cautions(report: RunReport, options: TerminalOptions, paint: Paint): readonly string[] {
  const { rejected } = report.comparison.dataset;
  const unread =
    rejected === 0 ? [] : [`${countText(rejected)} rows could not be read: see rejected.jsonl`];
  const unlike = report.comparison.drift?.warnings ?? [];
  const { warnings, decisions = [] } = report.manifest;
  const notes = [...ceilingNotes(report), ...unlike, ...overrideLines(decisions), ...warnings];
  const all = [...unread, ...notes];
  const lines = all.flatMap((text) =>
    block(`Note: ${terminalText(text)}`, "", options, paint, "yellow"),
  );
  return lines.length === 0 ? [] : [...lines, ""];
}

function candidateLines(
  report: RunReport,
  baseline: Arm,
  arm: Arm,
  options: TerminalOptions,
): readonly string[] {
  const { comparison } = arm;
  const pair = terminalText(`${arm.name} against ${baseline.name}`);
  if (comparison === undefined) return [`${pair}: not compared`];
  const paint = painter(options.colour);
  const { decision, reasons } = comparison.verdict;
  const title = paint(decisionStyles[decision], paint("bold", verdictWords[decision]));
  return [
    `${title}  ${pair}`,
    ...block(`Why: ${terminalText(reasons[0] ?? "no reason was given")}`, "", options, paint),
    "",
    ...numberLines(report, baseline, arm),
    ...[baseline, arm].flatMap((one) => classifierLines(one, options, paint)),
    "",
    ...gatesLines(worstFirst(comparison.gates), options, paint),
    ...segmentNotes(comparison).flatMap((text) =>
      block(terminalText(text), "  ", options, paint, "yellow"),
    ),
  ];
}

function numberLines(report: RunReport, baseline: Arm, arm: Arm): readonly string[] {
  const { comparison } = arm;
  if (comparison === undefined) return [];
  const [before, after] = [baseline.metrics.overall, arm.metrics.overall];
  const rows = [
    {
      title: "acceptance",
      values: [before.acceptance_rate, after.acceptance_rate],
      unit: "rate",
      change: estimateText(comparison.acceptance_rate_difference, "points"),
    },
    {
      title: "p95 to the answer",
      values: [before.latency.p95_ms, after.latency.p95_ms],
      unit: "ms",
      change: estimateText(comparison.p95_complete_ratio, "ratio"),
    },
    {
      title: "cost per accepted",
      values: [before.cost.per_accepted_usd, after.cost.per_accepted_usd],
      unit: "usd",
      change: estimateText(comparison.cost_per_accepted_ratio, "ratio"),
    },
    ...monthlyRow(report, baseline, arm),
    ...responseRow(before, after),
  ] as const;
  const shown = rows.map(({ values, unit }) =>
    values.map(({ value, reason }) => valueText(value, unit, reason)).join(" → "),
  );
  const width = Math.max(...shown.map(displayWidth));
  return rows.map(({ title, change }, index) =>
    `  ${padded(title, 18)} ${padded(shown[index] ?? "", width)}   ${change}`.trimEnd(),
  );
}

/** What a month would cost, where a volume was stated; it assumes this dataset's mix. */
function monthlyRow(report: RunReport, baseline: Arm, arm: Arm) {
  const rows = projectionRows(report).filter(({ isMonthly }) => isMonthly);
  const before = rows.find(({ policy, role }) => policy === baseline.name && role === "baseline");
  const after = rows.find(({ policy, role }) => policy === arm.name && role === "candidate");
  if (before === undefined || after?.change_usd === undefined) return [];
  const volume = `${countText(after.requests)} requests of this mix`;
  return [
    {
      title: "a month",
      values: [before.cost_usd, after.cost_usd],
      unit: "usd",
      change: `${estimateText(after.change_usd, "usd_difference")}, at ${volume}`,
    },
  ] as const;
}

/** What users waited, where records arrived at a pace of their own. */
function responseRow(
  { response_time: before }: Metrics,
  { response_time: after }: Metrics,
): readonly {
  readonly title: string;
  readonly values: readonly LatencyMetrics["p95_ms"][];
  readonly unit: "ms";
  readonly change: string;
}[] {
  if (before === undefined || after === undefined) return [];
  const values = [before.p95_ms, after.p95_ms];
  return [{ title: "p95 from arrival", values, unit: "ms", change: "" }];
}

/** What saying what the records are about took: apart from the numbers above. */
function classifierLines(
  { name, metrics: { classification, overall } }: Arm,
  options: TerminalOptions,
  paint: Paint,
): readonly string[] {
  if (classification === undefined) return [];
  const { unsure_rate: unsure, latency } = classification;
  const withIt = overall.cost.per_accepted_with_classifier_usd;
  const facts = [
    `unsure ${valueText(unsure.value, "rate", unsure.reason)}`,
    `p95 ${valueText(latency.p95_ms.value, "ms", latency.p95_ms.reason)}`,
    `${classifierCostText(classification)} apart`,
    ...(withIt === undefined
      ? []
      : [`${valueText(withIt.value, "usd", withIt.reason)} per accepted with it`]),
  ];
  return block(terminalText(`classifier of ${name}: ${facts.join(", ")}`), "  ", options, paint);
}

/** The best report for people that was asked for, else the one that is always written. */
function reportPath({ folder, reportsFolder = folder, manifest }: RunReport): string {
  const asked = manifest.options.formats;
  const forPeople = (["html", "md"] as const).find((format) => asked.includes(format));
  return `${reportsFolder.replace(/\/+$/, "")}/${formats[forPeople ?? "json"].file}`;
}
