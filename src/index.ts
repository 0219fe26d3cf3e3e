export type { Comparison, Estimate, GateResult, Metrics, Verdict } from "./core/comparison.ts";
