import type { HistoryArm, HistoryLine } from "../../../../src/core/history-line.ts";

/** A policy that had 80 % of 200 records accepted, all of them by one route. */
export function aHistoryArm(more: Partial<HistoryArm> = {}): HistoryArm {
  return {
    version: "sha256:1",
    acceptance_rate: [0.8, 0.75, 0.85],
    cost_per_accepted_usd: [0.0125, 0.011, 0.014],
    p95_ms: [1820, 1700, 1950],
    error_rate: 0,
    cost_usd: 2,
    routes: {
      small: {
        share: 1,
        acceptance_rate: 0.8,
        cost_per_accepted_usd: 0.0125,
        p95_ms: 1820,
        error_rate: 0,
      },
    },
    ...more,
  };
}

/** The run of one night: `night` 1 is the first of November. */
export function aHistoryLine(night: number, more: Partial<HistoryLine> = {}): HistoryLine {
  const day = new Date(Date.UTC(2026, 10, night)).toISOString();
  return {
    schema_version: 1,
    run_id: `night-${night}`,
    folder: `night-${night}`,
    started_at: day,
    status: "complete",
    tool_version: "0.1.0",
    dataset: { name: "support", sha256: "cd34", records: 200 },
    graders_sha256: "aa11",
    prices_sha256: "bb22",
    provider: "recorded",
    seed: 1,
    baseline: "prod",
    candidate: "cheap",
    verdict: "promote",
    first_reason: "every gate passes",
    gates: { pass: 3, fail: 0, inconclusive: 0 },
    arms: { prod: aHistoryArm(), cheap: aHistoryArm() },
    discordant: { baseline_only: 1, candidate_only: 2 },
    ...more,
  };
}
