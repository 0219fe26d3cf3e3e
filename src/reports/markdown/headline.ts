import { firstRows, leftOutText } from "../parts/part.ts";
import { headline as headlineWords, verdictSentence } from "../parts/headline.ts";
import type { RunReport } from "../run-report.ts";
import { verdictWords } from "../run-result.ts";
import { wordsMarkdown } from "./part.ts";

/** The first line: the verdict and why; of several candidates the first that it is the verdict of. */
export function headline(report: RunReport): string {
  return `# ${wordsMarkdown(headlineWords(report))}`;
}

/** A line for each of several candidates; absent: there is one, and the first line tells of it. */
export function verdicts({ comparison }: RunReport, rows: number): string | undefined {
  const { baseline, comparisons } = comparison;
  if (comparisons.length < 2) return undefined;
  const { shown, leftOut } = firstRows(comparisons, rows, "candidates");
  const lines = shown.map(
    (one) =>
      `- **${verdictWords[one.verdict.decision]}** ${wordsMarkdown(verdictSentence(one, baseline))}`,
  );
  return lines.join("\n") + (leftOut === undefined ? "" : `\n\n${leftOutText(leftOut)}`);
}
