import type { PolicyComparison } from "../../core/comparison.ts";
import { inert } from "../markdown-text.ts";
import { countText } from "../numbers.ts";
import type { RunReport } from "../run-report.ts";
import { overallDecision, runResult, verdictWords } from "../run-result.ts";
import { cutList } from "./cut-list.ts";

const REASON_CHARS = 400;

/** The first line: the verdict and why; of several candidates the first that it is the verdict of. */
export function headline(report: RunReport): string {
  const { comparison } = report;
  const { word, withheld } = runResult(report);
  const prefix =
    withheld === undefined ? `# ${word}: ` : `# ${word}: ${reason(withheld)}. Verdict so far: `;
  const [first, ...others] = comparison.comparisons;
  if (first === undefined) {
    return `${prefix}no candidate was compared with ${inert(comparison.baseline)}`;
  }
  if (others.length === 0) {
    const verdict = withheld === undefined ? "" : `${verdictWords[first.verdict.decision]}, `;
    return prefix + verdict + sentence(first, comparison.baseline);
  }
  const decision = overallDecision(report);
  const deciding = comparison.comparisons.filter(({ verdict }) => verdict.decision === decision);
  const share = `${countText(deciding.length)} of ${countText(comparison.comparisons.length)} candidates`;
  return `${prefix}${share}: ${deciding.map((one) => sentence(one, comparison.baseline))[0] ?? ""}`;
}

/** A line for each of several candidates; absent: there is one, and the first line tells of it. */
export function verdicts({ comparison }: RunReport, rows: number): string | undefined {
  const { baseline, comparisons } = comparison;
  if (comparisons.length < 2) return undefined;
  const { shown, note } = cutList(comparisons, rows, "candidates");
  const lines = shown.map(
    (one) => `- **${verdictWords[one.verdict.decision]}** ${sentence(one, baseline)}`,
  );
  return `${lines.join("\n")}${note}`;
}

function sentence({ candidate, verdict }: PolicyComparison, baseline: string): string {
  return `${inert(candidate)} against ${inert(baseline)}: ${reason(verdict.reasons[0] ?? "no reason was given")}`;
}

function reason(text: string): string {
  return inert(text, REASON_CHARS);
}
