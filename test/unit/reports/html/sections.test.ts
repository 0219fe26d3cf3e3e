import { XMLValidator } from "fast-xml-parser";
import { expect, test } from "vitest";
import type { ChangedPairs } from "../../../../src/core/charts/changed-pairs.ts";
import type { FailureRow } from "../../../../src/core/charts/failure-row.ts";
import type { PolicyMetrics } from "../../../../src/core/metrics.ts";
import type { ExploredSegment, SegmentReport } from "../../../../src/core/segment-report.ts";
import type { Html } from "../../../../src/reports/html-text.ts";
import { changed } from "../../../../src/reports/html/sections/changed.ts";
import { failures } from "../../../../src/reports/html/sections/failures.ts";
import { flow } from "../../../../src/reports/html/sections/flow.ts";
import { providers } from "../../../../src/reports/html/sections/providers.ts";
import { segments } from "../../../../src/reports/html/sections/segments.ts";
import { timeline } from "../../../../src/reports/html/sections/timeline.ts";
import type { RunReport } from "../../../../src/reports/run-report.ts";
import { aMetrics, anEstimate, aPolicy, aReport, aTimeline } from "../a-run-report.ts";
import { aFlow } from "../charts/a-flow.ts";

/** Both policies with these blocks of their own. */
function withPolicies(prod: Partial<PolicyMetrics>, cheap: Partial<PolicyMetrics>): RunReport {
  return aReport({
    comparison: { policies: { prod: aPolicy(prod), "cheap-first": aPolicy(cheap) } },
  });
}

/** A section as people read it. */
const textOf = (part: Html | string | undefined): string => {
  const markup = `<div>${String(part)}</div>`;
  expect(XMLValidator.validate(markup)).toBe(true);
  return markup
    .replaceAll("<wbr />", "")
    .replace(/<[^>]*>/g, "|")
    .replace(/\s*\|[\s|]*/g, "|")
    .replaceAll("&#39;", "'");
};

test("the money that was paid for nothing is one sentence, and every link a row", () => {
  const report = withPolicies({ flow: aFlow() }, { flow: aFlow({ unknown_costs: 3 }) });
  const text = textOf(flow(report));
  expect(text).toContain("|$0.5000 of $2.00 was paid for work that was not accepted.|");
  expect(text).toContain(
    "|at least $0.5000 of at least $2.00 was paid for work that was not accepted. The cost of 3 records is not known in full",
  );
  expect(text).toContain("|timeout|large (step 3)|15|$0.4000|");
  const markup = String(flow(report));
  expect(markup).toContain('<a href="#flow-0-dollars">');
  expect(markup).toContain('<figure id="flow-0-dollars">');
  expect(markup).toContain('data-path="comparison.json#/policies/prod/flow/links/6/records"');
});

test("a run without these blocks says so, and shows what there is", () => {
  const report = aReport();
  expect(textOf(flow(report))).toContain(
    "This run was compared before the ways of its records were counted. How they ended: answered 196, failed 4; accepted: 160 of 200.",
  );
  const text = textOf(failures(report));
  expect(text).toContain("before failures were put into classes");
  expect(text).toContain("|error: timeout|provider|3|");
  expect(textOf(changed(report))).toContain(
    "Of|200|pairs only the baseline was accepted in|12|, only the candidate in|10|.|",
  );
  expect(textOf(segments(report))).toContain("before segments were tested");
});

const rows: readonly FailureRow[] = [
  { class: "wrong_answer:intent", origin: "answer", records: 30, cost_usd: 0.3, first: ["r<1>"] },
  { class: "timeout", origin: "provider", records: 10, cost_usd: 0, first: ["r2", "r3"] },
];

test("classes of the answers stand before those of the set-up, in another pattern", () => {
  const report = withPolicies({ failures: rows }, { failures: rows.toReversed() });
  const markup = String(failures(report));
  const looks = [...markup.matchAll(/<rect class="part-(plain|striped) part-edge"/g)];
  expect(looks.map(([, look]) => look)).toEqual(["plain", "striped", "plain", "striped"]);
  const text = textOf(failures(report));
  expect(text).toContain("prod (baseline): 40 of 200 not accepted");
  expect(text).toContain("|wrong_answer:intent|30|30|");
  expect(text).toContain("|timeout|provider|(limits, overload, outages and timeouts");
  expect(text).toContain("|10|$0|r2|,|r3|");
  expect(markup).toContain('<code class="option">r&lt;1&gt;</code>');
});

test("where everything was accepted there is no bar, and it is said", () => {
  const text = textOf(failures(withPolicies({ failures: [] }, { failures: [] })));
  expect(text).toContain("Every record of every policy was accepted.");
});

const pairs: ChangedPairs = {
  both: 148,
  baseline_only: 12,
  candidate_only: 10,
  neither: 30,
  wins: [{ record: "w1", because: "wrong_answer:intent" }],
  dearer: [{ record: "d1", baseline_usd: 0.01, candidate_usd: 0.04 }],
  clusters: [{ class: "timeout", tag: "locale=de", records: 9, first: ["r1"] }],
};

test("the two by two table adds up on both sides, and chance is said", () => {
  const failed = [{ record: "f1", because: "intent: the text is wrong" }];
  const text = textOf(changed(aReport({ pair: { changed: pairs, new_failures: failed } })));
  expect(text).toContain("|baseline accepted|148|12|160|");
  expect(text).toContain("|baseline not accepted|10|30|40|");
  expect(text).toContain("|together|158|42|200|");
  expect(text).toContain(
    "22 pairs differ; McNemar's test of them says p 0.7000 (mid-p) or 0.8300 (exact), two-sided.",
  );
  expect(text).toContain("|f1|intent: the text is wrong|");
  expect(text).toContain("|w1|wrong_answer:intent|");
  expect(text).toContain("|d1|$0.0100|$0.0400|+$0.0300|");
  expect(text).toContain("|timeout|locale=de|9|r1|");
});

