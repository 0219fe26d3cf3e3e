import type { PolicyComparison } from "../core/comparison.ts";
import type { PolicyMetrics } from "../core/metrics.ts";
import { HarnessError } from "../core/harness-error.ts";
import { ownValue } from "./own-value.ts";
import { comparisonPlace, itemsOf, type Place } from "./place.ts";
import type { RunReport } from "./run-report.ts";

/** One policy of a run, in the order in which readers expect them. */
export interface Arm {
  readonly name: string;
  readonly role: "baseline" | "candidate";
  readonly metrics: PolicyMetrics;
  /** Against the baseline; absent for the baseline itself. */
  readonly comparison: PolicyComparison | undefined;
  /** Where its metrics stand in the run's files, and those against the baseline. */
  readonly place: Place<PolicyMetrics>;
  readonly pair: Place<PolicyComparison> | undefined;
}

/** The baseline, then the candidates as they were named. */
export function armsOf(report: RunReport): readonly [Arm, ...Arm[]] {
  const { comparison } = report;
  const whole = comparisonPlace(report);
  const armOf = (name: string, role: Arm["role"]): Arm => {
    const metrics = ownValue(comparison.policies, name);
    if (metrics === undefined) {
      throw new HarnessError("bug", `the comparison names "${name}" and has no metrics of it`);
    }
    const pair =
      role === "candidate"
        ? itemsOf(whole.at("comparisons")).find(({ value }) => value.candidate === name)
        : undefined;
    const place = whole.at("policies").at(name);
    return { name, role, metrics, comparison: pair?.value, place, pair };
  };
  return [
    armOf(comparison.baseline, "baseline"),
    ...comparison.candidates.map((name) => armOf(name, "candidate")),
  ];
}
