import type { RecordSheet, SheetArm } from "../../core/record-sheet.ts";

/** Each candidate's outcome beside the baseline's of the same repeat. */
export function pairsOf({
  arms,
}: RecordSheet): readonly (readonly [baseline: SheetArm, candidate: SheetArm])[] {
  return arms.flatMap((candidate) => {
    const { arm, repeat } = candidate.outcome;
    if (arm === 0) return [];
    const baseline = arms.find(({ outcome }) => outcome.arm === 0 && outcome.repeat === repeat);
    return baseline === undefined ? [] : [[baseline, candidate] as const];
  });
}
