import { describe, expect, test } from "vitest";
import { renderSummary } from "../../../../src/reports/terminal/summary.ts";
import {
  aClassification,
  aComparison,
  aGate,
  anEstimate,
  aMetrics,
  aPolicy,
  aRejectReport,
  aReport,
  anInconclusiveReport,
} from "../a-run-report.ts";

const plain = { width: 100, colour: false };

test("a rejection shows the reason, three numbers, every gate and what to type next", () => {
  expect(renderSummary(aRejectReport(), plain)).toMatchInlineSnapshot(`
    "REJECT  cheap-first against prod
    Why: p95_complete_ms is 1.62 times the baseline's, over the limit of 1.1

      acceptance         80.0% → 79.0%         -1.0 pp (-3.0 to +1.0 pp, n=200)
      p95 to the answer  1,820 ms → 2,948 ms   ×1.62 (×1.41 to ×1.84, n=200)
      cost per accepted  $0.0125 → $0.0028     ×0.224 (×0.2 to ×0.25, n=200)

      ✗ p95_complete_ms max_ratio 1.1: ×1.62 (×1.41 to ×1.84), n=200, limit at most ×1.1
      ✓ acceptance_rate max_drop 0.05: -1.0 pp (-3.0 to +1.0 pp), n=200, limit at most 5.0 pp lower

    Report: reports/run-7/report.md
    Next:   routeproof show reports/run-7 RECORD
    "
  `);
});

test("an undecided run says how many records would settle it", () => {
  expect(renderSummary(anInconclusiveReport(), plain)).toMatchInlineSnapshot(`
    "INCONCLUSIVE  cheap-first against prod
    Why: acceptance_rate max_drop 0.05 is undecided, about 1450 records would settle it

      acceptance         80.0% → 79.0%         -1.0 pp (-3.0 to +1.0 pp, n=200)
      p95 to the answer  1,820 ms → 2,948 ms   ×0.9 (×0.8 to ×1, n=200)
      cost per accepted  $0.0125 → $0.0028     ×0.224 (×0.2 to ×0.25, n=200)

      ? acceptance_rate max_drop 0.05: -1.0 pp (-9.0 to +7.0 pp), n=200, limit at most 5.0 pp lower

    Report: reports/run-7/report.md
    Next:   run again with about 1,450 records
    "
  `);
});

test.each([
  [["json", "md", "csv", "junit", "html"], "report.html"],
  [["json", "md"], "report.md"],
  [["json", "csv"], "comparison.json"],
])("of the formats %j the summary points to %s", (formats, file) => {
  const { manifest, ...rest } = aRejectReport();
  const options = { ...manifest.options, formats };
  const text = renderSummary({ ...rest, manifest: { ...manifest, options } }, plain);
  expect(text).toContain(`Report: reports/run-7/${file}\n`);
});

test("a rejection names a record that shows it where one is known", () => {
  const report = {
    ...aRejectReport(),
    witnesses: { "cheap-first": [{ recordId: "q 17", because: "slower by 4 s" }] },
  };
  expect(renderSummary(report, plain)).toContain("routeproof show reports/run-7 'q 17'\n");
});

test("an incomplete run says so first, and where to look", () => {
  const lines = renderSummary(aReport({ manifest: { status: "incomplete" } }), plain).split("\n");
  expect(lines[0]).toContain("INCOMPLETE  infrastructure errors on more than 5.0% of the records");
  expect(lines.at(-2)).toBe("Next:   routeproof show reports/run-7 RECORD");
});

test("every candidate has its own verdict", () => {
  const report = aReport({
    comparison: {
      candidates: ["cheap-first", "other"],
      policies: { ...aReport().comparison.policies, other: aPolicy() },
      comparisons: [
        aComparison(),
        aComparison({
          candidate: "other",
          verdict: { decision: "reject", reasons: ["too dear"] },
        }),
      ],
    },
  });
  const text = renderSummary(report, plain);
  expect(text).toContain("PROMOTE  cheap-first against prod\n");
  expect(text).toContain("REJECT  other against prod\nWhy: too dear\n");
});

test("colour is a choice of the caller, and the words stand without it", () => {
  expect(renderSummary(aReport(), { width: 100, colour: true })).toContain("\u001b[32m");
  expect(renderSummary(aReport(), plain)).not.toContain("\u001b");
});

