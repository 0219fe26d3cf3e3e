import type { NotCoveredReason } from "../core/attempt.ts";

/** In the order of their codes from 1; 0 stands for none. */
const reasons: readonly NotCoveredReason[] = [
  "other_route",
  "attempt_not_logged",
  "redacted",
  "route_unknown",
];

/** Codes run below this. */
export const REASON_CODES: number = reasons.length + 1;

/** Why a request log holds no outcome, as a number that fits a byte. */
export function codeOfReason(because: NotCoveredReason): number {
  return reasons.indexOf(because) + 1;
}

/** Undefined: the code is that of none. */
export function reasonOfCode(code: number): NotCoveredReason | undefined {
  return reasons[code - 1];
}
