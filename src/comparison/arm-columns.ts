import type { Attempt, NotCoveredReason } from "../core/attempt.ts";
import type { FailureKind } from "../core/failure.ts";
import { HarnessError } from "../core/harness-error.ts";
import type { Ending, Outcome } from "../core/outcome.ts";
import type { Policy } from "../core/policy.ts";
import { AttemptSamples } from "./attempt-samples.ts";
import { AttemptTotals } from "./attempt-totals.ts";
import { Detours } from "./charts/detours.ts";
import { FailureBook } from "./charts/failure-book.ts";
import { ClassificationColumns } from "./classification-columns.ts";
import { CodeColumn } from "./code-column.ts";
import { CostColumns } from "./cost-columns.ts";
import { CountColumn } from "./count-column.ts";
import { evidenceRule, type EvidenceRule } from "./evidence.ts";
import { FallbackSamples } from "./fallback-samples.ts";
import { choiceFlags, gatewayRouteOf } from "./gateway-flags.ts";
import { gradeFlags } from "./grade-flags.ts";
import type { Interner } from "./interner.ts";
import { NumberColumn, PARTS_OF_MS } from "./number-column.ts";
import * as flag from "./outcome-flags.ts";
import { codeOfReason } from "./reason-codes.ts";
import { ResponseColumns } from "./response-columns.ts";
import { ScoreColumns } from "./score-columns.ts";
import { SettledUnits } from "./settled-units.ts";
import { TokenColumns } from "./token-columns.ts";
import { traceFlags } from "./trace-flags.ts";

const endingFlags: Readonly<Record<Ending["kind"], number>> = {
  answered: flag.ANSWERED,
  failed: flag.FAILED,
  stopped: flag.STOPPED,
  queued: flag.QUEUED,
  static_answer: flag.DEGRADED,
  not_covered: 0,
};

/**
 * Every outcome of one arm as a row of numbers. A row is a unit: ordinal times repeats, plus
 * repeat. Columns that a run has no figures for take no memory.
 */
export class ArmColumns {
  readonly key: string;
  readonly policy: Policy;
  readonly evidence: EvidenceRule;
  readonly flags: Uint32Array;
  readonly costs: CostColumns;
  readonly tokens: TokenColumns;
  readonly scores: ScoreColumns;
  readonly attempts: CountColumn;
  /** Attempts that another policy's call or a recording had answered. */
  readonly reused: CountColumn;
  /** Milliseconds; NaN: not known. */
  readonly latency: NumberColumn;
  /** Milliseconds, to the cut where a timeout came first; NaN: none came, or it is not known. */
  readonly firstToken: NumberColumn;
  readonly failures: FailureBook;
  readonly decided: CodeColumn;
  /** The route that gave the answer; behind a gateway the one that it served, where known. */
  readonly served: CodeColumn;
  /** The model that gave the answer. */
  readonly models: CodeColumn;
  /** The provider of the last attempt, answered or not. */
  readonly providers: CodeColumn;
  /** Absent: the policy does not classify. */
  readonly classification: ClassificationColumns | undefined;
  /** By unit the code of the reason that a log gives for holding no outcome; absent: none did. */
  notCovered: Uint8Array | undefined;
  /** 1: called for this run, where others are a log's; absent: all came the same way. */
  readonly fresh: Uint8Array | undefined;
  /** 1: answered by a cache of the log, which is no latency of a model; absent: none was. */
  untimed: Uint8Array | undefined;
  readonly samples: AttemptSamples = new AttemptSamples();
  readonly fallbacks: FallbackSamples = new FallbackSamples();
  readonly detours: Detours;
  /** Absent: the run is no open loop. */
  readonly responses: ResponseColumns | undefined;
  readonly #repeats: number;
  readonly #gateway: string | undefined;
  #settled: SettledUnits;
  readonly #totals: AttemptTotals = new AttemptTotals();

  constructor(
    arm: { readonly key: string; readonly policy: Policy },
    size: { readonly records: number; readonly repeats: number; readonly isOpenLoop: boolean },
    graders: readonly string[],
    routes: Interner,
    isPartlyFresh = false,
  ) {
    const units = size.records * size.repeats;
    this.key = arm.key;
    this.policy = arm.policy;
    this.evidence = evidenceRule(arm.policy);
    this.flags = new Uint32Array(units);
    this.costs = new CostColumns(units);
    this.tokens = new TokenColumns(units);
    this.scores = new ScoreColumns(this.flags, graders);
    this.attempts = new CountColumn(units);
    this.reused = new CountColumn(units);
    this.latency = new NumberColumn(units, Number.NaN, PARTS_OF_MS);
    this.firstToken = new NumberColumn(units, Number.NaN, PARTS_OF_MS);
    this.failures = new FailureBook(units);
    this.detours = new Detours(routes);
    this.decided = new CodeColumn(units, routes);
    this.served = new CodeColumn(units, routes);
    this.models = new CodeColumn(units);
    this.providers = new CodeColumn(units);
    const classifies = arm.policy.strategy.kind === "intent";
    this.classification = classifies ? new ClassificationColumns(units) : undefined;
    this.fresh = isPartlyFresh ? new Uint8Array(units) : undefined;
    this.responses = size.isOpenLoop ? new ResponseColumns(units) : undefined;
    this.#settled = new SettledUnits(new Uint32Array(0), this.flags, this.firstToken);
    this.#repeats = size.repeats;
    this.#gateway = gatewayRouteOf(arm.policy);
  }