/** A policy of which the cost of so many attempts is not known. */
function withUnknownCosts(count: number): Partial<PolicyMetrics> {
  const overall = aMetrics();
  return { overall: { ...overall, cost: { ...overall.cost, unknown_attempts: count } } };
}

test("of costs that are not known no zero is shown, and none is said to be larger", () => {
  const { attempts } = aMetrics();
  const free = aFlow({ unknown_costs: 200, not_accepted_usd: 0 });
  const links = free.links.map((link) => ({ ...link, cost_usd: 0 }));
  const prod = { ...withUnknownCosts(attempts), flow: { ...free, links }, failures: rows };
  const cheap = { ...withUnknownCosts(3), flow: aFlow({ unknown_costs: 3 }), failures: rows };
  const report = withPolicies(prod, cheap);
  const ways = textOf(flow(report));
  expect(ways).toContain("No cost is known, so nobody can say what was paid");
  expect(ways).not.toContain("|$0|");
  expect(ways).toContain("|timeout|large (step 3)|15|n/a (none is known)|");
  expect(ways).toContain("|timeout|large (step 3)|15|$0.4000|");
  expect(textOf(failures(report))).toContain("|10|n/a (none is known)|r2|");

  const none = { pair: { changed: { ...pairs, dearer: [] } } };
  const changedBy = (baseline: number) => {
    const { policies } = withPolicies(withUnknownCosts(baseline), {}).comparison;
    return textOf(changed(aReport({ ...none, comparison: { policies } })));
  };
  expect(changedBy(0)).toContain("|No record costs more than under the baseline.|");
  expect(changedBy(3)).toContain(
    "No record costs more than under the baseline (of those whose cost is known under both).",
  );
  expect(changedBy(attempts)).toContain("nobody can say which records cost more");
});

test("records that belong together are tested together, and that is what is said", () => {
  const acceptance_rate_difference = anEstimate({ clusters: 90 });
  const text = textOf(changed(aReport({ pair: { changed: pairs, acceptance_rate_difference } })));
  expect(text).toContain("a sign test of each cluster's net difference says");
});

const explored = (value: string, lower: number): ExploredSegment => ({
  tag: "intent",
  value,
  pairs: 100,
  baseline_only: 4,
  candidate_only: 2,
  difference: anEstimate({ value: lower + 0.05, lower, upper: lower + 0.1, n: 100 }),
  p: 0.3,
  smallest_detectable: 0.04,
  p_bh: 0.6,
  status: "no_regression_found",
});

function aSegmentReport(more: Partial<SegmentReport>): RunReport {
  const found: SegmentReport = {
    detects: 0.05,
    guard: [],
    explored: [],
    simpson: [],
    standardised_cost_per_accepted: [],
    ...more,
  };
  return aReport({ pair: { segments: found } });
}

test("guards stand first, then what is worse, then by the lower bound", () => {
  const { p_bh: _, ...tested } = explored("vip", -0.01);
  const report = aSegmentReport({
    guard: [{ ...tested, p_holm: 0.9, status: "no_regression_found" }],
    explored: [
      explored("mild", -0.02),
      explored("bad", -0.08),
      { ...explored("flagged", -0.04), status: "flagged" },
    ],
  });
  const names = [...String(segments(report)).matchAll(/<th scope="row">(intent=\w+)/g)];
  expect(names.map(([, name]) => name)).toEqual([
    "intent=vip",
    "intent=flagged",
    "intent=bad",
    "intent=mild",
  ]);
});

test("of many segments the sixty worst are shown, some that are too small among them, and the rest counted", () => {
  const many = Array.from({ length: 100 }, (_, index) => explored(`v${index}`, -index / 1000));
  const small = Array.from({ length: 40 }, (_, index): ExploredSegment => ({
    ...explored(`s${index}`, -0.5),
    status: "cannot_detect",
  }));
  const markup = String(segments(aSegmentReport({ explored: [...many, ...small] })));
  const names = [...markup.matchAll(/<th scope="row">intent=([vs])\d+/g)].map(([, kind]) => kind);
  expect(names.filter((kind) => kind === "v")).toHaveLength(45);
  expect(names.filter((kind) => kind === "s")).toHaveLength(15);
  expect(markup).toContain("80 more segments in comparison.json.");
});

test("who served, what stands behind it and what happened when are on the page", () => {
  const found = aTimeline({
    buckets: [
      {
        from_ms: 0,
        records: 5,
        accepted: 4,
        cost_usd: 1,
        routes: { fast: { attempts: 8, errors: 2 } },
      },
    ],
    events: [{ at_ms: 60_000, kind: "excluded", route: "fast", because: "2 of 8 failed" }],
  });
  const failover = [
    { from: "openai", to: "google", routes: [], drilled: "pass" as const, seen: 3, accepted: 2 },
  ];
  const overall = aMetrics({
    providers: { openai: 0.75, google: 0.25 },
    served_models: { "gpt-1": 150, "gemini-1": 50 },
  });
  const report = withPolicies({ failover }, { overall, timeline: found });
  const text = textOf([providers(report), timeline(report)].map(String).join(""));
  expect(text).toContain("|openai|100%|75.0%|");
  expect(text).toContain("|gemini-1|0|50|");
  expect(text).toContain("|25.0% cheap-first|");
  expect(text).toContain("|prod|openai|100%|google|proven|3|2|");
  expect(text).toContain("|0:01:00: fast is excluded: 2 of 8 failed|");
  expect(text).toContain("|8|");
  expect(text).toContain("|2|(|25.0%|)|");
});
