import type { Gate } from "./gate.ts";

const rulesOfConduct: ReadonlySet<string> = new Set([
  "unreviewed_fallback_rate",
  "policy_violation_rate",
]);

/** A rule of conduct that allows no exception is kept or broken: a count, and no estimate. */
export function isCountRule({
  metric,
  bound,
  threshold,
}: Pick<Gate, "metric" | "bound" | "threshold">): boolean {
  if (metric === "evidence_complete_rate") return bound === "min" && threshold === 1;
  return rulesOfConduct.has(metric) && bound === "max" && threshold === 0;
}
