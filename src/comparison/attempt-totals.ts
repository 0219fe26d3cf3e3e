import type { Attempt } from "../core/attempt.ts";
import type { CallEvidence } from "../core/call-evidence.ts";
import { DEGRADED, ESCALATED, FELL_BACK, RETRIED, UNREVIEWED } from "./outcome-flags.ts";
import { gatewayFlags } from "./gateway-flags.ts";

/**
 * Sums over the attempts of one outcome. One object is refilled for every outcome, as this runs
 * once for each of millions. An unknown latency makes the sum NaN; unknown costs are counted.
 */
export class AttemptTotals {
  flags = 0;
  latencyMs = 0;
  /** Latency of all attempts but the last. */
  earlierMs = 0;
  costNanoUsd = 0;
  retriesNanoUsd = 0;
  fallbacksNanoUsd = 0;
  escalationsNanoUsd = 0;
  unknownCosts = 0;
  inputUncached = 0;
  inputCacheRead = 0;
  inputCacheWrite = 0;
  output = 0;
  outputReasoning = 0;
  unknownTokens = 0;
  /** What gateways say that calls cost, and how many of the calls they say it of. */
  reportedNanoUsd = 0;
  reportedAttempts = 0;
  /** Our own figure for those calls; NaN: not known of one. */
  ownOfReportedNanoUsd = 0;
  /** Answers that another policy's call or a recording had brought. */
  reused = 0;

  measure(attempts: readonly Attempt[]): void {
    this.#clear();
    for (const attempt of attempts) {
      this.earlierMs = this.latencyMs;
      this.latencyMs += attempt.waitedMs + (attempt.latencyMs ?? Number.NaN);
      if (attempt.isUnreviewed) this.flags |= UNREVIEWED;
      this.#addCost(attempt);
      this.#addTokens(attempt);
      if (attempt.evidence !== undefined) this.#addEvidence(attempt, attempt.evidence);
    }
  }

  /** What a gateway does by itself behind a call counts like what the policy does. */
  #addEvidence(
    { costNanoUsd }: Attempt,
    { reportedCostNanoUsd, gateway, source }: CallEvidence,
  ): void {
    if (source === "shared" || source === "recording") this.reused += 1;
    if (reportedCostNanoUsd !== undefined) {
      this.reportedNanoUsd += reportedCostNanoUsd;
      this.reportedAttempts += 1;
      this.ownOfReportedNanoUsd += costNanoUsd ?? Number.NaN;
    }
    if (gateway !== undefined) this.flags |= gatewayFlags(gateway);
  }

  #addCost(attempt: Attempt): void {
    const cost = attempt.costNanoUsd;
    if (cost === undefined) this.unknownCosts += 1;
    const known = cost ?? 0;
    this.costNanoUsd += known;
    switch (attempt.kind) {
      case "first":
        return;
      case "retry":
        this.flags |= RETRIED;
        this.retriesNanoUsd += known;
        return;
      case "fallback":
        this.flags |= FELL_BACK;
        this.fallbacksNanoUsd += known;
        return;
      case "escalation":
        this.flags |= ESCALATED;
        this.escalationsNanoUsd += known;
        return;
      case "reduced_scope":
        this.flags |= DEGRADED;
        return;
    }
  }

  /** Tokens are known when input and output are: most sources do not speak of caches at all. */
  #addTokens({ usage }: Attempt): void {
    if (usage.inputUncachedTokens === undefined || usage.outputTokens === undefined) {
      this.unknownTokens += 1;
    }
    this.inputUncached += usage.inputUncachedTokens ?? 0;
    this.inputCacheRead += usage.inputCacheReadTokens ?? 0;
    this.inputCacheWrite += usage.inputCacheWriteTokens ?? 0;
    this.output += usage.outputTokens ?? 0;
    this.outputReasoning += usage.outputReasoningTokens ?? 0;
  }

  #clear(): void {
    this.flags = 0;
    this.latencyMs = 0;
    this.earlierMs = 0;
    this.costNanoUsd = 0;
    this.retriesNanoUsd = 0;
    this.fallbacksNanoUsd = 0;
    this.escalationsNanoUsd = 0;
    this.unknownCosts = 0;
    this.inputUncached = 0;
    this.inputCacheRead = 0;
    this.inputCacheWrite = 0;
    this.output = 0;
    this.outputReasoning = 0;
    this.unknownTokens = 0;
    this.reportedNanoUsd = 0;
    this.reportedAttempts = 0;
    this.ownOfReportedNanoUsd = 0;
    this.reused = 0;
  }
}
