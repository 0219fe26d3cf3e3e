import { type Arm, armsOf } from "../arms.ts";
import { isCostUnknown } from "../cost-text.ts";
import { errorsOf, type ErrorOrigin } from "../error-origin.ts";
import { recordsNeeded, tallyText, worstFirst } from "../gate-text.ts";
import { limitSpan, observedSpan } from "../gate-words.ts";
import { count, derived, estimate, value } from "../number-spans.ts";
import { itemsOf } from "../place.ts";
import { ownValue } from "../own-value.ts";
import { previousLines } from "../previous-text.ts";
import { projectionRows } from "../projection.ts";
import { toolCommand } from "../run-command.ts";
import type { RunReport } from "../run-report.ts";
import { overallDecision, runResult } from "../run-result.ts";
import { segmentDifferences } from "../segment-differences.ts";
import { code, data, listed, own, strong, type Words, words } from "../words.ts";
import { beforeAfter } from "./before-after.ts";
import { exclusions } from "./exclusions.ts";

const SENTENCE_CHARS = 300;

/** The first candidate whose verdict is the run's; undefined: there is no candidate. */
export function decidingArm(report: RunReport): Arm | undefined {
  const [, ...candidates] = armsOf(report);
  const decision = overallDecision(report);
  return (
    candidates.find(({ comparison }) => comparison?.verdict.decision === decision) ?? candidates[0]
  );
}

/** What a CI job asks: the lamp, the exit code, whose errors they are, and where all of it is. */
export function ciAnswer(report: RunReport, arm: Arm | undefined): readonly Words[] {
  const { lamp, exitCode } = runResult(report);
  const [baseline] = armsOf(report);
  const change = (origin: ErrorOrigin): Words =>
    listed(
      [baseline, arm ?? baseline].map(({ metrics }) =>
        derived(errorsOf(metrics.overall, origin), "count"),
      ),
      " → ",
    );
  return [
    words`${strong(words`${own(lamp)}`)}, exit code ${own(String(exitCode))}.`,
    words`Records that ended in an error: ours ${change("ours")}, the provider's ${change("provider")}.`,
    words`Run folder: ${code(report.folder)}`,
  ];
}

/** What changed since an earlier run; undefined: none was asked for. */
export function previousAnswer({ manifest }: RunReport, arm: Arm | undefined): Words | undefined {
  const found = manifest.previous?.find(({ candidate }) => candidate === arm?.name);
  if (found === undefined) return undefined;
  const lines = previousLines(found).map((line) => data(line, SENTENCE_CHARS));
  return words`Against an earlier run: ${listed(lines, "; ")}.`;
}

/** What an engineer asks: which gate, which segment, which record. */
export function engineerAnswer(report: RunReport, arm: Arm): readonly Words[] {
  return [
    words`Gates: ${gatesSentence(arm)}`,
    words`Worst segment: ${segmentSentence(report, arm)}.`,
    words`Records: ${recordsSentence(report, arm)}`,
  ];
}

/** What finance asks: cost per accepted outcome, a month, and what is not in the numbers. */
export function financeAnswer(
  report: RunReport,
  arm: Arm,
): readonly [perAccepted: Words, month: Words, notIn: Words] {
  const [baseline] = armsOf(report);
  const costOf = ({ place }: Arm) =>
    estimate(place.at("overall").at("cost").at("per_accepted_usd"), "usd");
  const ratio = arm.pair?.at("cost_per_accepted_ratio");
  const change = ratio && estimate(ratio, "ratio");
  return [
    words`Cost per accepted outcome: ${beforeAfter(costOf(baseline), costOf(arm), change)}.`,
    monthSentence(report, arm),
    words`Not in it: ${notInCost(report)}`,
  ];
}

/** What a month would cost before and after, where somebody stated a volume. */
function monthSentence(report: RunReport, arm: Arm): Words {
  const rows = projectionRows(report).filter(({ isMonthly }) => isMonthly);
  const before = rows.find(({ role }) => role === "baseline");
  const after = rows.find(({ policy, role }) => policy === arm.name && role === "candidate");
  if (before === undefined || after === undefined) {
    return words`A month: no volume was stated (${code("--monthly-requests N")}).`;
  }
  const { changePerRequest: change, requests } = after;
  const saving = change && estimate(change, "usd_difference", requests);
  const costOf = (row: typeof after) => value(row.perRequest, "usd", requests);
  return words`A month of ${derived(requests, "count")} requests of this mix: ${beforeAfter(costOf(before), costOf(after), saving)}.`;
}

function gatesSentence({ pair }: Arm): Words {
  if (pair === undefined) return words`not compared`;
  const { gates } = pair.value;
  const needed = recordsNeeded(gates);
  const more =
    needed === undefined
      ? undefined
      : words`; about ${derived(needed, "count")} records in all would settle it`;
  const tally = words`${own(tallyText(gates))}${more}.`;
  const worst = worstFirst(gates)[0];
  const place = itemsOf(pair.at("gates")).find(({ value: gate }) => gate === worst);
  if (worst === undefined || place === undefined || worst.status === "pass") return tally;
  const word = own(worst.status === "fail" ? "Failed" : "Undecided");
  return words`${tally} ${word}: ${worst.id}, observed ${observedSpan(place)}, limit ${limitSpan(place)}.`;
}

function segmentSentence(report: RunReport, arm: Arm): Words {
  const [baseline] = armsOf(report);
  const worst = segmentDifferences(baseline.metrics, arm.metrics)[0];
  if (worst?.acceptanceDifference === undefined) return words`no tag value can be compared`;
  const { tag, value: name, acceptanceDifference: difference } = worst;
  const [before, after] = [baseline, arm].map(({ place }) =>
    value(place.at("segments").at(tag).at(name).at("acceptance_rate"), "rate"),
  );
  const small = worst.isSmall ? own(", a small segment") : undefined;
  const loses = own(difference < 0 ? "" : "none loses; the least favourable is ");
  return words`${loses}${tag}=${name}: accepted ${before} → ${after} (${derived(difference, "points")}, n=${derived(worst.n, "count")}${small})`;
}

function recordsSentence(report: RunReport, { name, pair }: Arm): Words {
  const { folder } = report;
  const discordant = pair?.at("discordant");
  const of = (key: "baseline_only" | "candidate_only") =>
    discordant === undefined ? own("0") : count(discordant.at(key));
  const counts = words`${of("baseline_only")} accepted by the baseline only, ${of("candidate_only")} by the candidate only`;
  const witnesses = ownValue(report.witnesses, name) ?? [];
  if (witnesses.length === 0) {
    const command = toolCommand("show", folder, "RECORD");
    return words`${counts}; ids stand in outcomes.jsonl, then ${code(command)}`;
  }
  const commands = witnesses
    .slice(0, 2)
    .map(
      ({ recordId, because }) =>
        words`${code(toolCommand("show", folder, recordId))} (${data(because, SENTENCE_CHARS)})`,
    );
  return words`${counts}; ${listed(commands)}`;
}

function notInCost(report: RunReport): Words {
  const unknown = armsOf(report).flatMap(({ name, metrics, place }) => {
    if (metrics.overall.cost.unknown_attempts === 0) return [];
    const attempts = isCostUnknown(metrics.overall)
      ? own("every attempt")
      : count(place.at("overall").at("cost").at("unknown_attempts"));
    return [words`${attempts} of ${name} without a known cost`];
  });
  const attempts =
    unknown.length === 0 ? words`every attempt's own cost is known` : listed(unknown);
  return words`${own(exclusions.join("; "))}; ${attempts}.`;
}
