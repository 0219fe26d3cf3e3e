import type { Comparison } from "../core/comparison.ts";
import { HarnessError, type ErrorCode } from "../core/harness-error.ts";
import type { RunResult } from "../run/perform-run.ts";

/** Below 100 the codes speak of the tool, from 100 of the verdict. The README quotes this table. */
export const exitCodes = {
  promote: 0,
  bug: 1,
  invalidInput: 2,
  incomplete: 3,
  spendCap: 4,
  storage: 5,
  reject: 100,
  inconclusive: 101,
  interrupted: 130,
  terminated: 143,
} as const;

const codeOfError: Readonly<Record<ErrorCode, number>> = {
  "invalid-input": exitCodes.invalidInput,
  incomplete: exitCodes.incomplete,
  storage: exitCodes.storage,
  "spend-cap": exitCodes.spendCap,
  interrupted: exitCodes.interrupted,
  bug: exitCodes.bug,
};

export function exitCodeOfError(error: unknown): number {
  return error instanceof HarnessError ? codeOfError[error.code] : exitCodes.bug;
}

/** With several candidates: 0 if any may be promoted, else 101 if any is inconclusive, else 100. */
export function exitCodeOfVerdicts(comparison: Comparison): number {
  const decisions = new Set(comparison.comparisons.map(({ verdict }) => verdict.decision));
  if (decisions.has("promote")) return exitCodes.promote;
  return decisions.has("inconclusive") || decisions.size === 0
    ? exitCodes.inconclusive
    : exitCodes.reject;
}

/** `signal` is what interrupted the run, if anything did. */
export function exitCodeOfRun(result: RunResult, signal: "SIGINT" | "SIGTERM" | undefined): number {
  if (result.comparison === undefined) {
    if (result.manifest.status === "spend_cap") return exitCodes.spendCap;
    return signal === "SIGTERM" ? exitCodes.terminated : exitCodes.interrupted;
  }
  if (result.manifest.status === "incomplete") return exitCodes.incomplete;
  return exitCodeOfVerdicts(result.comparison);
}
