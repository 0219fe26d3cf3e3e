import { expect, test } from "vitest";
import type { Decision } from "../../../../src/core/decision.ts";
import type { ExplainedRecord, Explanation } from "../../../../src/core/explanation.ts";
import { explanationJson } from "../../../../src/reports/explain-json.ts";
import { renderExplanation } from "../../../../src/reports/terminal/explain-text.ts";
import { displayWidth } from "../../../../src/reports/display-width.ts";
import { aView } from "../../expressions/a-view.ts";

const decision: Decision = {
  route: "small",
  because: "rule 1",
  chain: ["large", "spare"],
  considered: [
    { route: "small", kept: true, because: "eligible" },
    { route: "large", kept: true, because: "eligible" },
    { route: "old", kept: false, because: "it is deprecated", kind: "lifecycle" },
    { route: "far", kept: false, because: "it is in us", kind: "region" },
  ],
  refused: [{ route: "far", kept: false, because: "it is in us", kind: "region" }],
  review: ["refund_exception"],
};

function aRecord(more: Partial<ExplainedRecord> = {}): ExplainedRecord {
  return {
    view: aView(),
    failure: undefined,
    decision,
    firstStep: {
      kind: "call",
      route: "small",
      attempt: "first",
      because: "rule 1",
      waitMs: 0,
      isUnreviewed: false,
    },
    estimates: new Map([
      ["small", { nanoUsd: 314_000, inputTokens: 7, outputTokens: 30, outputFrom: "simulation" }],
    ]),
    ceilings: [],
    ...more,
  };
}

function anExplanation(record: ExplainedRecord, more: Partial<Explanation> = {}): Explanation {
  return {
    policy: "p",
    version: "sha256:1",
    dataset: "d",
    memory: "none",
    notNamed: ["other"],
    matched: 1,
    records: [record],
    notes: [],
    ...more,
  };
}

const look = { width: 100, colour: false };

test("P10: a decision is told with its alternatives, each kept or refused and why", () => {
  expect(renderExplanation(anExplanation(aRecord()), look)).toBe(`p on d, version sha256:1

record r-1
labels: intent=faq, locale=de, win_rate=0.42, n=3, beta=true, tier=gold
owner: team_a
request: 28 characters, about 7 tokens, 2 messages, SLA 1,500 ms
route: small
  because: rule 1
  first: calls small
  estimated cost: $0.000314 (about 7 tokens in, 30 out as the route's simulation says)
routes:
  ✓ small: eligible, $0.000314
  ✓ large: eligible, cost not known
  ✗ old: it is deprecated (lifecycle)
  ✗ far: it is in us (region, for this record)
  not named by the policy: other
chain: large, then spare
a person must look: refund_exception
`);
});

test("what a decision holds besides is shown where it is there", () => {
  const full: Decision = {
    ...decision,
    standsInFor: "large",
    refusedBy: "budget",
    downgradedFrom: "huge",
    estimatedNanoUsd: 5_000_000,
    redacted: ["email"],
    scores: [{ route: "small", score: 0.75, because: "quality 0.9" }],
    classification: {
      label: undefined,
      confidence: 0.4,
      by: "rules",
      because: "no rule is sure",
      latencyMs: 5,
      costNanoUsd: undefined,
      usage: undefined,
    },
  };
  const record = aRecord({
    decision: full,
    firstStep: { kind: "queue", because: "compliance_flag before any call" },
    ceilings: [{ ceiling: "cost.daily_spend_cap", key: "team_a" }],
  });
  const text = renderExplanation(anExplanation(record, { memory: "empty", matched: 3 }), look);
  for (const line of [
    "It reads what came before; here nothing has: windows, spend and quotas are empty.",
    "classified as: unsure, by rules, confidence 40.0%",
    "  because: no rule is sure",
    "  classifying takes 5 ms",
    "  stands in for: large",
    "  downgraded from: huge",
    "  the chosen route is refused by: budget",
    "  taken out of the request: email",
    "  first: queues for a person: compliance_flag before any call",
    "  estimated cost: $0.0050",
    "  0.75 small: quality 0.9",
    "counts under: cost.daily_spend_cap of team_a",
    "records shown: 1 of 3; --limit N shows more",
  ]) {
    expect(text.split("\n")).toContain(line);
  }
  const json = JSON.parse(explanationJson(anExplanation(record))) as {
    readonly records: readonly Record<string, unknown>[];
  };
  expect(json.records[0]).toMatchObject({
    record: "r-1",
    route: "small",
    stands_in_for: "large",
    estimated_cost_usd: 0.005,
    downgraded_from: "huge",
    refused_by: "budget",
    classification: { label: null, confidence: 0.4, by: "rules", latency_ms: 5, cost_usd: null },
    ceilings: [{ ceiling: "cost.daily_spend_cap", key: "team_a" }],
    first_step: { kind: "queue", because: "compliance_flag before any call" },
    chain: ["large", "spare"],
  });
  expect(json.records[0]?.["considered"]).toEqual([
    {
      route: "small",
      kept: true,
      because: "eligible",
      score: 0.75,
      score_because: "quality 0.9",
      estimated_cost_usd: 0.000314,
    },
    { route: "large", kept: true, because: "eligible", estimated_cost_usd: null },
    {
      route: "old",
      kept: false,
      because: "it is deprecated",
      kind: "lifecycle",
      estimated_cost_usd: null,
    },
    {
      route: "far",
      kept: false,
      because: "it is in us",
      kind: "region",
      for_this_record: true,
      estimated_cost_usd: null,
    },
  ]);
});

test("a decision that fails is told as what a run would make of it", () => {
  const [failed, none] = ["p.yaml:7:13: rule 1 fails", undefined];
  const record = aRecord({ failure: failed, decision: none, firstStep: none });
  const text = renderExplanation(anExplanation(record), look);
  expect(text).toContain("no decision: p.yaml:7:13: rule 1 fails");
  expect(text).toContain("in a run this record ends as harness_error");
});

test("a narrow window and hostile data: no line is too wide, none acts, none is begun by data", () => {
  const evil = "\u001b]0;pwn\u0007\n::error::x\u202e##[error]";
  const record = aRecord({
    view: aView({ recordId: evil, tags: { [evil]: evil }, owner: evil, workflow: evil }),
    decision: {
      ...decision,
      route: evil,
      because: evil.repeat(20),
      chain: [evil],
      considered: [{ route: evil, kept: false, because: evil }],
      review: [evil],
    },
  });
  const explanation = anExplanation(record, { policy: evil, notes: [evil], notNamed: [evil] });
  const text = renderExplanation(explanation, { width: 40, colour: false });
  for (const line of text.split("\n")) {
    expect(displayWidth(line)).toBeLessThanOrEqual(40);
    expect(line).not.toMatch(/^\s*(?:::|##\[)/);
  }
  expect(text).not.toMatch(/(?!\n)\p{Cc}|\u202e|##\[/u);
});
