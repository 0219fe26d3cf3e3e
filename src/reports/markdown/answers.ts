import { type Arm, armsOf } from "../arms.ts";
import { isCostUnknown } from "../cost-text.ts";
import { limitText, observedText, recordsNeeded, tallyText, worstFirst } from "../gate-text.ts";
import { codeSpan, inert } from "../markdown-text.ts";
import { countText, pointsText, rateText } from "../numbers.ts";
import { ownValue } from "../own-value.ts";
import { toolCommand } from "../run-command.ts";
import type { RunReport } from "../run-report.ts";
import { segmentDifferences } from "../segment-differences.ts";
import { exclusions } from "./exclusions.ts";

const SENTENCE_CHARS = 300;

/** The first questions of an engineer, a CI job and a finance reviewer, a line each. */
export function answers(report: RunReport): string {
  const [baseline, ...candidates] = armsOf(report);
  const shown = candidates.slice(0, 2);
  const isAlone = candidates.length === 1;
  const lines = shown.flatMap((arm) => {
    const whose = isAlone ? "" : ` of ${inert(arm.name)}`;
    return [
      `- **Gates${whose}:** ${gatesLine(arm)}`,
      `- **Worst segment${whose}:** ${segmentLine(baseline, arm)}`,
      `- **Records that show it:** ${recordsLine(report, arm)}`,
    ];
  });
  return [...lines, `- **Not in the cost:** ${notInCost(report)}`].join("\n");
}

function gatesLine({ comparison }: Arm): string {
  if (comparison === undefined) return "not compared";
  const { gates } = comparison;
  const tally = tallyText(gates);
  const needed = recordsNeeded(gates);
  const more =
    needed === undefined ? "" : `; about ${countText(needed)} records in all would settle it`;
  const worst = worstFirst(gates)[0];
  if (worst === undefined || worst.status === "pass") return `${tally}${more}.`;
  const observed = observedText(worst);
  const word = worst.status === "fail" ? "Failed" : "Undecided";
  return `${tally}${more}. ${word}: ${inert(worst.id)}, observed ${observed}, limit ${limitText(worst)}.`;
}

function segmentLine(baseline: Arm, arm: Arm): string {
  const worst = segmentDifferences(baseline.metrics, arm.metrics)[0];
  if (worst?.acceptanceDifference === undefined) return "no tag value can be compared";
  const { value: before } = worst.baseline.acceptance_rate;
  const { value: after } = worst.candidate.acceptance_rate;
  const small = worst.isSmall ? ", a small segment" : "";
  const loses = worst.acceptanceDifference < 0 ? "" : "none loses; the least favourable is ";
  return (
    `${loses}${inert(worst.tag)}=${inert(worst.value)}: accepted ${rateText(before ?? 0)} → ${rateText(after ?? 0)} ` +
    `(${pointsText(worst.acceptanceDifference)}, n=${countText(worst.n)}${small})`
  );
}

function recordsLine(report: RunReport, { name, comparison }: Arm): string {
  const { folder } = report;
  const lost = comparison?.discordant.baseline_only ?? 0;
  const won = comparison?.discordant.candidate_only ?? 0;
  const counts = `${countText(lost)} accepted by the baseline only, ${countText(won)} by the candidate only`;
  const witnesses = ownValue(report.witnesses, name) ?? [];
  if (witnesses.length === 0) {
    const command = toolCommand("show", folder, "RECORD");
    return `${counts}; ids stand in outcomes.jsonl, then ${codeSpan(command)}`;
  }
  const commands = witnesses
    .slice(0, 2)
    .map(
      ({ recordId, because }) =>
        `${codeSpan(toolCommand("show", folder, recordId))} (${inert(because, SENTENCE_CHARS)})`,
    );
  return `${counts}; ${commands.join(", ")}`;
}

function notInCost(report: RunReport): string {
  const unknown = armsOf(report).flatMap(({ name, metrics: { overall } }) => {
    if (overall.cost.unknown_attempts === 0) return [];
    const count = isCostUnknown(overall) ? "every attempt" : countText(overall.cost.unknown_attempts);
    return [`${count} of ${inert(name)} without a known cost`];
  });
  const attempts = unknown.length === 0 ? ["every attempt's own cost is known"] : unknown;
  return `${exclusions.join("; ")}; ${attempts.join(", ")}.`;
}
