import { type Arm, armsOf } from "../arms.ts";
import { isCostUnknown } from "../cost-text.ts";
import { errorsOf, type ErrorOrigin } from "../error-origin.ts";
import { estimateText, valueText } from "../estimate-text.ts";
import { limitText, observedText, recordsNeeded, tallyText, worstFirst } from "../gate-text.ts";
import { codeSpan, inert } from "../markdown-text.ts";
import { countText, pointsText, rateText } from "../numbers.ts";
import { ownValue } from "../own-value.ts";
import { projectionRows } from "../projection.ts";
import { toolCommand } from "../run-command.ts";
import type { RunReport } from "../run-report.ts";
import { overallDecision, runResult } from "../run-result.ts";
import { segmentDifferences } from "../segment-differences.ts";
import { cutList } from "./cut-list.ts";
import { exclusions } from "../exclusions.ts";

const SENTENCE_CHARS = 300;

/** Candidates beyond the deciding one that get a line of their own near the top. */
const OTHERS_SHOWN = 2;

/**
 * The first questions of a CI job, an engineer and a finance reviewer, a line each: of the candidate
 * that the run's exit code speaks of.
 */
export function answers(report: RunReport): string {
  const [baseline, ...candidates] = armsOf(report);
  const arm = decidingArm(report, candidates);
  if (arm === undefined) return `- **CI:** ${ciLine(report, baseline, baseline)}`;
  const of = candidates.length === 1 ? "" : `, ${inert(arm.name)}`;
  return [
    `- **CI${of}:** ${ciLine(report, baseline, arm)}`,
    `- **Engineer${of}:** ${engineerLine(report, baseline, arm)}`,
    `- **Finance${of}:** ${financeLine(report, baseline, arm)}`,
  ].join("\n");
}

/** The same for an engineer, of the candidates that the first lines pass over. */
export function otherAnswers(report: RunReport, rows: number): string | undefined {
  const [baseline, ...candidates] = armsOf(report);
  const others = candidates.filter((arm) => arm !== decidingArm(report, candidates));
  if (others.length === 0) return undefined;
  const { shown, note } = cutList(others, Math.min(rows, OTHERS_SHOWN), "candidates");
  const lines = shown.map(
    (arm) => `- **Engineer, ${inert(arm.name)}:** ${engineerLine(report, baseline, arm)}`,
  );
  return `${lines.join("\n")}${note}`;
}

/** The first candidate whose verdict is the run's. */
function decidingArm(report: RunReport, candidates: readonly Arm[]): Arm | undefined {
  const decision = overallDecision(report);
  return (
    candidates.find(({ comparison }) => comparison?.verdict.decision === decision) ?? candidates[0]
  );
}

function ciLine(report: RunReport, before: Arm, after: Arm): string {
  const { lamp, exitCode } = runResult(report);
  const change = (origin: ErrorOrigin): string =>
    [before, after].map(({ metrics }) => countText(errorsOf(metrics.overall, origin))).join(" → ");
  return (
    `**${lamp}**, exit code ${exitCode}. Records that ended in an error: ours ${change("ours")}, ` +
    `the provider's ${change("provider")}. All of it: ${codeSpan(report.folder)}`
  );
}

function engineerLine(report: RunReport, baseline: Arm, arm: Arm): string {
  return (
    `gates: ${gatesLine(arm)} Worst segment: ${segmentLine(baseline, arm)}. ` +
    `Records: ${recordsLine(report, arm)}`
  );
}

function financeLine(report: RunReport, baseline: Arm, arm: Arm): string {
  const [before, after] = [baseline, arm].map(({ metrics }) =>
    estimateText(metrics.overall.cost.per_accepted_usd, "usd"),
  );
  const ratio = arm.comparison?.cost_per_accepted_ratio;
  const change = ratio === undefined ? "" : `, ${estimateText(ratio, "ratio")}`;
  return (
    `cost per accepted outcome ${before} → ${after}${change}. ${monthText(report, arm)} ` +
    `Not in it: ${notInCost(report)}`
  );
}

/** What a month would cost before and after, where somebody stated a volume. */
function monthText(report: RunReport, arm: Arm): string {
  const rows = projectionRows(report).filter(({ isMonthly }) => isMonthly);
  const before = rows.find(({ role }) => role === "baseline");
  const after = rows.find(({ policy, role }) => policy === arm.name && role === "candidate");
  if (before === undefined || after === undefined) {
    return "A month: no volume was stated (`--monthly-requests N`).";
  }
  const saving =
    after.change_usd === undefined ? "" : `, ${estimateText(after.change_usd, "usd_difference")}`;
  const costs = [before, after].map(({ cost_usd: { value, reason } }) =>
    valueText(value, "usd", reason),
  );
  return `A month of ${countText(after.requests)} requests of this mix: ${costs.join(" → ")}${saving}.`;
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
    const count = isCostUnknown(overall)
      ? "every attempt"
      : countText(overall.cost.unknown_attempts);
    return [`${count} of ${inert(name)} without a known cost`];
  });
  const attempts = unknown.length === 0 ? ["every attempt's own cost is known"] : unknown;
  return `${exclusions.join("; ")}; ${attempts.join(", ")}.`;
}