  add(outcome: Outcome): void {
    const unit = outcome.ordinal * this.#repeats + outcome.repeat;
    if (this.flags[unit] !== 0) {
      const which = `record "${outcome.recordId}", repeat ${outcome.repeat}, of "${this.key}"`;
      throw new HarnessError("bug", `${which} was added twice, or is none of the run's`);
    }
    this.decided.set(unit, outcome.route);
    const said = outcome.trace?.classification;
    if (said !== undefined) this.classification?.set(unit, said);
    if (outcome.ending.kind === "not_covered") {
      this.flags[unit] = flag.PRESENT;
      if (outcome.ending.because !== undefined) this.#noteReason(unit, outcome.ending.because);
      return;
    }
    if (this.fresh !== undefined && outcome.attempts.some(isOfWire)) this.fresh[unit] = 1;
    this.#totals.measure(outcome.attempts);
    this.costs.set(unit, this.#totals);
    this.tokens.set(unit, this.#totals);
    // Where nothing was called nobody answered: no time at all would be the best of all latencies.
    const hasCalled = outcome.attempts.some(hasLeft);
    const serviceMs = hasCalled ? this.#totals.latencyMs : Number.NaN;
    this.latency.set(unit, serviceMs);
    this.responses?.set(unit, outcome, serviceMs);
    this.attempts.set(unit, outcome.attempts.length);
    this.reused.set(unit, this.#totals.reused);
    if ((this.#totals.flags & flag.FELL_BACK) !== 0) this.fallbacks.add(outcome, this.policy);
    const ending = this.#readEnding(unit, outcome);
    const sampled = this.#sampleAttempts(outcome);
    this.flags[unit] = this.#totals.flags | ending | sampled | gradeFlags(outcome);
    if (this.#gateway !== undefined) {
      this.flags[unit]! |= choiceFlags(outcome.attempts, this.#gateway);
    }
    this.scores.set(unit, outcome.grade);
    if (sampled === 0) this.detours.add(outcome, this.flags[unit]!, this.#totals.costNanoUsd);
  }

  #noteReason(unit: number, because: NotCoveredReason): void {
    this.notCovered ??= new Uint8Array(this.flags.length);
    this.notCovered[unit] = codeOfReason(because);
  }

  #readEnding(unit: number, outcome: Outcome): number {
    const { ending, attempts } = outcome;
    const last = attempts[attempts.length - 1];
    this.providers.set(unit, last?.provider);
    let flags = flag.PRESENT | flag.COVERED | endingFlags[ending.kind];
    if (ending.kind === "failed" && ending.failure.kind === "budget_exceeded") flags |= flag.CAPPED;
    if (ending.kind === "failed" || !outcome.grade.accepted) this.failures.note(unit, outcome);
    if (ending.kind === "answered" && last !== undefined) {
      this.served.set(unit, last.evidence?.gateway?.servedRoute ?? last.route);
      this.models.set(unit, last.servedModel);
      const firstTokenMs = last.firstTokenMs ?? Number.NaN;
      this.firstToken.set(unit, this.#totals.earlierMs + last.waitedMs + firstTokenMs);
    }
    if (ending.kind !== "answered") flags |= this.#readTimeout(unit, outcome);
    if (outcome.review.length > 0 || ending.kind === "queued") flags |= flag.REVIEW;
    if (this.evidence.holdsFor(outcome)) flags |= flag.EVIDENCE;
    return outcome.trace === undefined ? flags : flags | traceFlags(outcome.trace);
  }

  /** Who hung up saw no end, and mostly no first token: either takes longer than the wait did. */
  #readTimeout(unit: number, { ending, attempts }: Outcome): number {
    const last = attempts[attempts.length - 1];
    if (last === undefined) return 0;
    const isCut =
      (ending.kind === "failed" && isTimeout(ending.failure.kind)) ||
      (last.result.kind === "failure" && isTimeout(last.result.failure.kind));
    if (!isCut) return 0;
    const { firstTokenMs, waitedMs } = last;
    if (firstTokenMs === undefined) {
      this.firstToken.set(unit, this.#totals.latencyMs);
      return flag.TIMED_OUT | flag.TOKENLESS;
    }
    this.firstToken.set(unit, this.#totals.earlierMs + waitedMs + firstTokenMs);
    return flag.TIMED_OUT;
  }

  #sampleAttempts({ attempts, route }: Outcome): number {
    const { routes } = this;
    const only = attempts.length === 1 ? attempts[0] : undefined;
    if (only !== undefined && only.waitedMs === 0 && only.route === route) {
      this.samples.addError(routes.code(route), only);
      return flag.PLAIN;
    }
    for (const attempt of attempts) {
      const code = routes.code(attempt.route);
      this.samples.addLatency(code, hasLeft(attempt) ? attempt.latencyMs : undefined);
      this.samples.addError(code, attempt);
    }
    return 0;
  }

  /** To be called with every unit once all outcomes were added. */
  settle(all: Uint32Array): void {
    this.#settled = new SettledUnits(all, this.flags, this.firstToken);
  }

  /** Before `settle` as if there were none. */
  get settled(): SettledUnits {
    return this.#settled;
  }

  /** Units that have an outcome, in record order. */
  get present(): Uint32Array {
    return this.#settled.present;
  }

  get routes(): Interner {
    return this.decided.texts;
  }
}

function isTimeout(kind: FailureKind): boolean {
  return kind === "timeout" || kind === "first_token_timeout";
}

/** What a log holds left no evidence of a wire; what was called for the run did. */
function isOfWire({ evidence }: Attempt): boolean {
  return evidence !== undefined;
}

/** A call that failed before it was sent took no time: that is nobody's latency. */
function hasLeft({ result, latencyMs }: Attempt): boolean {
  return result.kind !== "failure" || latencyMs !== 0;
}
