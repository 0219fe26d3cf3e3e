import { describe, expect, test } from "vitest";
import type { PolicyMetrics } from "../../../src/core/metrics.ts";
import { MAX_MARKDOWN_CHARS, renderMarkdown } from "../../../src/reports/markdown.ts";
import {
  aClassification,
  aComparison,
  aGate,
  aManifest,
  aMetrics,
  aPolicy,
  aRejectReport,
  aReport,
  anEstimate,
  anInconclusiveReport,
  noEstimate,
} from "./a-run-report.ts";

const firstLine = (text: string) => text.split("\n", 1)[0];

test("the first screen of a rejected run", () => {
  const screen = renderMarkdown(aRejectReport()).split("\n").slice(0, 25).join("\n");
  expect(screen).toMatchInlineSnapshot(`
    "# REJECT: cheap-first against prod: p95_complete_ms is 1.62 times the baseline's, over the limit of 1.1
    <!-- routeproof:cheap-first:support -->
    - **CI:** **red**, exit code 100. Records that ended in an error: ours 1 → 1, the provider's 3 → 3. Run folder: \`reports/run-7\`
    - **Engineer:** Gates: 1 failed, 0 undecided, 1 passed. Failed: p95_complete_ms max_ratio 1.1, observed ×1.62 (×1.41 to ×1.84), limit at most ×1.1. Worst segment: none loses; the least favourable is intent=faq: accepted 80.0% → 80.0% (0 pp, n=200). Records: 12 accepted by the baseline only, 10 by the candidate only; ids stand in outcomes.jsonl, then \`routeproof show reports/run-7 RECORD\`
    - **Finance:** Cost per accepted outcome: $0.0125 ($0.0110 to $0.0140, n=200) → $0.0028 ($0.0025 to $0.0031, n=200), ×0.224 (×0.2 to ×0.25, n=200). A month: no volume was stated (\`--monthly-requests N\`). Not in it: what judges or classifiers cost; taxes, discounts, credits and minimum commitments (list prices, not your contract's); every attempt's own cost is known.

    run run-7 · dataset support (outcomes, 200 records) · provider: table

    |  | prod (baseline) | cheap-first | difference |
    | --- | --- | --- | --- |
    | acceptance rate | 80.0% (75.0 to 85.0%, n=200) | 79.0% (74.0 to 84.0%, n=200) | -1.0 pp (-3.0 to +1.0 pp, n=200) |
    | p95 to the final answer | 1,820 ms (1,638 to 2,002 ms, n=200) | 2,948 ms (2,653 to 3,243 ms, n=200) | ×1.62 (×1.41 to ×1.84, n=200) |
    | **cost per accepted outcome** | $0.0125 ($0.0110 to $0.0140, n=200) | $0.0028 ($0.0025 to $0.0031, n=200) | ×0.224 (×0.2 to ×0.25, n=200) |
    | total cost | $2.00 (210 attempts) | $0.4424 (210 attempts) | -$1.56 |
    | of it for rejected work | $0.4000 | $0.0900 | -$0.3100 |
    | records ending in an error | 2.0% (1.8 to 2.2%) | 2.0% (1.8 to 2.2%) | ours 1 → 1, the provider's 3 → 3 |

    In brackets: interval and number of records; the differences are paired.

    ## Gates

    Worst first. The bounds beside an observed value are the one-sided ones that decide the gate.

    ### cheap-first against prod
    "
  `);
});

test("the first line is the verdict with its first reason", () => {
  expect(firstLine(renderMarkdown(aReport()))).toBe(
    "# PROMOTE: cheap-first against prod: every gate passes (1 of 1)",
  );
  expect(firstLine(renderMarkdown(anInconclusiveReport()))).toBe(
    "# INCONCLUSIVE: cheap-first against prod: acceptance_rate max_drop 0.05 is undecided, " +
      "about 1450 records would settle it",
  );
});

test("with several candidates the overall verdict comes first, then a line each", () => {
  const comparisons = [
    aComparison({ verdict: { decision: "reject", reasons: ["too slow"] } }),
    aComparison({ candidate: "other", verdict: { decision: "promote", reasons: ["all pass"] } }),
  ];
  const report = aReport({
    comparison: {
      candidates: ["cheap-first", "other"],
      policies: { ...aReport().comparison.policies, other: aPolicy() },
      comparisons,
    },
  });
  const lines = renderMarkdown(report).split("\n");
  expect(lines[0]).toBe("# PROMOTE: 1 of 2 candidates: other against prod: all pass");
  expect(lines[1]).toBe("<!-- routeproof:cheap-first+other:support -->");
  expect(lines[2]).toMatch(/^- \*\*CI, other:\*\* \*\*green\*\*, exit code 0\. /);
  expect(lines[3]).toMatch(/^- \*\*Engineer, other:\*\* Gates: 0 failed/);
  expect(lines[4]).toMatch(/^- \*\*Finance, other:\*\* Cost per accepted outcome: \$0\.0125 /);
  expect(lines.slice(5, 9)).toEqual([
    "",
    "- **REJECT** cheap-first against prod: too slow",
    "- **PROMOTE** other against prod: all pass",
    "",
  ]);
  expect(lines.filter((line) => line.startsWith("- **Engineer, cheap-first:**"))).toHaveLength(1);
});

