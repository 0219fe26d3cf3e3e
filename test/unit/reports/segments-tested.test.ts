import { expect, test } from "vitest";
import type { GuardedSegment, SegmentReport } from "../../../src/core/segment-report.ts";
import { renderJunit } from "../../../src/reports/junit.ts";
import { segmentsTested } from "../../../src/reports/markdown/segments-tested.ts";
import { renderSummary } from "../../../src/reports/terminal/summary.ts";
import { aReport, anEstimate, noEstimate } from "./a-run-report.ts";

function aGuard(more: Partial<GuardedSegment> = {}): GuardedSegment {
  return {
    tag: "intent",
    value: "billing",
    pairs: 200,
    baseline_only: 14,
    candidate_only: 2,
    difference: anEstimate({ value: -0.06, lower: -0.1, upper: -0.02 }),
    p: 0.0021,
    smallest_detectable: 0.04,
    p_holm: 0.0105,
    status: "regressed",
    ...more,
  };
}

const { p_holm: _holm, ...tested } = aGuard();

function aSegmentReport(more: Partial<SegmentReport> = {}): SegmentReport {
  return {
    detects: 0.05,
    guard: [
      aGuard({
        value: "tiny",
        pairs: 3,
        p: 1,
        p_holm: 1,
        smallest_detectable: null,
        status: "cannot_detect",
      }),
      aGuard(),
    ],
    explored: [
      { ...tested, tag: "locale", value: "de", p_bh: 0.03, status: "flagged" },
      { ...tested, tag: "locale", value: "fr", p: 0.7, p_bh: 0.9, status: "no_regression_found" },
      { ...tested, tag: "locale", value: "it", p: 1, p_bh: 1, status: "cannot_detect" },
    ],
    simpson: [],
    standardised_cost_per_accepted: [
      {
        by: "intent",
        mix: "baseline_accepted",
        baseline: anEstimate({ value: 0.0209 }),
        candidate: noEstimate("no_accepted_outcomes_in_segment"),
        ratio: anEstimate({ value: 0.91, lower: 0.8, upper: 1.03 }),
      },
    ],
    ...more,
  };
}

const aTestedReport = (more: Partial<SegmentReport> = {}) =>
  aReport({ pair: { segments: aSegmentReport(more) } });

test("guards have a row each, the worst first; of the explored only what looks worse has one", () => {
  const text = segmentsTested(aTestedReport(), 25) ?? "";
  expect(text.split("\n").filter((line) => line.startsWith("| ") && !line.includes("---"))).toEqual(
    [
      "| segment | result | lost | won | pairs | difference | p | p (Holm) | smallest loss it can show |",
      "| intent=billing | ✗ got worse | 14 | 2 | 200 | -6.0 pp (-10.0 to -2.0 pp, n=200) | 0.0021 | 0.0105 | 4.0% |",
      "| intent=tiny | cannot detect | 14 | 2 | 3 | -6.0 pp (-10.0 to -2.0 pp, n=200) | 1.0000 | 1.0000 | none |",
      "| segment | result | lost | won | pairs | difference | p | p (BH) | smallest loss it can show |",
      "| locale=de | ? looks worse | 14 | 2 | 200 | -6.0 pp (-10.0 to -2.0 pp, n=200) | 0.0021 | 0.0300 | 4.0% |",
      "| mix of | baseline | candidate | ratio |",
      "| intent | $0.0209 | n/a (no accepted outcomes in segment) | ×0.91 (×0.8 to ×1.03, n=200) |",
    ],
  );
  expect(text).toContain(
    "Explored: 3 other tag values. Look worse: 1. No loss found: 1. Cannot detect one of 5.0%: 1.",
  );
});

test("a reversal is said; without tags there is no section", () => {
  const says = "per accepted outcome the candidate is cheaper in every value of intent (2 of 2)";
  const simpson = [{ tag: "intent", metric: "cost_per_accepted_usd", segments: 2, says }] as const;
  expect(segmentsTested(aTestedReport({ simpson }), 25)).toContain(`Simpson's paradox: ${says}.`);
  expect(renderSummary(aTestedReport({ simpson }), { width: 200, colour: false })).toContain(
    `Simpson's paradox: ${says}`,
  );
  expect(segmentsTested(aReport(), 25)).toBeUndefined();
});

test("the summary counts guards by what is known of them, and is silent without any", () => {
  const options = { width: 200, colour: false };
  expect(renderSummary(aTestedReport(), options)).toContain(
    "guards: 1 of 2 got worse (intent=billing), in 0 no loss was found, 1 cannot detect one of 5.0%",
  );
  expect(renderSummary(aTestedReport({ guard: [] }), options)).not.toContain("guards:");
});

test("for CI a guard that got worse is a failure, and one that cannot detect is none", () => {
  const xml = renderJunit(aTestedReport());
  expect(xml).toContain('name="guard intent=billing"');
  expect(xml).toContain(
    '<failure message="14 records lost and 2 won of 200, p 0.0021, after Holm 0.0105" type="reject"/>',
  );
  expect(xml).toContain("cannot_detect: 14 records lost and 2 won of 3, p 1, after Holm 1");
  expect(xml.match(/<failure/g)).toHaveLength(1);
});

test("names from data are inert in the report", () => {
  const hostile = aGuard({ tag: "a|b", value: "<script>\n# x" });
  const text = segmentsTested(aTestedReport({ guard: [hostile] }), 25) ?? "";
  expect(text).not.toContain("<script>");
  expect(text).not.toMatch(/^# x/m);
  expect(text).toContain("a&#124;b=&lt;script&gt;");
});
