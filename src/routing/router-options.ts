import type { EstimateNanoUsd } from "../core/estimate-cost.ts";
import type { QualityTable } from "../core/quality-table.ts";

/** What a router is given besides its policy and registry. */
export interface RouterOptions {
  /** What all chance of a run depends on. */
  readonly seed: number;
  readonly estimateNanoUsd: EstimateNanoUsd;
  /** Absent: the policy reads none. */
  readonly qualityTable: QualityTable | undefined;
}