test("an incomplete run does not begin with its verdict", () => {
  const overall = aMetrics({ errors: { connection: 50 } });
  const report = aReport({
    manifest: { status: "incomplete" },
    comparison: { policies: { prod: aPolicy({ overall }), "cheap-first": aPolicy() } },
  });
  expect(firstLine(renderMarkdown(report))).toBe(
    "# INCOMPLETE: infrastructure errors on 25.0% of prod's records, at most 5.0% is allowed. " +
      "Verdict so far: PROMOTE, cheap-first against prod: every gate passes (1 of 1)",
  );
});

test("nothing accepted is a reason, not a price of zero", () => {
  const { cost } = aMetrics();
  const overall = aMetrics({
    accepted: 0,
    acceptance_rate: anEstimate({ value: 0, lower: 0, upper: 0.02 }),
    cost: { ...cost, per_accepted_usd: noEstimate("nothing_accepted") },
  });
  const text = renderMarkdown(
    aReport({
      comparison: { policies: { prod: aPolicy(), "cheap-first": aPolicy({ overall }) } },
      pair: { cost_per_accepted_ratio: noEstimate("nothing_accepted") },
    }),
  );
  expect(text).toContain(
    "| **cost per accepted outcome** | $0.0125 ($0.0110 to $0.0140, n=200) | " +
      "n/a (nothing accepted) (n=0) | n/a (nothing accepted) (n=0) |",
  );
});

test("unknown costs make totals lower bounds, and are counted", () => {
  const { cost } = aMetrics();
  const some = aPolicy({ overall: aMetrics({ cost: { ...cost, unknown_attempts: 3 } }) });
  const all = aPolicy({
    overall: aMetrics({ cost: { ...cost, total_usd: 0, unknown_attempts: 210 } }),
  });
  const text = renderMarkdown(
    aReport({ comparison: { policies: { prod: some, "cheap-first": all } } }),
  );
  expect(text).toContain(
    "| total cost | at least $2.00 (210 attempts) | n/a (no cost is known) (210 attempts) | n/a (unknown costs) |",
  );
  expect(text).toContain(
    "3 of prod without a known cost, every attempt of cheap-first without a known cost.",
  );
});

test("the worst gate, the worst segment and a record that shows it are on the first screen", () => {
  const lang = (value: number) => ({
    lang: { de: aMetrics({ acceptance_rate: anEstimate({ value, n: 412 }) }) },
  });
  const report = aReport({
    comparison: {
      policies: {
        prod: aPolicy({ segments: lang(0.79) }),
        "cheap-first": aPolicy({ segments: lang(0.729) }),
      },
    },
    pair: { gates: [aGate(), aGate({ id: "the bad one", status: "fail", p_violated: 0 })] },
    report: { witnesses: { "cheap-first": [{ recordId: "rec-88213", because: "lost" }] } },
  });
  const screen = renderMarkdown(report).split("\n").slice(0, 22).join("\n");
  expect(screen).toContain("1 failed, 0 undecided, 1 passed. Failed: the bad one");
  expect(screen).toContain("lang=de: accepted 79.0% → 72.9% (-6.1 pp, n=412)");
  expect(screen).toContain("`routeproof show reports/run-7 rec-88213` (lost)");
});

test("references, routing quality and labels appear where they are known", () => {
  const overall = aMetrics({
    route_accuracy: anEstimate({ value: 0.7 }),
    over_routed_rate: anEstimate({ value: 0.2 }),
    under_routed_rate: anEstimate({ value: 0.1 }),
    regret_usd: 0.5,
  });
  const prod = aPolicy({ overall, confusion: { faq: { faq: 9, refund: 1 } } });
  const oracle = {
    records: 200,
    accepted: 190,
    acceptance_rate: anEstimate({ value: 0.95 }),
    accuracy: anEstimate(),
    cost: {
      total_usd: 0.3,
      per_request_usd: 0.0015,
      unknown_attempts: 0,
      per_accepted_usd: anEstimate({ value: 0.0016, lower: null, upper: null }),
    },
  };
  const text = renderMarkdown(
    aReport({
      comparison: {
        policies: { prod, "cheap-first": aPolicy() },
        references: { oracle, single_routes: { weak: oracle }, random_mix: { prod: oracle } },
      },
    }),
  );
  expect(text).toContain(
    "| oracle (cheapest accepted route) | 190 | 95.0% (75.0 to 85.0%, n=200) | $0.0016 (n=200) | $0.3000 |",
  );
  expect(text).toContain("| random at the mix of prod | 190 |");
  expect(text).toContain("| prod | 70.0% (75.0 to 85.0%, n=200) | 20.0%");
  expect(text).toContain(
    "| expected \\ answered | faq | refund |\n| --- | --- | --- |\n| faq | 9 | 1 |",
  );
  expect(renderMarkdown(aReport())).not.toContain("## References");
});

