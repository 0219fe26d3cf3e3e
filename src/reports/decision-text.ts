import type { DecisionEntry } from "../core/decision-entry.ts";

const VERSION_CHARS = 12;

/** The beginning of a version's hash; null: no version that was promoted. */
export function versionText(version: string | null): string {
  return version === null ? "none" : version.replace("sha256:", "").slice(0, VERSION_CHARS);
}

/** Promotions of a run's policies against a verdict: shown ever after, a line each. */
export function overrideLines(decisions: readonly DecisionEntry[]): readonly string[] {
  return decisions.flatMap(({ policy, at, verdict, approved_by: who, override }) =>
    override === undefined
      ? []
      : [
          `${policy} was promoted against the verdict ${verdict} on ${at.slice(0, 10)} by ${who}: ${override}`,
        ],
  );
}

/** Whether it was approved by whom the policy names. */
export function approvalText({ approved_by: who, owner_approver: named }: DecisionEntry): string {
  if (named === null) return `approved by ${who}; the policy names nobody to approve it`;
  return who === named
    ? `approved by ${who}, whom the policy names`
    : `approved by ${who}; the policy names ${named} to approve it`;
}
