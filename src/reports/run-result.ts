import type { VerdictDecision } from "../core/comparison.ts";
import { refusalText } from "../core/refused-key.ts";
import { infrastructureShare } from "./error-origin.ts";
import { rateText } from "./numbers.ts";
import type { RunReport } from "./run-report.ts";

/** How a whole run ended, for a person, a lamp and a CI job. */
export interface RunResult {
  readonly word: "PROMOTE" | "REJECT" | "INCONCLUSIVE" | "INCOMPLETE" | "INTERRUPTED";
  readonly lamp: "green" | "yellow" | "red";
  readonly exitCode: number;
  /** Why the verdicts do not count; absent where they do. */
  readonly withheld: string | undefined;
}

/** A verdict as a headline says it. */
export const verdictWords: Readonly<Record<VerdictDecision, string>> = {
  promote: "PROMOTE",
  reject: "REJECT",
  inconclusive: "INCONCLUSIVE",
};

const decided: Readonly<Record<VerdictDecision, RunResult>> = {
  promote: { word: "PROMOTE", lamp: "green", exitCode: 0, withheld: undefined },
  inconclusive: { word: "INCONCLUSIVE", lamp: "yellow", exitCode: 101, withheld: undefined },
  reject: { word: "REJECT", lamp: "red", exitCode: 100, withheld: undefined },
};

/** The run's result: of its verdicts where it is complete, of its state where it is not. */
export function runResult(report: RunReport): RunResult {
  switch (report.manifest.status) {
    case "complete":
      return decided[overallDecision(report)];
    case "incomplete":
      return {
        word: "INCOMPLETE",
        lamp: "red",
        exitCode: 3,
        withheld:
          ownProblems(report) ??
          `infrastructure errors on more than ${rateText(report.manifest.options.max_error_rate)} of the records`,
      };
    case "spend_cap":
      return {
        word: "INTERRUPTED",
        lamp: "yellow",
        exitCode: 4,
        withheld: "the run met its spend cap before its end and can be resumed",
      };
    case "running":
    case "interrupted":
      return {
        word: "INTERRUPTED",
        lamp: "yellow",
        exitCode: 130,
        withheld: "the run was stopped before its end and can be resumed",
      };
  }
}

/** What of our own set-up broke the run; absent: nothing did. */
export function ownProblems(report: RunReport): string | undefined {
  const problems = [
    ...(report.manifest.refused_keys ?? []).map(refusalText),
    infrastructureProblem(report),
  ].filter((problem) => problem !== undefined);
  return problems.length === 0 ? undefined : problems.join("; ");
}

/** Which arm had infrastructure errors on too many records; absent: none had. */
function infrastructureProblem({ comparison, manifest }: RunReport): string | undefined {
  const limit = manifest.options.max_error_rate;
  const over = Object.entries(comparison.policies).flatMap(([policy, { overall }]) => {
    const share = infrastructureShare(overall);
    return share > limit ? [`${rateText(share)} of ${policy}'s records`] : [];
  });
  if (over.length === 0) return undefined;
  return `infrastructure errors on ${over.join(" and ")}, at most ${rateText(limit)} is allowed`;
}

/** One promotable candidate is enough; one that is undecided keeps the run from being a reject. */
export function overallDecision({ comparison }: RunReport): VerdictDecision {
  const decisions = comparison.comparisons.map(({ verdict }) => verdict.decision);
  if (decisions.includes("promote")) return "promote";
  if (decisions.includes("inconclusive") || decisions.length === 0) return "inconclusive";
  return "reject";
}
