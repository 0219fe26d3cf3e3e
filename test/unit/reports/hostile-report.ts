import fc from "fast-check";
import type { FlowNode, OutcomeFlow } from "../../../src/core/charts/outcome-flow.ts";
import type { DriftReport } from "../../../src/core/drift.ts";
import type { Comparison, PolicyComparison } from "../../../src/core/comparison.ts";
import type { RunReport } from "../../../src/reports/run-report.ts";
import {
  aClassification,
  aGate,
  aMetrics,
  anEstimate,
  aPolicy,
  aReport,
  aTimeline,
} from "./a-run-report.ts";
import { aCurve, aCutCurve, aRegion, aWaterfall } from "./charts/chart-data.ts";

/** What acts in one format or another where it is not taken apart. */
const attacks = [
  "=1+1",
  "a|b\\|c",
  "```\n| x |",
  "@team",
  "</details><img src=x onerror=alert(1)>",
  "[x](http://127.0.0.1)",
  "![](http://127.0.0.1)",
  "]]>]]>",
  "\u0000\u001b]0;pwn\u0007\u001b[2J",
  "\ud800",
  "\ufffe\uffff",
  "\u202eevil\u2066",
  "\r\n::error::x",
  "::error::x",
  "##[error]x",
  "__proto__",
  "\\",
  "`",
  "",
  "<!-- x -->",
];

const hostile = fc
  .array(fc.oneof(fc.constantFrom(...attacks), fc.string({ unit: "binary", maxLength: 12 })), {
    maxLength: 4,
  })
  .map((parts) => parts.join(""));

function table<Value>(name: string | undefined, value: Value): Record<string, Value> {
  return Object.fromEntries([[name ?? "", value]]);
}

function hostileRoutes([a = "", b = "", c = "", d = ""]: readonly string[]): NonNullable<
  Comparison["routes"]
> {
  const figures = { acceptance_rate: 1, cost_per_request_usd: 0, p95_complete_ms: 1 };
  const common = { route: a, lifecycle: "managed" } as const;
  const { id, metric, bound, threshold, observed, status, because } = aGate({ id: c, because: d });
  return {
    unused: [{ ...common, provider: b, role: "choice", named_by: [c, d] }],
    dominated: [{ route: b, by: c, n: 30, basis: "table", figures, by_figures: figures }],
    exit_criteria: [
      {
        ...common,
        to: "deprecated",
        policy: b,
        records: 1,
        gates: [{ id, metric, bound, threshold, observed, status, because }],
        is_met: false,
      },
    ],
  };
}

function hostileFlow([a = "", b = "", c = "", d = ""]: readonly string[]): OutcomeFlow {
  const node = (stage: number, kind: FlowNode["kind"], name: string) => {
    return { id: `${kind}:${name}@${stage}`, stage, kind, name };
  };
  const way = [node(0, "records", a), node(1, "route", b), node(2, "failure", c)];
  const nodes = [...way, node(3, "ending", d)];
  const links = nodes.slice(1).map((to, index) => {
    return { from: nodes[index]!.id, to: to.id, records: 3, cost_usd: 1 };
  });
  return { nodes, links, unknown_costs: 1, joined_paths: 1, not_accepted_usd: 1 };
}

function hostileChanges([a = "", b = "", c = "", d = ""]: readonly string[]): Pick<
  PolicyComparison,
  "changed" | "new_failures" | "segments"
> {
  const [failure, win] = [
    { record: a, because: b },
    { record: c, because: d },
  ];
  const segment = {
    tag: a,
    value: b,
    pairs: 3,
    baseline_only: 1,
    candidate_only: 0,
    difference: anEstimate({ value: null, reason: c }),
    p: 0.5,
    smallest_detectable: null,
  };
  return {
    new_failures: [failure],
    changed: {
      both: 1,
      baseline_only: 1,
      candidate_only: 1,
      neither: 1,
      wins: [win],
      dearer: [{ record: b, baseline_usd: 1, candidate_usd: 2 }],
      clusters: [{ class: a, tag: b, records: 1, first: [c] }],
    },
    segments: {
      detects: 0.05,
      guard: [{ ...segment, p_holm: 1, status: "regressed" }],
      explored: [{ ...segment, tag: c, value: d, p_bh: 1, status: "cannot_detect" }],
      simpson: [{ tag: a, metric: "cost_per_accepted_usd", segments: 2, says: b }],
      standardised_cost_per_accepted: [
        {
          by: d,
          mix: "baseline_accepted",
          baseline: anEstimate(),
          candidate: anEstimate(),
          ratio: anEstimate({ value: null, reason: a }),
        },
      ],
    },
  };
}

