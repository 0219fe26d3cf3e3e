import type { PolicyComparison } from "../../../src/core/comparison.ts";
import { anEstimate, noEstimate } from "./a-run-report.ts";

/** What changed between two policies, in every block that speaks of it. */
export function fullChanges(): Pick<PolicyComparison, "changed" | "new_failures" | "segments"> {
  const segment = {
    tag: "intent",
    value: "refund",
    pairs: 40,
    baseline_only: 9,
    candidate_only: 1,
    difference: anEstimate({ value: -0.2, lower: -0.3, upper: -0.1, n: 40 }),
    p: 0.0107,
    smallest_detectable: 0.04,
  };
  return {
    new_failures: [{ record: "r-1", because: "intent: the text is wrong" }],
    changed: {
      both: 148,
      baseline_only: 12,
      candidate_only: 10,
      neither: 30,
      wins: [{ record: "r-5", because: "timeout" }],
      dearer: [{ record: "r-6", baseline_usd: 0.01, candidate_usd: 0.04 }],
      clusters: [{ class: "wrong_answer:intent", tag: "locale=de", records: 9, first: ["r-1"] }],
    },
    segments: {
      detects: 0.05,
      guard: [{ ...segment, p_holm: 0.02, status: "regressed" }],
      explored: [
        { ...segment, value: "faq", p_bh: 0.6, status: "no_regression_found" },
        { ...segment, value: "tiny", smallest_detectable: null, p_bh: 1, status: "cannot_detect" },
      ],
      simpson: [
        { tag: "intent", metric: "cost_per_accepted_usd", segments: 2, says: "the whole differs" },
      ],
      standardised_cost_per_accepted: [
        {
          by: "intent",
          mix: "baseline_accepted",
          baseline: anEstimate({ value: 0.02 }),
          candidate: noEstimate("no_data"),
          ratio: noEstimate("no_data"),
        },
      ],
    },
  };
}
