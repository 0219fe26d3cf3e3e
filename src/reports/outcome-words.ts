import type { Attempt, AttemptResult } from "../core/attempt.ts";
import type { AttemptFailure } from "../core/failure.ts";
import { usdFromNanoUsd } from "../core/money.ts";
import { type Ending, finalAttempt, type Outcome } from "../core/outcome.ts";
import { msText, usdText } from "./numbers.ts";

/** What came of one call. */
export function resultText(result: AttemptResult): string {
  switch (result.kind) {
    case "response": {
      const { kind, raw } = result.response.finishReason;
      return kind === "unrecognized"
        ? `answered (${raw ?? "no finish reason"})`
        : `answered (${kind})`;
    }
    case "failure":
      return failureText(result.failure);
    case "not_covered":
      return "not covered: nothing is known of this route's answer";
  }
}

/** How a record ended, with the reason where a policy or a failure gave one. */
export function endingText(ending: Ending): string {
  switch (ending.kind) {
    case "answered":
      return "answered";
    case "failed":
      return failureText(ending.failure);
    case "stopped":
      return `stopped: ${ending.because}`;
    case "queued":
      return `queued for a person: ${ending.because}`;
    case "static_answer":
      return `a static answer: ${ending.because}`;
    case "not_covered":
      return "not covered";
  }
}

function failureText({ kind, detail }: AttemptFailure): string {
  return detail === undefined ? `failed, ${kind}` : `failed, ${kind}: ${detail}`;
}

/** What all attempts of an outcome cost, as far as it is known. */
export function totalCostText(attempts: readonly Attempt[]): string {
  const known = attempts.flatMap(({ costNanoUsd }) => costNanoUsd ?? []);
  const total = usdText(usdFromNanoUsd(known.reduce((sum, cost) => sum + cost, 0)));
  if (known.length === attempts.length) return total;
  return known.length === 0 ? "unknown" : `at least ${total}, not every attempt's cost is known`;
}

/** What the caller waited in milliseconds: every attempt and every wait between them. */
export function waitedInAllMs(attempts: readonly Attempt[]): number | undefined {
  let total = 0;
  for (const { waitedMs, latencyMs } of attempts) {
    if (latencyMs === undefined) return undefined;
    total += waitedMs + latencyMs;
  }
  return total;
}

/** The same in words. */
export function totalLatencyText(attempts: readonly Attempt[]): string {
  const total = waitedInAllMs(attempts);
  return total === undefined ? "unknown" : msText(total);
}

/**
 * What a caller got: a text, the calls of tools, or both. Undefined: no answer, or its text is not
 * kept.
 */
export function answerText(outcome: Outcome): string | undefined {
  if (outcome.ending.kind === "static_answer") return outcome.ending.text;
  const result = finalAttempt(outcome)?.result;
  if (result?.kind !== "response") return undefined;
  const { text, toolCalls } = result.response;
  if (toolCalls.length === 0) return text;
  const calls = JSON.stringify(toolCalls, null, 2);
  return text === undefined || text === "" ? calls : `${text}\n\n${calls}`;
}
