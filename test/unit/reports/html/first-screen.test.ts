import { expect, test } from "vitest";
import { renderHtml } from "../../../../src/reports/html/report-page.ts";
import type { RunReport } from "../../../../src/reports/run-report.ts";
import { aFullReport } from "../a-full-report.ts";
import { aComparison, anInconclusiveReport, aRejectReport, aReport } from "../a-run-report.ts";
import { unescaped } from "./page-parts.ts";

/** What is read from the verdict to the answers, tags left out. */
function firstScreen(report: RunReport): string {
  const page = renderHtml(report);
  const part = page.slice(
    page.indexOf('<header id="verdict"'),
    page.indexOf('<section id="scorecard"'),
  );
  return unescaped(part.replace(/<[^>]+>/g, "")).replace(/\s+/g, " ");
}

test("an engineer reads which gate, which segment and which record", () => {
  const witnesses = { "cheap-first": [{ recordId: "r-17", because: "wrong answer" }] };
  const text = firstScreen({ ...aRejectReport(), witnesses });
  expect(text).toContain("✗ REJECT: cheap-first against prod");
  expect(text).toContain(
    "Failed: p95_complete_ms max_ratio 1.1, observed ×1.62 (×1.41 to ×1.84), limit at most ×1.1.",
  );
  expect(text).toContain("Worst segment:");
  expect(text).toContain("routeproof show reports/run-7 r-17 (wrong answer)");
});

test("a CI job reads lamp, exit code, whose errors, the folder and the run before", () => {
  const text = firstScreen(aFullReport());
  expect(text).toContain("red, exit code 100.");
  expect(text).toContain("Records that ended in an error: ours 1 → 1, the provider's 3 → 3.");
  expect(text).toContain("Run folder: reports/run-7");
  expect(text).toContain("last green run against run run-6 of 2026-11-10 (10 days before");
  expect(firstScreen(aReport())).toContain("Against an earlier run: not compared");
});

test("finance reads before and after, a thousand requests or the stated month, and what is missing", () => {
  const text = firstScreen(aFullReport());
  expect(text).toContain("1,000 requests: $10.00 → $10.00, -$8.00 (-$9.00 to -$7.00, n=200).");
  expect(text).toContain("4 of prod without a known cost");
  const report = aFullReport();
  const monthly = firstScreen({ ...report, monthlyRequests: 90_000 });
  expect(monthly).toContain("A month of 90,000 requests of this mix: $900.00 → $900.00, -$720.00");
  expect(monthly).not.toContain("1,000 requests:");
});

test("an approver reads what was overridden, and by whom", () => {
  expect(firstScreen(aFullReport())).toContain(
    "Override: cheap-first was promoted against the verdict reject on 2026-11-01 by ana: the latency does not matter at night.",
  );
  expect(firstScreen(aReport())).toContain("nothing was overridden");
});

test("an undecided run says how many more records would settle it", () => {
  const text = firstScreen(anInconclusiveReport());
  expect(text).toContain("? INCONCLUSIVE: cheap-first against prod");
  expect(text).toContain("About 1,250 more records (1,450 in all) would settle it.");
});

test("a run that did not come to its end gives no verdict of its own", () => {
  const text = firstScreen(aReport({ manifest: { status: "interrupted" } }));
  expect(text).toContain("? INTERRUPTED: cheap-first against prod");
  expect(text).toContain(
    "the run was stopped before its end and can be resumed. Verdict so far: PROMOTE",
  );
});

test("several candidates each have a verdict and their three numbers", () => {
  const { comparison, ...rest } = aRejectReport();
  const [first] = comparison.comparisons;
  const policies = { ...comparison.policies, dear: comparison.policies["prod"]! };
  const text = firstScreen({
    ...rest,
    comparison: {
      ...comparison,
      policies,
      candidates: ["cheap-first", "dear"],
      comparisons: [first!, aComparison({ candidate: "dear" })],
    },
  });
  expect(text).toContain("✓ PROMOTE: 2 candidates against prod");
  expect(text).toContain("PROMOTE is the verdict on 1 of 2 candidates.");
  expect(text).toContain("✗ REJECT: cheap-first, ");
  expect(text).toContain("✓ PROMOTE: dear, ");
  expect(text).toContain("Engineer, cheap-first");
});

test("the number whose gate fails is marked, and no other", () => {
  const text = firstScreen(aFullReport());
  expect(text).toContain("p95 to the answer ✗ fails its gate");
  expect(text.match(/fails its gate/g)).toHaveLength(1);
});

test("an approver reads whether a signature is due", () => {
  expect(firstScreen(aFullReport())).toContain("only with --override REASON");
  const stopped = {
    ...aReport(),
    manifest: { ...aReport().manifest, status: "interrupted" },
  } as const;
  expect(firstScreen(stopped)).toContain("Not to be signed: the run proves nothing yet.");
});
