import type { GateResult, LatencyMetrics, Metrics } from "../core/comparison.ts";
import { type Arm, armsOf } from "./arms.ts";
import { ceilingNotes } from "./ceiling-notes.ts";
import { classifierCostText } from "./cost-text.ts";
import { overrideLines } from "./decision-text.ts";
import { displayWidth, padded, wrapped } from "./display-width.ts";
import { estimateText, sampleText, valueText } from "./estimate-text.ts";
import {
  gateMarks,
  limitText,
  observedText,
  recordsNeeded,
  shownEstimate,
  shownLimit,
  worstFirst,
} from "./gate-text.ts";
import { barLegend, intervalBar } from "./interval-bar.ts";
import { countText } from "./numbers.ts";
import { ownValue } from "./own-value.ts";
import { projectionRows } from "./projection.ts";
import { segmentNotes } from "./segment-notes.ts";
import { painter, type Paint, type Style } from "./paint.ts";
import { previousLines } from "./previous-text.ts";
import { toolCommand } from "./run-command.ts";
import type { RunReport } from "./run-report.ts";
import { runResult, verdictWords } from "./run-result.ts";
import { paidText } from "./spend-text.ts";
import { terminalText } from "./terminal-text.ts";

/** How wide a terminal is, and what it shows. */
export interface TerminalOptions {
  readonly width: number;
  readonly colour: boolean;
  /** What plots are drawn with; absent: nothing is plotted. */
  readonly plots?: "blocks" | "ascii" | undefined;
}

/** Narrower terminals have no room for a plot beside its words. */
const PLOT_FROM_WIDTH = 100;

const decisionStyles = { promote: "green", inconclusive: "yellow", reject: "red" } as const;
const gateStyles = { pass: "green", inconclusive: "yellow", fail: "red" } as const;

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
  lines.push(`Report: ${terminalText(reportPath(report))}`, `Next:   ${terminalText(nextCommand(report))}`);
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
  return rows.map(
    ({ title, change }, index) =>
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

function gatesLines(
  gates: readonly GateResult[],
  options: TerminalOptions,
  paint: Paint,
): readonly string[] {
  const lines = gates.map((gate) => gateLines(gate, options, paint));
  const { width, plots } = options;
  if (plots === undefined || width < PLOT_FROM_WIDTH) return lines.flat();
  const bars = gates.map((gate) => gateBar(gate, Math.floor(width / 8) * 2 + 1, plots));
  if (bars.every((bar) => bar === undefined)) return lines.flat();
  const withBars = lines.flatMap((text, index) => {
    const bar = bars[index];
    return bar === undefined ? text : [...text, `    ${bar}`.trimEnd()];
  });
  return [...withBars, `    ${paint("dim", barLegend(plots))}`];
}

/** The gate's interval against its limit; a count of records has none. */
function gateBar(
  gate: GateResult,
  columns: number,
  look: "blocks" | "ascii",
): string | undefined {
  if (gate.observed.method === "count") return undefined;
  return intervalBar(shownEstimate(gate), shownLimit(gate), Math.min(columns, 41), look);
}

function gateLines(gate: GateResult, options: TerminalOptions, paint: Paint): readonly string[] {
  const observed = observedText(gate);
  const facts = `${observed}, ${sampleText(gate.observed)}, limit ${limitText(gate)}`;
  const text = terminalText(`${gateMarks[gate.status].mark} ${gate.id}: ${facts}`);
  return block(text, "  ", options, paint, gateStyles[gate.status]);
}

/** A line of text within the width; continuation lines are set in, and data never begins one. */
function block(
  text: string,
  indent: string,
  { width }: TerminalOptions,
  paint: Paint,
  style?: Style,
): readonly string[] {
  const room = Math.max(20, width - indent.length - 2);
  return wrapped(text, room).map((piece, index) => {
    const line = index === 0 ? piece : `│ ${piece}`;
    return indent + (style === undefined || index > 0 ? line : paintFirstWord(paint, style, line));
  });
}

function paintFirstWord(paint: Paint, style: Style, line: string): string {
  const end = line.indexOf(" ");
  return end < 0 ? paint(style, line) : paint(style, line.slice(0, end)) + line.slice(end);
}

/** The report for people where it was asked for, else the one that is always written. */
function reportPath({ folder, reportsFolder = folder, manifest }: RunReport): string {
  const file = manifest.options.formats.includes("md") ? "report.md" : "comparison.json";
  return `${reportsFolder.replace(/\/+$/, "")}/${file}`;
}

/** The one command that helps most now. */
function nextCommand(report: RunReport): string {
  const { folder, comparison, witnesses } = report;
  const { status } = report.manifest;
  if (status === "incomplete" && report.manifest.refused_keys !== undefined) {
    return toolCommand("run", "--resume", folder, "--retry-errors");
  }
  if (status === "incomplete") {
    const witness = Object.values(witnesses ?? {}).flat()[0];
    return toolCommand("show", folder, witness?.recordId ?? "RECORD");
  }
  if (status !== "complete") return toolCommand("run", "--resume", folder);
  if (asksForCalls(report)) return `${toCallsFor(report.manifest)} --max-spend USD`;
  for (const { candidate, verdict, gates } of comparison.comparisons) {
    if (verdict.decision === "reject") {
      const witness = ownValue(witnesses, candidate)?.[0];
      return toolCommand("show", folder, witness?.recordId ?? "RECORD");
    }
    const needed = recordsNeeded(gates);
    if (verdict.decision === "inconclusive" && needed !== undefined) {
      return `run again with about ${countText(needed)} records`;
    }
  }
  if (report.manifest.across !== undefined) return toolCommand("show", folder, "RECORD");
  return toolCommand("report", folder, "--format", "csv");
}

/** A log left open what the models themselves can answer. */
function asksForCalls({ comparison, manifest }: RunReport): boolean {
  const { coverage, comparisons } = comparison;
  if (coverage === undefined || manifest.provider !== "log") return false;
  if (comparisons.some(({ verdict }) => verdict.decision !== "inconclusive")) return false;
  return Object.values(coverage.policies).some(
    ({ not_covered: missing }) => missing.other_route + missing.attempt_not_logged > 0,
  );
}

function toCallsFor({ options }: RunReport["manifest"]): string {
  const { dataset, baseline, candidates } = options;
  return toolCommand(
    "run",
    "--provider",
    "live",
    "--only-uncovered",
    "--dataset",
    dataset,
    "--baseline",
    baseline,
    ...candidates.flatMap((candidate) => ["--candidate", candidate]),
  );
}