function hostileDrift([a = "", b = "", c = "", d = ""]: readonly string[]): DriftReport {
  const side = { sha256: a, records: 3, rejected: 1 };
  return {
    golden: { ...side, name: b },
    log: { ...side, name: c },
    features: [
      {
        feature: a,
        from: b,
        total_variation: 0.5,
        psi: 1,
        p: 0.1,
        p_holm: 0.1,
        values: table(c, [0.25, 0.75] as const),
        note: d,
        shifted: true,
        missing_in_golden: [],
        log_share_missing: 0,
      },
    ],
    not_compared: [{ feature: c, because: d }],
    warnings: [a],
  };
}

/** The report with every name and text replaced. */
function withTexts(texts: readonly string[]): RunReport {
  const [a, b, c, d, e, f] = texts;
  // Two policies need two names.
  const [baseline, candidate] = [`${a}1`, `${b}2`];
  const overall = aMetrics({
    errors: table(c, 3),
    endings: table(d, 3),
    graders: table(e, anEstimate()),
    served_models: table(f, 3),
    gateway: { records: 3, fallback_rate: anEstimate(), retry_rate: anEstimate(), untold: 1 },
  });
  const route = aPolicy().routes["strong"]!;
  const policy = aPolicy({
    version: f ?? "",
    overall,
    routes: table(c, route),
    served_routes: table(d, overall),
    segments: table(e, table(f, overall)),
    owners: table(a, overall),
    confusion: table(b, table(c, 2)),
    joint: aRegion({ covariance: null, reason: `${e}` }),
    latency_curves: { complete: aCutCurve(), first_token: aCurve() },
    classification: aClassification({
      failures: table(a, 1),
      confusion: table(b, table(c, 2)),
      unsure: table(d, 1),
    }),
    flow: hostileFlow(texts),
    failures: [
      { class: `${c}`, origin: "provider", records: 3, cost_usd: 1, first: [`${a}`, `${e}`] },
    ],
    first_violations: [{ record: `${d}`, because: `${e}` }],
    failover: [{ from: `${a}`, to: `${b}`, routes: [], drilled: "pass", seen: 1, accepted: 1 }],
    timeline: aTimeline({
      buckets: [
        {
          from_ms: 0,
          records: 1,
          accepted: 1,
          cost_usd: 1,
          routes: table(c, { attempts: 2, errors: 1 }),
        },
      ],
      events: [
        { at_ms: 1, kind: "excluded", route: `${a}`, because: `${b}` },
        { at_ms: 2, kind: "cap_reached", ceiling: `${c}`, key: `${d}`, because: `${e}` },
      ],
      caps: [{ ceiling: `${a}`, key: `${f}`, period: `${b}`, reached_at_ms: 2, records_after: 3 }],
    }),
  });
  const gate = aGate({ id: `${c}`, because: `${d}`, status: "fail" });
  const report = aReport({
    pair: {
      candidate,
      ...hostileChanges(texts),
      gates: [gate],
      waterfall: aWaterfall({ reason: `${a}` }),
      verdict: { decision: "reject", reasons: [`${e}`, `${f}`] },
      p95_complete_ratio: anEstimate({ value: null, reason: `${f}`, method: `${e}` }),
    },
    manifest: {
      run_id: `${a}`,
      tool_version: `${b}`,
      warnings: [`${c}`],
      inputs: [{ role: "policy", path: `${d}`, sha256: `${e}` }],
      prices: table(f, null),
    },
    report: {
      folder: `${d}`,
      witnesses: table(candidate, [{ recordId: `${e}`, because: `${f}` }]),
    },
  });
  const { comparison, manifest } = report;
  return {
    ...report,
    manifest: {
      ...manifest,
      options: { ...manifest.options, dataset: `${a}`, candidates: [`${b}`], filters: [`${c}`] },
    },
    comparison: {
      ...comparison,
      dataset: { ...comparison.dataset, name: `${a}`, sha256: `${b}` },
      baseline,
      candidates: [candidate],
      routes: hostileRoutes(texts),
      drift: hostileDrift(texts),
      policies: Object.fromEntries([
        [baseline, policy],
        [candidate, policy],
      ]),
      references: { single_routes: table(c, overall), random_mix: table(d, overall) },
    },
  };
}

/** Reports with hostile texts in the place of every name and reason. */
export const hostileReport: fc.Arbitrary<RunReport> = fc
  .array(hostile, { minLength: 6, maxLength: 6 })
  .map(withTexts);
