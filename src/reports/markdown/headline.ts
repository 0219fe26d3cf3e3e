import type { PolicyComparison } from "../../core/comparison.ts";
import { inert } from "../markdown-text.ts";
import { countText } from "../numbers.ts";
import type { RunReport } from "../run-report.ts";
import { overallDecision, runResult, verdictWords } from "../run-result.ts";

const REASON_CHARS = 400;

/** The first line: the verdict and why; with several candidates a line each below it. */
export function headline(report: RunReport, rows: number): string {
  const { comparison } = report;
  const { word, withheld } = runResult(report);
  const prefix = withheld === undefined ? `# ${word}: ` : `# ${word}: ${reason(withheld)}. Verdict so far: `;
  const [first, ...others] = comparison.comparisons;
  if (first === undefined) {
    return `${prefix}no candidate was compared with ${inert(comparison.baseline)}`;
  }
  if (others.length === 0) {
    const verdict = withheld === undefined ? "" : `${verdictWords[first.verdict.decision]}, `;
    return prefix + verdict + sentence(first, comparison.baseline);
  }
  return severalLines(report, prefix, rows).join("\n");
}

function severalLines(report: RunReport, prefix: string, rows: number): readonly string[] {
  const { baseline, comparisons } = report.comparison;
  const decision = overallDecision(report);
  const deciding = comparisons.filter(({ verdict }) => verdict.decision === decision);
  const share = `${countText(deciding.length)} of ${countText(comparisons.length)} candidates`;
  const lines = [`${prefix}${share}: ${deciding.map((one) => sentence(one, baseline))[0] ?? ""}`, ""];
  for (const one of comparisons.slice(0, rows)) {
    lines.push(`- **${verdictWords[one.verdict.decision]}** ${sentence(one, baseline)}`);
  }
  const rest = comparisons.length - rows;
  if (rest > 0) lines.push(`- and ${countText(rest)} more candidates in comparison.json`);
  return lines;
}

function sentence({ candidate, verdict }: PolicyComparison, baseline: string): string {
  return `${inert(candidate)} against ${inert(baseline)}: ${reason(verdict.reasons[0] ?? "no reason was given")}`;
}

function reason(text: string): string {
  return inert(text, REASON_CHARS);
}
