import type { LogSummary, RecomputedCosts } from "../../core/log-summary.ts";
import { NanoUsdSum, usdFromNanoUsd } from "../../core/money.ts";
import type { LogRequest } from "./log-request.ts";
import type { LogRequests } from "./log-requests.ts";
import type { LoggedAttempt } from "../../core/logged-request.ts";
import type { Usage } from "../../core/usage.ts";
import type { CostOf } from "./cost-of-call.ts";
import type { Correction } from "./told-calls.ts";
import { loggedAttempt } from "./from-log-line.ts";
import { NameCounts } from "./name-counts.ts";

/** What a log holds, counted while it is read: rows first, then the requests they fold into. */
export class LogTally {
  readonly unmapped: NameCounts = new NameCounts();
  readonly skipped: NameCounts = new NameCounts();
  lines = 0;
  timesWithoutZone = 0;
  readonly #routes = new NameCounts();
  readonly #errors = new NameCounts();
  readonly #cost = new NanoUsdSum();
  #attempts = 0;
  #costKnown = 0;
  #cacheHits = 0;
  readonly #tokens = { uncached: 0, read: 0, write: 0, output: 0, reasoning: 0, unknown: 0 };
  #requests = 0;
  #folded = 0;
  #redacted = 0;
  #unseen = 0;
  #missing = 0;
  #firstMs = Infinity;
  #lastMs = -Infinity;
  #late = 0;
  #withoutArrival = 0;

  readonly #recomputed = new NanoUsdSum();
  readonly #both = { logged: new NanoUsdSum(), recomputed: new NanoUsdSum(), count: 0, differ: 0 };
  #recomputedKnown = 0;
  #isRecomputed = false;
  readonly #unknownModels = new NameCounts();

  /** What the price list makes of a call whose cost may also be logged. */
  recomputed(
    { costNanoUsd: logged, servedModel, requestedModel }: LoggedAttempt,
    recomputed: number | undefined,
    isKnownModel: boolean,
    times: 1 | -1 = 1,
  ): void {
    this.#isRecomputed = true;
    const name = servedModel ?? requestedModel ?? "no model";
    if (!isKnownModel && times === 1) this.#unknownModels.add(name);
    else if (!isKnownModel) this.#unknownModels.take(name);
    if (recomputed === undefined) return;
    this.#recomputedKnown += times;
    this.#recomputed.add(times * recomputed);
    if (logged === undefined) return;
    const both = this.#both;
    both.count += times;
    both.logged.add(times * logged);
    both.recomputed.add(times * recomputed);
    if (Math.abs(logged - recomputed) > 0.01 * Math.max(logged, recomputed)) both.differ += times;
  }

  /** A call that has a row. `name`: its route, or the model where the log names no route. */
  attempt(
    { result, usage, costNanoUsd, isCacheHit }: LoggedAttempt,
    name: string | undefined,
  ): void {
    if (name !== undefined) this.#routes.add(name);
    if (result.kind === "failure") this.#errors.add(result.failure.kind);
    this.#measure(usage, costNanoUsd, isCacheHit, 1);
  }

