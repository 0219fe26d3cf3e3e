import type { KnownOutcome, Signal } from "../core/replay-record.ts";
import { unknownUsage, type Usage } from "../core/usage.ts";
import type { Field } from "./column-field.ts";
import { secondsToMs } from "./logs/units.ts";
import { usageOf } from "./logs/usage-basis.ts";
import type { OutcomePlan } from "./outcome-plan.ts";
import {
  readAmount,
  readCost,
  readCount,
  readFailureKind,
  readFlag,
  readResponse,
  readScore,
  readSignal,
  readText,
  type Fault,
} from "./read-cell.ts";
import type { RecordPlan } from "./record-plan.ts";
import type { Cell } from "./table-row.ts";

const noSignals: Readonly<Record<string, Signal>> = {};

/** How outcomes of one dataset are read. */
export interface OutcomeRules {
  readonly isCsv: boolean;
  readonly minScore: number | undefined;
  /** Whether an outcome that says nothing of how the answer did is a fault. */
  readonly needsVerdict: boolean;
  readonly fault: Fault;
}

/** The outcomes of a row of a wide table, by route; absent where the dataset knows none. */
export function readWide(
  plan: RecordPlan,
  cells: readonly Cell[],
  rules: OutcomeRules,
): ReadonlyMap<string, KnownOutcome> | undefined {
  if (plan.isGolden) return undefined;
  const outcomes = new Map<string, KnownOutcome>();
  for (const { route, outcome: outcomePlan } of plan.wide) {
    const outcome = readOutcome(outcomePlan, cells, rules);
    if (outcome !== undefined) outcomes.set(route, outcome);
  }
  return outcomes;
}

/** What a row knows of one route's answer; absent: nothing at all. */
export function readOutcome(
  plan: OutcomePlan,
  cells: readonly Cell[],
  rules: OutcomeRules,
): KnownOutcome | undefined {
  if (!holdsAny(plan.fields, cells)) return undefined;
  const { fault } = rules;
  const accepted = read(readFlag, plan.accepted, cells, fault);
  const score = read(readScore, plan.score, cells, fault);
  const outcome = {
    response: readResponseOf(plan.response, cells, rules),
    accepted: accepted ?? acceptedBy(score, rules.minScore),
    score: score ?? (accepted === undefined ? undefined : Number(accepted)),
    usage: plan.hasUsage ? readUsage(plan, cells, fault) : unknownUsage,
    costNanoUsd: read(readCost, plan.cost, cells, fault),
    latencyMs: scaled(read(readAmount, plan.latency, cells, fault), plan.latencyFactor),
    firstTokenMs: scaled(read(readAmount, plan.firstToken, cells, fault), plan.firstTokenFactor),
    error: read(readFailureKind, plan.error, cells, fault),
    servedModel: read(readText, plan.servedModel, cells, fault) || undefined,
    signals: plan.signals.length === 0 ? noSignals : readSignals(plan, cells, rules),
  };
  // Last: a value that cannot be read is the better reason for rejecting a row.
  if (rules.needsVerdict && !holdsAny(plan.verdicts, cells)) faultNoVerdict(plan, fault);
  return outcome;
}

/** What a row of a log says of its call: all of it may be absent, and nothing has to judge. */
export function readLoggedOutcome(
  plan: OutcomePlan,
  cells: readonly Cell[],
  { isCsv, fault, basis }: LoggedRules,
): KnownOutcome {
  const rules = { isCsv, minScore: undefined, needsVerdict: false, fault };
  const score = read(readScore, plan.score, cells, fault);
  return {
    response: readResponseOf(plan.response, cells, rules),
    accepted: read(readFlag, plan.accepted, cells, fault),
    score,
    usage: plan.hasUsage ? readUsage(plan, cells, fault, basis) : unknownUsage,
    costNanoUsd: read(readCost, plan.cost, cells, fault),
    latencyMs: scaled(read(readAmount, plan.latency, cells, fault), plan.latencyFactor),
    firstTokenMs: scaled(read(readAmount, plan.firstToken, cells, fault), plan.firstTokenFactor),
    error: read(readFailureKind, plan.error, cells, fault),
    servedModel: read(readText, plan.servedModel, cells, fault) || undefined,
    signals: plan.signals.length === 0 ? noSignals : readSignals(plan, cells, rules),
  };
}

/** How calls of a log are read; `basis`: whether input counts the cached tokens. */
interface LoggedRules {
  readonly isCsv: boolean;
  readonly fault: Fault;
  readonly basis: "inside" | "outside";
}

function holdsAny(fields: readonly Field[], cells: readonly Cell[]): boolean {
  for (const { at } of fields) {
    const cell = cells[at];
    if (cell !== undefined && cell !== "") return true;
  }
  return false;
}

function faultNoVerdict({ accepted, score }: OutcomePlan, fault: Fault): void {
  if (accepted !== undefined) fault(accepted.column, "expected true or false, got nothing");
  else if (score !== undefined) fault(score.column, "expected a number, got nothing");
}

function read<Value>(
  reader: (cell: Cell, column: string, fault: Fault) => Value | undefined,
  field: Field | undefined,
  cells: readonly Cell[],
  fault: Fault,
): Value | undefined {
  return field === undefined ? undefined : reader(cells[field.at], field.column, fault);
}

function readResponseOf(
  field: Field | undefined,
  cells: readonly Cell[],
  { isCsv, fault }: OutcomeRules,
): string | undefined {
  if (field === undefined) return undefined;
  const cell = cells[field.at];
  return cell === "" && isCsv ? undefined : readResponse(cell, field.column, fault);
}

function acceptedBy(score: number | undefined, minScore: number | undefined): boolean | undefined {
  return score === undefined || minScore === undefined ? undefined : score >= minScore;
}

function scaled(value: number | undefined, factor: number): number | undefined {
  return value === undefined || factor === 1 ? value : secondsToMs(value);
}

/** A table that counts input but no cache kinds has counted them all as plain input. */
function readUsage(
  plan: OutcomePlan,
  cells: readonly Cell[],
  fault: Fault,
  basis: "inside" | "outside" = "inside",
): Usage {
  const counts = {
    input: read(readCount, plan.inputTokens, cells, fault),
    cacheRead: read(readCount, plan.cachedInputTokens, cells, fault),
    cacheWrite: undefined,
    output: read(readCount, plan.outputTokens, cells, fault),
    reasoning: read(readCount, plan.reasoningTokens, cells, fault),
    basis,
  };
  const names = {
    cached: plan.cachedInputTokens?.column ?? "",
    reasoning: plan.reasoningTokens?.column ?? "",
  };
  return usageOf(counts, names, fault);
}

function readSignals(
  plan: OutcomePlan,
  cells: readonly Cell[],
  { isCsv, fault }: OutcomeRules,
): Readonly<Record<string, Signal>> {
  const signals: Record<string, Signal> = {};
  for (const { name, column, at } of plan.signals) {
    const cell = cells[at];
    if (cell === "" && isCsv) continue;
    const signal = readSignal(cell, !isCsv, column, fault);
    if (signal !== undefined) signals[name] = signal;
  }
  return signals;
}
