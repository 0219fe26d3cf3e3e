import type { Comparability } from "../../../src/comparison/comparability.ts";
import { decideVerdict } from "../../../src/comparison/verdict.ts";
import type { GateResult } from "../../../src/core/comparison.ts";
import { decideBound } from "../../../src/stats/decide-bound.ts";
import { holm } from "../../../src/stats/holm.ts";
import { fields, num, type Coverage, type Fields } from "./vector-fields.ts";

const comparable: Comparability = {
  units: 100,
  unpaired: 0,
  baselineCovered: 100,
  candidateCovered: 100,
  unpricedCalls: 0,
};

/** A gate as a comparison would have it, where only its bounds and its p-value are known. */
function gateResult(gate: Fields, adjustedP: number): GateResult {
  const [name, threshold] = [gate["name"] as string, num(gate, "threshold")];
  const [lower, upper] = [gate["lower"] as number | null, gate["upper"] as number | null];
  const bound = gate["direction"] as "min" | "max";
  const estimate = lower ?? upper;
  return {
    id: name,
    metric: name,
    asked_by: "promotion.gates",
    scope: "overall",
    bound,
    threshold,
    baseline: null,
    candidate: estimate,
    observed: { value: estimate, lower, upper, n: 100, method: "given" },
    status: decideBound(bound, { estimate, lower, upper }, threshold),
    p_violated: num(gate, "p_violated"),
    p_violated_holm: adjustedP,
    records_needed: null,
    because: name,
  };
}

/** Our functions, by the method of the vectors that they meet. */
export const policyDecisionVectors: Readonly<Record<string, Coverage>> = {
  policy_decision: {
    ours: (input) => {
      const gates = fields(input, "gates");
      const adjusted = holm(gates.map((gate) => num(gate, "p_violated")));
      const results = gates.map((gate, index) => gateResult(gate, adjusted[index]!));
      const rule = { confidence: 1 - num(input, "alpha_reject"), decideOn: "bound" } as const;
      return {
        gate_results: results.map(({ status }) => status),
        holm_adjusted_violation_p: adjusted,
        decision: decideVerdict(results, comparable, rule).decision,
      };
    },
  },
};
