import type { GateResult, GateStatus } from "../core/comparison.ts";
import type { Direction, Finding } from "./finding.ts";
import { unprovableBecause } from "./gate-limit.ts";
import { shortNumber } from "./short-number.ts";

/** What a sentence about a gate is made of. */
export interface GateFacts {
  readonly metric: string;
  readonly scope: string;
  readonly bound: GateResult["bound"];
  readonly direction: Direction;
  readonly threshold: number;
  readonly finding: Finding;
  readonly status: GateStatus;
  readonly confidence: number;
  /** One exception is too many, and none is enough. */
  readonly isCount: boolean;
  /** What the baseline is called; absent: just so. */
  readonly baselineName?: string;
}

/** Such as "p95_complete_ms rose to 1.626 times the baseline's". */
function observation(facts: GateFacts): string {
  const { metric, scope, bound, finding, baselineName = "the baseline" } = facts;
  const where = scope === "overall" ? "" : ` of ${scope}`;
  const value = finding.interval.estimate ?? 0;
  const size = shortNumber(Math.abs(value));
  switch (bound) {
    case "min":
    case "max":
      return `${metric}${where} is ${shortNumber(value)}`;
    case "max_drop":
      return `${metric}${where} ${value === 0 ? "did not change" : `${value > 0 ? "fell" : "rose"} by ${size}`}`;
    case "max_rise":
      return `${metric}${where} ${value === 0 ? "did not change" : `${value > 0 ? "rose" : "fell"} by ${size}`}`;
    case "max_ratio":
    case "min_ratio":
      if (value === 1) return `${metric}${where} is ${baselineName}'s`;
      return `${metric}${where} ${value > 1 ? "rose" : "fell"} to ${size} times ${baselineName}'s`;
  }
}

/**
 * The bound that decided: the near one of a violation, the far one of anything else, in the
 * direction in which the sentence counts.
 */
function decidingBound({ direction, status, finding, confidence }: GateFacts): string {
  const { lower, upper, reason } = finding.interval;
  const isLower = (direction === "max") === (status === "fail");
  const bound = isLower ? lower : upper;
  const percent = shortNumber(confidence * 100);
  if (bound === null) return `no bound${reason === undefined ? "" : `: ${inWords(reason)}`}`;
  return `at ${isLower ? "least" : "most"} ${shortNumber(bound)} with ${percent} % confidence`;
}

/** One sentence: what was seen, how sure it is, and what was allowed. */
export function gateSentence(facts: GateFacts): string {
  const { finding, threshold } = facts;
  if (finding.interval.estimate === null) {
    const reason = inWords(finding.interval.reason ?? "no_data");
    const where = facts.scope === "overall" ? "" : ` of ${facts.scope}`;
    const limit = `limit ${shortNumber(threshold)}`;
    const known = isBounded(finding) ? `${decidingBound({ ...facts, status: "fail" })}; ` : "";
    return `${facts.metric}${where} is not known: ${reason} (${known}${limit})${weakness(facts)}`;
  }
  const strict = facts.isCount ? ", where one exception is too many" : "";
  const details = `${decidingBound(facts)}; limit ${shortNumber(threshold)}${strict}`;
  return `${observation(facts)} (${details})${weakness(facts)}`;
}

/** Why it may not pass, whatever its bounds say. */
function weakness({ finding, status, metric, bound, threshold, isCount }: GateFacts): string {
  if (status !== "inconclusive") return "";
  const unprovable = isCount ? undefined : unprovableBecause({ metric, bound, threshold });
  return [finding.weakness, unprovable]
    .map((because) => (because === undefined ? "" : `; ${because}`))
    .join("");
}

/** A quantity that has no estimate may still have a bound. */
function isBounded({ interval }: Finding): boolean {
  return interval.lower !== null || interval.upper !== null;
}

/** A reason's code as words. */
export function inWords(reason: string): string {
  return reason.replaceAll("_", " ");
}
