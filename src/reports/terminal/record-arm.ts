import type { Attempt } from "../../core/attempt.ts";
import { usdFromNanoUsd } from "../../core/money.ts";
import { finalAttempt, type Outcome } from "../../core/outcome.ts";
import type { Score } from "../../core/score.ts";
import { evidenceTexts } from "../attempt-evidence.ts";
import { folded } from "./folded.ts";
import { msText, rateText, usdText } from "../numbers.ts";
import { endingText, resultText, totalCostText, totalLatencyText } from "../outcome-words.ts";
import type { Style } from "./paint.ts";
import { terminalLines } from "./terminal-text.ts";
import { cutLines } from "./text-excerpt.ts";
import { traceTexts } from "../trace-text.ts";

/** A line of a policy's block, styled as a whole so that its width is known before colours. */
export interface ArmLine {
  readonly text: string;
  readonly style?: Style;
}

const ANSWER_LINES = 40;

/** One policy's account of a record: decision, attempts, answer, scores, totals. */
export function armLines(policy: string, outcome: Outcome, width: number): readonly ArmLine[] {
  const role = outcome.arm === 0 ? "baseline" : "candidate";
  const repeat = outcome.repeat > 0 ? `, repeat ${outcome.repeat + 1}` : "";
  const { accepted, score } = outcome.grade;
  const verdict = accepted ? "✓ accepted" : "✗ not accepted";
  return [
    ...fold(`policy ${policy} (${role}${repeat})`, width, "bold"),
    ...fold(
      score === undefined ? verdict : `${verdict}, score ${rateText(score)}`,
      width,
      accepted ? "green" : "red",
    ),
    ...fold(`route: ${outcome.route ?? "none"}`, width),
    ...fold(`  because: ${outcome.because}`, width),
    ...classificationLines(outcome, width),
    ...outcome.review.flatMap((reason) => fold(`  a person must look: ${reason}`, width, "yellow")),
    ...traceTexts(outcome.trace).flatMap((text) => fold(`  ${text}`, width)),
    ...outcome.attempts.flatMap((attempt) => attemptLines(attempt, width)),
    ...fold(`ended: ${endingText(outcome.ending)}`, width),
    ...fold(`cost: ${totalCostText(outcome.attempts)}`, width),
    ...fold(`latency: ${totalLatencyText(outcome.attempts)}`, width),
    ...answerLines(outcome, width),
    ...outcome.grade.scores.flatMap((one) => scoreLines(one, width)),
  ];
}

function classificationLines({ trace }: Outcome, width: number): readonly ArmLine[] {
  const said = trace?.classification;
  if (said === undefined) return [];
  const { label, confidence, by, because, latencyMs, costNanoUsd } = said;
  const sure = confidence === undefined ? "" : ` (${rateText(confidence)} sure)`;
  const took = latencyMs === undefined ? "unknown latency" : msText(latencyMs);
  const cost = costNanoUsd === undefined ? "unknown cost" : usdText(usdFromNanoUsd(costNanoUsd));
  const why = because === "" ? "" : `: ${because}`;
  return fold(`  intent by ${by}: ${label ?? "unsure"}${sure}, ${took}, ${cost}${why}`, width);
}

function attemptLines(attempt: Attempt, width: number): readonly ArmLine[] {
  const { index, kind, route, requestedModel, servedModel } = attempt;
  const served =
    servedModel === undefined || servedModel === requestedModel ? "" : `, served by ${servedModel}`;
  const waited = attempt.waitedMs > 0 ? `waited ${msText(attempt.waitedMs)}, ` : "";
  const took = attempt.latencyMs === undefined ? "unknown latency" : msText(attempt.latencyMs);
  const cost =
    attempt.costNanoUsd === undefined
      ? "unknown cost"
      : usdText(usdFromNanoUsd(attempt.costNanoUsd));
  const review = attempt.isUnreviewed ? ", not approved" : "";
  return [
    ...fold(
      `attempt ${index + 1}: ${kind} on ${route} (${requestedModel}${served})${review}`,
      width,
    ),
    ...fold(`  because: ${attempt.because}`, width),
    ...fold(`  ${waited}${took}, ${cost}: ${resultText(attempt.result)}`, width),
    ...evidenceTexts(attempt.evidence).flatMap((text) =>
      fold(`  ${text}`, width, text.startsWith("violation") ? "red" : undefined),
    ),
  ];
}

function answerLines(outcome: Outcome, width: number): readonly ArmLine[] {
  const { ending } = outcome;
  if (ending.kind === "static_answer") {
    return textLines("the policy's own text, in place of an answer", ending.text, width);
  }
  const result = finalAttempt(outcome)?.result;
  if (result?.kind !== "response") return [{ text: "answer: none" }];
  const { text, toolCalls } = result.response;
  const calls = toolCalls.flatMap((call) => fold(`tool call: ${JSON.stringify(call)}`, width));
  return [...textLines("answer", text, width), ...calls];
}

function textLines(title: string, text: string | undefined, width: number): readonly ArmLine[] {
  if (text === undefined) return [{ text: `${title}: its text is not kept` }];
  const lines = cutLines(terminalLines(text), width - 2, ANSWER_LINES);
  return [{ text: `${title}:` }, ...lines.map((line) => ({ text: `│ ${line}` }))];
}

function scoreLines(
  { name, value, passed, because, label }: Score,
  width: number,
): readonly ArmLine[] {
  const mark = passed === undefined ? "?" : passed ? "✓" : "✗";
  const shown = value === undefined ? "unscored" : rateText(value);
  const read = label === undefined ? "" : `, read as "${label}"`;
  const style = passed === undefined ? "yellow" : passed ? "green" : "red";
  return fold(`${mark} ${name} ${shown}${read}: ${because}`, width, style);
}

/** A line of a block, folded to the width, with one style for all its pieces. */
function fold(text: string, width: number, style?: Style): readonly ArmLine[] {
  return folded(text, width).map((line) =>
    style === undefined ? { text: line } : { text: line, style },
  );
}
