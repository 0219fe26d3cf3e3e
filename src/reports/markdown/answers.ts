import { type Arm, armsOf } from "../arms.ts";
import {
  ciAnswer,
  decidingArm,
  engineerAnswer,
  financeAnswer,
  previousAnswer,
} from "../parts/answers.ts";
import { firstRows, leftOutText } from "../parts/part.ts";
import type { RunReport } from "../run-report.ts";
import { listed, strong, type Words, words } from "../words.ts";
import { wordsMarkdown } from "./part.ts";

/** Candidates beyond the deciding one that get a line of their own near the top. */
const OTHERS_SHOWN = 2;

/**
 * The first questions of a CI job, an engineer and a finance reviewer, a line each: of the candidate
 * that the run's exit code speaks of.
 */
export function answers(report: RunReport): string {
  const arm = decidingArm(report);
  if (arm === undefined) return line(words`CI:`, ciAnswer(report, undefined));
  const isAlone = report.comparison.candidates.length === 1;
  const of = isAlone ? undefined : words`, ${arm.name}`;
  const since = previousAnswer(report, arm);
  return [
    line(words`CI${of}:`, [...ciAnswer(report, arm), ...(since === undefined ? [] : [since])]),
    line(words`Engineer${of}:`, engineerAnswer(report, arm)),
    line(words`Finance${of}:`, financeAnswer(report, arm)),
  ].join("\n");
}

/** The same for an engineer, of the candidates that the first lines pass over. */
export function otherAnswers(report: RunReport, rows: number): string | undefined {
  const [, ...candidates] = armsOf(report);
  const deciding = decidingArm(report)?.name;
  const others = candidates.filter(({ name }) => name !== deciding);
  if (others.length === 0) return undefined;
  const { shown, leftOut } = firstRows(others, Math.min(rows, OTHERS_SHOWN), "candidates");
  const lines = shown.map((arm: Arm) =>
    line(words`Engineer, ${arm.name}:`, engineerAnswer(report, arm)),
  );
  return lines.join("\n") + (leftOut === undefined ? "" : `\n\n${leftOutText(leftOut)}`);
}

function line(reader: Words, sentences: readonly Words[]): string {
  return `- ${wordsMarkdown(words`${strong(reader)} ${listed(sentences, " ")}`)}`;
}
