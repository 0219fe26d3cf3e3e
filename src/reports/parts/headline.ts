import type { PolicyComparison } from "../../core/comparison.ts";
import { countText } from "../numbers.ts";
import type { RunReport } from "../run-report.ts";
import { overallDecision, runResult, verdictWords } from "../run-result.ts";
import { data, own, type Words, words } from "../words.ts";

const REASON_CHARS = 400;

/** The verdict and why; of several candidates the first that it is the verdict of. */
export function headline(report: RunReport): Words {
  const { comparison } = report;
  const { word, withheld } = runResult(report);
  const prefix =
    withheld === undefined
      ? words`${own(word)}: `
      : words`${own(word)}: ${data(withheld, REASON_CHARS)}. Verdict so far: `;
  const [first, ...others] = comparison.comparisons;
  if (first === undefined) {
    return words`${prefix}no candidate was compared with ${comparison.baseline}`;
  }
  if (others.length === 0) {
    const verdict = withheld === undefined ? "" : `${verdictWords[first.verdict.decision]}, `;
    return words`${prefix}${own(verdict)}${verdictSentence(first, comparison.baseline)}`;
  }
  const decision = overallDecision(report);
  const deciding = comparison.comparisons.filter(({ verdict }) => verdict.decision === decision);
  const share = `${countText(deciding.length)} of ${countText(comparison.comparisons.length)} candidates`;
  const sentence = deciding[0] && verdictSentence(deciding[0], comparison.baseline);
  return words`${prefix}${own(share)}: ${sentence}`;
}

/** Whom a verdict is about, and its first reason. */
export function verdictSentence({ candidate, verdict }: PolicyComparison, baseline: string): Words {
  const because = verdict.reasons[0] ?? "no reason was given";
  return words`${candidate} against ${baseline}: ${data(because, REASON_CHARS)}`;
}
