import { exclusionsOf } from "../exclusions.ts";
import { inert } from "../markdown-text.ts";
import type { RunReport } from "../run-report.ts";

/** What the numbers do not hold, as a list. */
export function notInTheNumbers(report: RunReport): string {
  const lines = exclusionsOf(report).map(({ policy, text }) =>
    policy === undefined ? `- ${text}` : `- ${inert(policy)}: ${text}`,
  );
  return `## Not in these numbers\n\n${lines.join("\n")}`;
}
