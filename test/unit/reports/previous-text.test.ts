import { expect, test } from "vitest";
import type { PreviousRun } from "../../../src/core/previous-run.ts";
import { renderMarkdown } from "../../../src/reports/markdown.ts";
import { previousLines } from "../../../src/reports/previous-text.ts";
import { renderSummary } from "../../../src/reports/terminal/summary.ts";
import { anEstimate, aReport } from "./a-run-report.ts";

const asked = { candidate: "cheap-first", asked: "last-green" };
const run = { run_id: "night-1", started_at: "2026-11-01T02:00:00.000Z", age_days: 19.3 };

const compared: PreviousRun = {
  ...asked,
  ...run,
  status: "compared",
  stale: ["it is 19.3 days older than this run"],
  policy_version_changed: true,
  pairs: 200,
  acceptance_rate_difference: anEstimate({ value: -0.02, lower: -0.05, upper: 0.01 }),
  cost_per_accepted_ratio: anEstimate({ value: 0.9, lower: 0.8, upper: 1 }),
  p95_complete_ratio: anEstimate({ value: 1.1, lower: 0.9, upper: 1.3 }),
  discordant: { baseline_only: 7, candidate_only: 3 },
  new_failures: [{ record: "q-1", because: "exact_match: no" }],
};

test("an earlier run is named with its day, its age and the policy's version", () => {
  expect(previousLines(compared)).toEqual([
    "cheap-first, last green run against run night-1 of 2026-11-01 (19.3 days before, another version of the policy)",
    "stale: it is 19.3 days older than this run",
    "acceptance -2.0 pp (-5.0 to +1.0 pp, n=200)",
    "cost per accepted ×0.9 (×0.8 to ×1, n=200)",
    "p95 to the answer ×1.1 (×0.9 to ×1.3, n=200)",
    "7 of 200 records are no longer accepted, 3 are newly accepted",
  ]);
});

test("what cannot be compared says why, and no green run is said too", () => {
  const differences = ["repeats: 1 in the first, 3 in the second"];
  expect(
    previousLines({
      ...asked,
      ...run,
      status: "incomparable",
      stale: [],
      age_days: 0,
      differences,
    }),
  ).toEqual([
    "cheap-first, last green run against run night-1 of 2026-11-01 (less than a day apart) cannot be compared: repeats: 1 in the first, 3 in the second",
  ]);
  expect(previousLines({ ...asked, status: "none", because: "nothing is green" })).toEqual([
    "cheap-first, last green run: not held against an earlier run: nothing is green",
  ]);
});

test("the report and the summary hold it, and the verdict stays what it was", () => {
  const without = aReport();
  const withIt = aReport({ manifest: { previous: [compared] } });
  const text = renderMarkdown(withIt);
  expect(text).toContain("## Against an earlier run");
  expect(text).toContain("first of them: q-1");
  expect(text.split("\n")[0]).toBe(renderMarkdown(without).split("\n")[0]);
  expect(renderMarkdown(without)).not.toContain("Against an earlier run");
  const look = { width: 160, colour: false };
  expect(renderSummary(withIt, look)).toContain("last green run against run night-1");
});