test("what did not run says so: rejected rows, exclusions and warnings", () => {
  const { dataset } = aReport().comparison;
  const text = renderMarkdown(
    aReport({
      comparison: { dataset: { ...dataset, rejected: 4, excluded: 2 } },
      manifest: { warnings: ["route ghost is in the table only"] },
    }),
  );
  expect(text).toContain("4 rows that could not be read (rejected.jsonl)");
  expect(text).toContain("2 records left out");
  expect(text).toContain("- Warning: route ghost is in the table only");
});

test("a report too long for a comment is cut list by list, and says where the rest is", () => {
  const values = Object.fromEntries(
    Array.from({ length: 3000 }, (_, index) => [`value-${index}-${"x".repeat(90)}`, aMetrics()]),
  );
  const names = Array.from({ length: 40 }, (_, index) => `candidate-${index}-${"y".repeat(90)}`);
  const policy = aPolicy({ segments: { tag: values } });
  const report = aReport({
    comparison: {
      candidates: names,
      policies: Object.fromEntries(["prod", ...names].map((name) => [name, policy])),
      comparisons: names.map((candidate) => aComparison({ candidate })),
    },
    manifest: aManifest({ warnings: Array.from({ length: 500 }, () => "w".repeat(500)) }),
  });
  const text = renderMarkdown(report);
  expect(text.length).toBeLessThanOrEqual(MAX_MARKDOWN_CHARS);
  expect(text).toMatch(/\d,\d{3} more segments in comparison\.json\./);
  expect(text).toContain("## Method");
});

test("the same report gives the same bytes", () => {
  expect(renderMarkdown(aRejectReport())).toBe(renderMarkdown(aRejectReport()));
});

test("gateways: what was served, fallbacks with their rate, reported against own cost, violations", () => {
  const overall = aMetrics({
    served_models: { "gpt-5-nano": 20, "gpt-5-mini": 180 },
    policy_violation_rate: anEstimate({ value: 0.1, lower: 0.07, upper: 0.15 }),
    gateway: {
      records: 200,
      fallback_rate: anEstimate({ value: 0.1, lower: 0.07, upper: 0.15 }),
      retry_rate: anEstimate({ value: 0, lower: 0, upper: 0.02 }),
      untold: 0,
    },
    cost: {
      ...aMetrics().cost,
      reported_cost_usd: 2.2,
      reported_attempts: 200,
      own_cost_of_reported_usd: 2,
    },
  });
  const candidate = aPolicy({
    overall,
    first_violations: [
      { record: "q 7", because: "fell back to nano: it is in blocked_fallbacks" },
      { record: "q-9", because: "served mystery-1, which no route of the registry is" },
    ],
  });
  const policies = { prod: aPolicy(), "cheap-first": candidate };
  const text = renderMarkdown(aReport({ comparison: { policies } }));
  const section = text.slice(text.indexOf("## Gateways")).split("\n## ")[0];
  expect(section).toMatchInlineSnapshot(`
    "## Gateways

    What gateways say they did by themselves. Their fallbacks and retries count in the rates above; the cost they report stands beside the one above and is no part of it.

    | policy | records through a gateway | its own fallbacks | its own retries | policy violations | answers of which nobody knows what served | reported cost | own cost of the same calls |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | cheap-first | 200 | 10.0% (7.0 to 15.0%, n=200) | 0% (0 to 2.0%, n=200) | 10.0% (7.0 to 15.0%, n=200) | 0 | $2.20 (200 attempts) | $2.00 (reported +$0.2000) |

    | model that served cheap-first | answers |
    | --- | --- |
    | gpt-5-mini | 180 |
    | gpt-5-nano | 20 |

    First violations of cheap-first:

    - fell back to nano: it is in blocked_fallbacks: \`routeproof show reports/run-7 'q 7'\`
    - served mystery-1, which no route of the registry is: \`routeproof show reports/run-7 q-9\`
    "
  `);
});

test("a run without a gateway has no section on gateways", () => {
  expect(renderMarkdown(aReport())).not.toContain("## Gateways");
});

