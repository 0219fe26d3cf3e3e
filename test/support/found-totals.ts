import type { LogSummary } from "../../src/core/log-summary.ts";
import type { LoggedAttempt } from "../../src/core/logged-request.ts";
import type { ReplayRecord } from "../../src/core/replay-record.ts";
import { countOne, noTotals, type LogTotals } from "./log-generators/log-totals.ts";

/** What the records of a log add up to; what has no record comes from the log's summary. */
export function foundTotals(records: readonly ReplayRecord[], log: LogSummary): LogTotals {
  const totals = noTotals();
  for (const { logged } of records) {
    if (logged === undefined) throw new Error("a record of a log without what was logged");
    totals.requests += 1;
    if (logged.isRedacted) totals.redacted += 1;
    if (logged.accepted === true) totals.accepted += 1;
    if (logged.accepted === false) totals.notAccepted += 1;
    for (const attempt of logged.attempts) {
      if (attempt.result.kind === "unseen") totals.unseenAttempts += 1;
      else addAttempt(totals, attempt);
    }
  }
  totals.missingAnswers = log.missing_answers;
  totals.skipped = { ...log.skipped };
  totals.unmapped = { ...log.unmapped };
  return totals;
}

function addAttempt(totals: LogTotals, attempt: LoggedAttempt): void {
  const { result, usage, costNanoUsd, latencyMs, firstTokenMs } = attempt;
  totals.attempts += 1;
  if (result.kind === "failure") countOne(totals.failures, result.failure.kind);
  countOne(totals.servedModels, result.kind === "failure" ? "none" : (attempt.servedModel ?? "?"));
  if (attempt.isCacheHit) totals.cacheHits += 1;
  totals.inputUncached += usage.inputUncachedTokens ?? 0;
  totals.inputCacheRead += usage.inputCacheReadTokens ?? 0;
  totals.inputCacheWrite += usage.inputCacheWriteTokens ?? 0;
  totals.output += usage.outputTokens ?? 0;
  totals.outputReasoning += usage.outputReasoningTokens ?? 0;
  if (usage.inputUncachedTokens === undefined || usage.outputTokens === undefined) {
    totals.unknownUsage += 1;
  }
  if (costNanoUsd === undefined) totals.unknownCost += 1;
  else totals.costNanoUsd += costNanoUsd;
  if (latencyMs === undefined) totals.unknownLatency += 1;
  else totals.latencyUs += Math.round(latencyMs * 1000);
  if (firstTokenMs !== undefined) {
    totals.firstTokens += 1;
    totals.firstTokenUs += Math.round(firstTokenMs * 1000);
  }
}

/** The same from the summary alone: what it counts must be what the records hold. */
export function summarizedTotals(log: LogSummary): Partial<LogTotals> {
  return {
    requests: log.requests,
    attempts: log.attempts + log.missing_answers,
    unseenAttempts: log.unseen_attempts,
    redacted: log.redacted,
    missingAnswers: log.missing_answers,
    cacheHits: log.cache_hits,
    failures: { ...log.errors },
    inputUncached: log.tokens.input_uncached,
    inputCacheRead: log.tokens.input_cache_read,
    inputCacheWrite: log.tokens.input_cache_write,
    output: log.tokens.output,
    outputReasoning: log.tokens.output_reasoning,
    unknownUsage: log.tokens.unknown_attempts + log.missing_answers,
    costNanoUsd: Math.round(log.cost.logged_usd * 1e9),
    unknownCost: log.cost.unknown_attempts + log.missing_answers,
    skipped: { ...log.skipped },
    unmapped: { ...log.unmapped },
  };
}