  /** Puts right what the rows of a request said one by one. */
  #correct({ was, is, atMs }: Correction, costOf: CostOf | undefined): void {
    const recompute = (attempt: LoggedAttempt, times: 1 | -1): void => {
      if (costOf === undefined) return;
      const { nanoUsd, isKnownModel } = costOf(attempt, atMs);
      this.recomputed(attempt, nanoUsd, isKnownModel, times);
    };
    const before = loggedAttempt(was);
    this.#measure(before.usage, before.costNanoUsd, before.isCacheHit, -1);
    recompute(before, -1);
    if (is === undefined) {
      this.skipped.add("duplicate call");
      const name = was.served_model ?? was.requested_model;
      if (name !== undefined) this.#routes.take(name);
      if (was.error !== undefined) this.#errors.take(was.error.class);
      return;
    }
    const after = loggedAttempt(is);
    this.#measure(after.usage, after.costNanoUsd, after.isCacheHit, 1);
    recompute(after, 1);
  }

  #measure(
    usage: Usage,
    costNanoUsd: number | undefined,
    isCacheHit: boolean,
    times: 1 | -1,
  ): void {
    this.#attempts += times;
    if (isCacheHit) this.#cacheHits += times;
    if (costNanoUsd !== undefined) {
      this.#costKnown += times;
      this.#cost.add(times * costNanoUsd);
    }
    const tokens = this.#tokens;
    tokens.uncached += times * (usage.inputUncachedTokens ?? 0);
    tokens.read += times * (usage.inputCacheReadTokens ?? 0);
    tokens.write += times * (usage.inputCacheWriteTokens ?? 0);
    tokens.output += times * (usage.outputTokens ?? 0);
    tokens.reasoning += times * (usage.outputReasoningTokens ?? 0);
    if (usage.inputUncachedTokens === undefined || usage.outputTokens === undefined) {
      tokens.unknown += times;
    }
  }

  /** What became of the rows as a whole. */
  folded({ late, orphans }: Pick<LogRequests, "late" | "orphans">): void {
    this.#late = late;
    for (const [kind, count] of Object.entries(orphans)) {
      for (let index = 0; index < count; index += 1) this.skipped.add(`${kind} without a request`);
    }
  }

  request(
    { arrivedAtMs, isRedacted, folded, unseen, hasAnswer, corrections }: LogRequest,
    costOf?: CostOf,
  ): void {
    for (const correction of corrections ?? []) this.#correct(correction, costOf);
    this.#requests += 1;
    this.#folded += folded;
    this.#unseen += unseen;
    if (isRedacted) this.#redacted += 1;
    if (!hasAnswer) {
      this.#missing += 1;
      this.#errors.add("invalid_response");
    }
    if (arrivedAtMs === undefined) {
      this.#withoutArrival += 1;
      return;
    }
    this.#firstMs = Math.min(this.#firstMs, arrivedAtMs);
    this.#lastMs = Math.max(this.#lastMs, arrivedAtMs);
  }

  #recomputedSummary(): RecomputedCosts {
    const { logged, recomputed, count, differ } = this.#both;
    return {
      usd: usdFromNanoUsd(this.#recomputed.total),
      attempts: this.#recomputedKnown,
      unknown_attempts: this.#attempts - this.#recomputedKnown,
      both: {
        attempts: count,
        logged_usd: usdFromNanoUsd(logged.total),
        recomputed_usd: usdFromNanoUsd(recomputed.total),
        differ_by_1pct: differ,
      },
      unknown_models: this.#unknownModels.sorted(),
    };
  }

  summary(format: string): LogSummary {
    const tokens = this.#tokens;
    return {
      format,
      lines: this.lines,
      requests: this.#requests,
      attempts: this.#attempts,
      folded: this.#folded,
      redacted: this.#redacted,
      unseen_attempts: this.#unseen,
      missing_answers: this.#missing,
      cache_hits: this.#cacheHits,
      skipped: this.skipped.sorted(),
      unmapped: this.unmapped.sorted(),
      unmapped_left_out: this.unmapped.leftOut,
      route_names: this.#routes.sorted(),
      cost: {
        logged_usd: usdFromNanoUsd(this.#cost.total),
        logged_attempts: this.#costKnown,
        unknown_attempts: this.#attempts - this.#costKnown,
        ...(this.#isRecomputed && { recomputed: this.#recomputedSummary() }),
      },
      tokens: {
        input_uncached: tokens.uncached,
        input_cache_read: tokens.read,
        input_cache_write: tokens.write,
        output: tokens.output,
        output_reasoning: tokens.reasoning,
        unknown_attempts: tokens.unknown,
      },
      errors: this.#errors.sorted(),
      first_arrival_ms: this.#firstMs === Infinity ? null : this.#firstMs,
      last_arrival_ms: this.#lastMs === -Infinity ? null : this.#lastMs,
      late: this.#late,
      without_arrival: this.#withoutArrival,
    };
  }
}
