import type { GateResult, PolicyComparison } from "../../core/comparison.ts";
import { valueText } from "../estimate-text.ts";
import { gateMarks, limitText, observedText, worstFirst } from "../gate-text.ts";
import { inert, table } from "../markdown-text.ts";
import { metricUnit } from "../metric-unit.ts";
import { countText } from "../numbers.ts";
import type { RunReport } from "../run-report.ts";
import { cutList } from "./cut-list.ts";

const BECAUSE_CHARS = 200;
const NOTE =
  "Worst first. The bounds beside an observed value are the one-sided ones that decide the gate.";

/** Every gate of every candidate, the worst first. */
export function scorecard({ comparison }: RunReport, rows: number): string {
  const { shown, note } = cutList(comparison.comparisons, rows, "candidates");
  const parts = shown.map((one) => candidateGates(one, comparison.baseline, rows));
  return `## Gates\n\n${NOTE}\n\n${parts.join("\n\n")}${note}`;
}

function candidateGates(one: PolicyComparison, baseline: string, rows: number): string {
  const title = `### ${inert(one.candidate)} against ${inert(baseline)}`;
  if (one.gates.length === 0)
    return `${title}\n\nNo gate was asked for, so nothing can be decided.`;
  const { shown, note } = cutList(worstFirst(one.gates), rows, "gates");
  const header = ["result", "gate", "baseline", "candidate", "observed", "limit", "n", "why"];
  return `${title}\n\n${table(header, shown.map(gateRow))}${note}${reasons(one, rows)}`;
}

function gateRow(gate: GateResult): readonly string[] {
  const { mark, word } = gateMarks[gate.status];
  const unit = metricUnit(gate.metric);
  return [
    `${mark} ${word}`,
    inert(gate.id, BECAUSE_CHARS),
    armValue(gate.baseline, unit),
    armValue(gate.candidate, unit),
    observedText(gate),
    limitText(gate),
    countText(gate.observed.n),
    inert(gate.because, BECAUSE_CHARS),
  ];
}

function armValue(value: number | null, unit: "rate" | "ms" | "usd"): string {
  return value === null ? "–" : valueText(value, unit);
}

/** Reasons that neither the headline nor a row of the table gives already. */
function reasons({ verdict, gates }: PolicyComparison, rows: number): string {
  const said = new Set(gates.map(({ because }) => because));
  const more = verdict.reasons.slice(1).filter((text) => !said.has(text));
  if (more.length === 0) return "";
  const { shown, note } = cutList(more, rows, "reasons");
  const lines = shown.map((text) => `- Because: ${inert(text, 2 * BECAUSE_CHARS)}`);
  return `\n\n${lines.join("\n")}${note}`;
}