test("a narrow terminal folds lines and lets none begin with data", () => {
  const id = `${"long ".repeat(20)}::error:: gate`;
  const text = renderSummary(aReport({ pair: { gates: [aGate({ id })] } }), {
    width: 40,
    colour: false,
  });
  expect(text.split("\n").filter((line) => line.trimStart().startsWith("::"))).toEqual([]);
});

test("rows that could not be read and warnings stand before the report's path", () => {
  const { comparison, manifest } = aReport();
  const text = renderSummary(
    aReport({
      comparison: { dataset: { ...comparison.dataset, rejected: 11 } },
      manifest: { ...manifest, warnings: ["two ids look alike"] },
    }),
    plain,
  );
  expect(text).toContain("Note: 11 rows could not be read: see rejected.jsonl\n");
  expect(text).toContain("Note: two ids look alike\n\nReport:");
});

test("a run that paid says what it paid, and what it cannot know", () => {
  const spend = { sent: 480, usd: 0.25, unknown_calls: 0, unknown_at_most_usd: 0 };
  expect(renderSummary(aReport({ manifest: { spend } }), plain)).toContain(
    "Paid:   $0.2500 for 480 calls\n",
  );
  const unsure = { ...spend, unknown_calls: 2, unknown_at_most_usd: 0.01 };
  expect(renderSummary(aReport({ manifest: { spend: unsure } }), plain)).toContain(
    "Paid:   $0.2500 for 480 calls, of which 2 of unknown cost may add at most $0.0100\n",
  );
});

test("a run with a refused key says how to go on once it is mended", () => {
  const refused = [{ variable: "OPENAI_API_KEY", routes: ["large"] }];
  const manifest = { status: "incomplete", refused_keys: refused } as const;
  expect(renderSummary(aReport({ manifest }), plain)).toContain(
    "Next:   routeproof run --resume reports/run-7 --retry-errors\n",
  );
});

test("what a classifier took has a line of its own", () => {
  const { cost } = aMetrics();
  const withIt = { per_accepted_with_classifier_usd: anEstimate({ value: 0.0126 }) };
  const policy = aPolicy({
    overall: aMetrics({ cost: { ...cost, ...withIt } }),
    classification: aClassification(),
  });
  const policies = { prod: aPolicy(), "cheap-first": policy };
  expect(renderSummary(aReport({ comparison: { policies } }), plain)).toContain(
    "\n  classifier of cheap-first: unsure 10.0%, p95 310 ms, $0.0123 apart, $0.0126 per accepted with it\n",
  );
});

describe("bars of the gates", () => {
  const linesAt = (width: number, plots?: "blocks" | "ascii"): readonly string[] =>
    renderSummary(aRejectReport(), { width, colour: false, plots }).split("\n");

  test("a wide terminal shows each gate's interval against its limit", () => {
    const lines = linesAt(100, "blocks");
    const from = lines.findIndex((line) => line.startsWith("  ✗"));
    // ×1.62 (×1.41 to ×1.84) against at most ×1.1; -1.0 pp (-3.0 to +1.0) against 5.0 pp lower.
    expect(lines.slice(from, from + 5)).toEqual([
      "  ✗ p95_complete_ms max_ratio 1.1: ×1.62 (×1.41 to ×1.84), n=200, limit at most ×1.1",
      "    ············│    ├──●───┤",
      "  ✓ acceptance_rate max_drop 0.05: -1.0 pp (-3.0 to +1.0 pp), n=200, limit at most 5.0 pp lower",
      "                │···├───●───┤",
      "    bars: ● observed, ├ ┤ its bounds, │ the limit, · the side that passes",
    ]);
  });

  test("without block characters they are plain ones", () => {
    const lines = linesAt(160, "ascii");
    expect(lines).toContain("    ....................|       [-----o-----]");
    expect(lines).toContain(
      "    bars: o observed, [ ] its bounds, | the limit, . the side that passes",
    );
  });

  test("a narrow terminal and a pipe show none", () => {
    expect(linesAt(99, "blocks").join()).not.toContain("bars:");
    expect(linesAt(160).join()).not.toContain("bars:");
  });

  test("a gate that counts records has no interval to draw", () => {
    const gate = aGate({ observed: anEstimate({ value: 0, method: "count" }) });
    const text = renderSummary(aReport({ pair: { gates: [gate] } }), {
      ...plain,
      plots: "blocks",
    });
    expect(text).not.toContain("bars:");
  });
});
