import type { ArmColumns } from "./arm-columns.ts";
import { COVERED } from "./outcome-flags.ts";

/** How many units each arm, and only one of them, has an outcome to show for. */
export interface Coverage {
  /** Selected records times repeats. */
  readonly units: number;
  /** Units for which exactly one arm has an outcome to show. */
  readonly unpaired: number;
  readonly baselineCovered: number;
  readonly candidateCovered: number;
}

/** How far two arms can be held against each other at all. */
export interface Comparability extends Coverage {
  /** The most calls without a known cost that one cost gate met. */
  readonly unpricedCalls: number;
  /** Why a request log holds no outcome of some records; absent: the outcomes are not a log's. */
  readonly unlogged?: string;
}

const UNPAIRED_ALLOWED = 0.01;
const COVERAGE_NEEDED = 0.99;

/** Counts what two arms have of some units; absent: of every unit of the run. */
export function coverageOf(
  { baseline, candidate }: { readonly baseline: ArmColumns; readonly candidate: ArmColumns },
  some?: Uint32Array,
): Coverage {
  const units = some?.length ?? candidate.flags.length;
  let both = 0;
  let baselineCovered = 0;
  let candidateCovered = 0;
  for (let index = 0; index < units; index += 1) {
    const unit = some === undefined ? index : some[index]!;
    const before = (baseline.flags[unit]! & COVERED) !== 0;
    const after = (candidate.flags[unit]! & COVERED) !== 0;
    if (before) baselineCovered += 1;
    if (after) candidateCovered += 1;
    if (before && after) both += 1;
  }
  const unpaired = baselineCovered + candidateCovered - 2 * both;
  return { units, unpaired, baselineCovered, candidateCovered };
}

/** What keeps arms with this coverage from being compared; empty: nothing does. */
export function uncoveredBecause(coverage: Coverage): readonly string[] {
  const { units, unpaired } = coverage;
  const reasons: string[] = [];
  if (unpaired > UNPAIRED_ALLOWED * units) {
    reasons.push(`${unpaired} of ${units} records have an outcome in one arm only`);
  }
  for (const [arm, covered] of [
    ["baseline", coverage.baselineCovered],
    ["candidate", coverage.candidateCovered],
  ] as const) {
    if (covered >= COVERAGE_NEEDED * units) continue;
    reasons.push(
      `only ${covered} of ${units} records are covered for the ${arm}, less than ${COVERAGE_NEEDED}`,
    );
  }
  return reasons;
}