test("the report shows each price with its tiers, its multipliers and where it comes from", () => {
  const tokens = { input_per_mtok_usd: 3, cached_input_per_mtok_usd: 0.3, output_per_mtok_usd: 15 };
  const manifest = aManifest({
    prices: {
      old: { ...tokens, cached_input_per_mtok_usd: null, per_request_usd: 0 },
      sonnet: {
        ...tokens,
        cache_write_per_mtok_usd: 3.75,
        cache_write_long_per_mtok_usd: 6,
        per_request_usd: 0,
        tiers: [{ ...tokens, input_per_mtok_usd: 6, above_input_tokens: 200_000 }],
        multipliers: { batch: 0.5 },
        source: "catalog_inferred",
      },
      unknown: null,
    },
  });
  const text = renderMarkdown(aReport({ manifest }));
  const rows = text.slice(text.indexOf("| route | input, per million"));
  expect(rows.split("\n").slice(2, 6)).toEqual([
    "| old | $3.00 | – | – | $15.00 | $0 | registry |",
    "| sonnet | $3.00 | $0.3000 | $3.75, kept long $6.00 | $15.00 | $0 | catalog, inferred; batch ×0.5 |",
    "| sonnet, above 200,000 tokens | $6.00 | $0.3000 | – | $15.00 | $0 | catalog, inferred; batch ×0.5 |",
    "| unknown | no price | – | – | – | – | – |",
  ]);
});

test("rates that few policies have are rows where some policy has them", () => {
  const policies = {
    prod: aPolicy(),
    "cheap-first": aPolicy({
      overall: aMetrics({ degraded_rate: anEstimate({ value: 0.1, lower: 0.07, upper: 0.15 }) }),
    }),
  };
  const text = renderMarkdown(aReport({ comparison: { policies } }));
  expect(text).toContain("| degraded rate | none | 10.0% (7.0 to 15.0%, n=200) |");
  expect(text).not.toContain("downgraded rate");
  expect(renderMarkdown(aReport())).not.toContain("degraded rate");
});

describe("intents", () => {
  const classifying = (more: Parameters<typeof aClassification>[0] = {}): PolicyMetrics => {
    const { cost } = aMetrics();
    const overall = aMetrics({
      cost: {
        ...cost,
        classifier_usd: 0.0123,
        classifier_unknown: 0,
        per_accepted_with_classifier_usd: anEstimate({
          value: 0.0126,
          lower: 0.011,
          upper: 0.0145,
        }),
      },
    });
    return aPolicy({ overall, classification: aClassification(more) });
  };
  const sectionOf = (policy: PolicyMetrics): string => {
    const policies = { prod: aPolicy(), "cheap-first": policy };
    const text = renderMarkdown(aReport({ comparison: { policies } }));
    return text.split("## Intents")[1]?.split("\n## ")[0] ?? "";
  };

  test("what a classifier said and took stands on lines of its own", () => {
    const section = sectionOf(classifying());
    for (const row of [
      "|  | cheap-first (candidate) |",
      "| classified by | model |",
      "| unsure | 10.0% (7.0 to 15.0%, n=200) |",
      "| sure, but without a route | 4 |",
      "| sure and right | 84.0% (75.0 to 85.0%, n=200) |",
      "| failed calls of the classifier | timeout 3 |",
      "| p95 of classifying | 310 ms (279 to 341 ms, n=200) |",
      "| latency is | measured |",
      "| cost of classifying | $0.0123 |",
      "| cost per accepted outcome | $0.0125 ($0.0110 to $0.0140, n=200) |",
      "| the same with classifying | $0.0126 ($0.0110 to $0.0145, n=200) |",
    ]) {
      expect(section).toContain(row);
    }
  });

  test("its mistakes are a matrix, with a column for what it was unsure of", () => {
    expect(sectionOf(classifying())).toContain(
      [
        "| expected \\ answered | faq | refund | (unsure) |",
        "| --- | --- | --- | --- |",
        "| faq | 100 | 6 | 12 |",
        "| refund | 0 | 68 | 14 |",
      ].join("\n"),
    );
  });

  test("of many intents the most frequent mistakes are listed, doubts among them", () => {
    const many = Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [`i${index}`, { other: index }]),
    );
    const section = sectionOf(classifying({ confusion: many, unsure: { i1: 50 } }));
    expect(section).toContain("| i1 | (unsure) | 50 |\n| i8 | other | 8 |");
  });

  test("without a golden tag there is no matrix, and an unknown cost is a lower bound", () => {
    const { accuracy: _accuracy, confusion: _confusion, ...rest } = aClassification();
    const policy = { ...classifying(), classification: { ...rest, unknown_costs: 2 } };
    const section = sectionOf(policy);
    expect(section).toContain("| sure and right | n/a (no golden tag) |");
    expect(section).toContain("| cost of classifying | at least $0.0123 |");
    expect(section).not.toContain("expected");
  });
});
