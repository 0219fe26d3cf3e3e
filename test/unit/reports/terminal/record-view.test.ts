import { expect, test } from "vitest";
import type { Attempt } from "../../../../src/core/attempt.ts";
import type { Outcome } from "../../../../src/core/outcome.ts";
import { unknownUsage } from "../../../../src/core/usage.ts";
import type { RecordSheet } from "../../../../src/core/record-sheet.ts";
import { renderRecord } from "../../../../src/reports/terminal/record-view.ts";

function anAttempt(more: Partial<Attempt> = {}): Attempt {
  return {
    index: 0,
    kind: "first",
    because: "the policy's decision",
    isUnreviewed: false,
    route: "strong",
    provider: "openai",
    requestedModel: "gpt-large",
    servedModel: "gpt-large",
    endpointFamily: "openai",
    queuedAtMs: 0,
    dispatchedAtMs: 0,
    waitedMs: 0,
    firstTokenMs: 120,
    latencyMs: 812,
    result: {
      kind: "response",
      response: {
        text: "refund\nplease",
        finishReason: { kind: "stop", raw: "stop" },
        toolCalls: [],
        signals: {},
      },
    },
    schemaValid: undefined,
    usage: unknownUsage,
    costNanoUsd: 1_200_000,
    ...more,
  };
}

function anOutcome(more: Partial<Outcome> = {}): Outcome {
  return {
    recordId: "q-17",
    ordinal: 16,
    arm: 0,
    repeat: 0,
    route: "strong",
    because: "primary route",
    review: [],
    attempts: [anAttempt()],
    ending: { kind: "answered" },
    grade: {
      accepted: true,
      score: 1,
      schemaValid: undefined,
      scores: [{ name: "exact_match", value: 1, passed: true, because: "as expected" }],
    },
    ...more,
  };
}

const failing = anOutcome({
  arm: 1,
  attempts: [
    anAttempt({
      result: {
        kind: "failure",
        failure: { kind: "rate_limit", detail: "slow down", retryAfterMs: 500 },
      },
      costNanoUsd: 0,
    }),
    anAttempt({
      index: 1,
      kind: "fallback",
      because: "rate_limit",
      waitedMs: 500,
      route: "weak",
      requestedModel: "gpt-small",
      servedModel: "gpt-small-2",
      costNanoUsd: undefined,
    }),
  ],
  grade: {
    accepted: false,
    score: undefined,
    schemaValid: undefined,
    scores: [
      { name: "judge", value: undefined, passed: undefined, because: "could not be scored" },
    ],
  },
});

function aView(more: Partial<RecordSheet> = {}): RecordSheet {
  return {
    ordinal: 16,
    recordId: "q-17",
    tags: { intent: "refund" },
    prompt: "I want my money back",
    expected: "refund",
    arms: [
      { policy: "prod", outcome: anOutcome() },
      { policy: "cheap-first", outcome: failing },
    ],
    ...more,
  };
}

test("a wide terminal shows both policies side by side", () => {
  expect(renderRecord(aView(), { width: 120, colour: false })).toMatchInlineSnapshot(`
    "record q-17
    tags: intent=refund
    expected: refund
    prompt:
    │ I want my money back

    policy prod (baseline)                                     ┃ policy cheap-first (candidate)
    ✓ accepted, score 100%                                     ┃ ✗ not accepted
    route: strong                                              ┃ route: strong
      because: primary route                                   ┃   because: primary route
    attempt 1: first on strong (gpt-large)                     ┃ attempt 1: first on strong (gpt-large)
      because: the policy's decision                           ┃   because: the policy's decision
      812 ms, $0.0012: answered (stop)                         ┃   812 ms, $0: failed, rate_limit: slow down
    ended: answered                                            ┃ attempt 2: fallback on weak (gpt-small, served by
    cost: $0.0012                                              ┃   │ gpt-small-2)
    latency: 812 ms                                            ┃   because: rate_limit
    answer:                                                    ┃   waited 500 ms, 812 ms, unknown cost: answered (stop)
    │ refund                                                   ┃ ended: answered
    │ please                                                   ┃ cost: at least $0, not every attempt's cost is known
    ✓ exact_match 100%: as expected                            ┃ latency: 2,124 ms
                                                               ┃ answer:
                                                               ┃ │ refund
                                                               ┃ │ please
                                                               ┃ ? judge unscored: could not be scored

    answers of prod and cheap-first: the same
    "
  `);
});

test("a narrow terminal shows one after the other, and no line is too wide", () => {
  const lines = renderRecord(aView(), { width: 60, colour: false }).split("\n");
  expect(lines.filter((line) => line.length > 60)).toEqual([]);
  const titles = lines.filter((line) => / \((baseline|candidate)\)$/.test(line));
  expect(titles).toEqual(["policy prod (baseline)", "policy cheap-first (candidate)"]);
});

test("unknown cost and unknown latency are said, never added as zero", () => {
  const outcome = anOutcome({
    attempts: [anAttempt({ costNanoUsd: undefined, latencyMs: undefined })],
  });
  const text = renderRecord(aView({ arms: [{ policy: "prod", outcome }] }), {
    width: 80,
    colour: false,
  });
  expect(text).toContain("\ncost: unknown\nlatency: unknown\n");
});

test("texts that are not kept are said to be so", () => {
  const response = {
    text: undefined,
    finishReason: { kind: "stop", raw: "stop" },
    toolCalls: [],
    signals: {},
  } as const;
  const outcome = anOutcome({ attempts: [anAttempt({ result: { kind: "response", response } })] });
  const view = aView({ prompt: undefined, arms: [{ policy: "prod", outcome }] });
  const text = renderRecord(view, { width: 80, colour: false });
  expect(text).toContain("prompt: not kept");
  expect(text).toContain("answer: its text is not kept");
});

test("a long answer is cut, and how much is missing is said", () => {
  const text = Array.from({ length: 50 }, () => "abcdefghij").join("\n");
  const response = {
    text,
    finishReason: { kind: "stop", raw: "stop" },
    toolCalls: [],
    signals: {},
  } as const;
  const outcome = anOutcome({ attempts: [anAttempt({ result: { kind: "response", response } })] });
  const shown = renderRecord(aView({ arms: [{ policy: "prod", outcome }] }), {
    width: 80,
    colour: false,
  });
  expect(shown.match(/abcdefghij/g)).toHaveLength(40);
  expect(shown).toContain("│ (cut: 100 more characters)");
});

test("an answer cannot drive the terminal or the CI runner that shows it", () => {
  const hostile = "\u001b]0;pwn\u0007\u001b[2J\r\n::error::x\n##[error]x\u202e";
  const response = {
    text: hostile,
    finishReason: { kind: "unrecognized", raw: hostile },
    toolCalls: [{ name: hostile }],
    signals: {},
  } as const;
  const outcome = anOutcome({
    because: hostile,
    review: [hostile],
    attempts: [anAttempt({ result: { kind: "response", response }, because: hostile })],
  });
  const view = aView({
    recordId: hostile,
    tags: { [hostile]: hostile },
    prompt: hostile,
    expected: hostile,
    arms: [{ policy: hostile, outcome }],
  });
  for (const width of [40, 120]) {
    const text = renderRecord(view, { width, colour: false });
    expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
    expect(text).not.toMatch(/^\s*::|##\[/m);
    expect(text).toContain("│ ::error::x");
  }
});

function answering(text: string, arm: number): Outcome {
  const finishReason = { kind: "stop", raw: "stop" } as const;
  const response = { text, finishReason, toolCalls: [], signals: {} };
  return anOutcome({ arm, attempts: [anAttempt({ result: { kind: "response", response } })] });
}

function differing(before: string, after: string): string {
  const arms = [
    { policy: "prod", outcome: answering(before, 0) },
    { policy: "cheap-first", outcome: answering(after, 1) },
  ];
  const text = renderRecord(aView({ arms }), { width: 80, colour: true });
  return text.slice(text.indexOf("answers"));
}

test("what differs between two answers stands word by word below them, in colour", () => {
  const shown = differing("The refund is approved.\nThanks", "The refund is denied.\nThanks");
  expect(shown).toMatchInlineSnapshot(`
    "answers, prod (-) and cheap-first (+):[22m
      The refund is
    [31m- approved[39m
    [32m+ denied[39m
      .\\nThanks
    "
  `);
});

test("two JSON answers are compared by place, whatever the order of their keys", () => {
  const shown = differing('{"a":1,"b":[1,2],"d":null}', '{"b":[1,3],"a":1,"c/~":{"x":"y"}}');
  expect(shown).toMatchInlineSnapshot(`
    "answers, prod (-) and cheap-first (+):[22m
    [31m- /b/1: 2[39m
    [32m+ /b/1: 3[39m
    [31m- /d: null[39m
    [32m+ /c~1~0: {"x":"y"}[39m
    "
  `);
});

test("a call's evidence stands below it, and nothing that is not known", () => {
  const evidence = {
    httpStatus: 200,
    requestId: "req-9",
    usageAnomaly: "more cached tokens than input tokens",
    reportedCostNanoUsd: 1_500_000,
    gateway: {
      servedBy: "anthropic",
      servedRoute: "weak",
      retries: 0,
      fallbacks: 1,
      violation: "fell back to weak: it is in blocked_fallbacks",
    },
    source: "recording",
  } as const;
  const outcome = anOutcome({ attempts: [anAttempt({ evidence })] });
  const arms = [{ policy: "prod", outcome }];
  const view = {
    ordinal: 16,
    recordId: "q-17",
    tags: {},
    prompt: undefined,
    expected: undefined,
    arms,
  };
  const text = renderRecord(view, { width: 90, colour: false });
  const lines = text.split("\n").filter((line) => line.startsWith("  "));
  expect(lines.slice(3)).toEqual([
    "  call: HTTP 200, request req-9",
    "  answer: from a recording",
    "  usage was brought into line: more cached tokens than input tokens",
    "  reported cost: $0.0015, beside our own",
    "  gateway served: route weak, by anthropic, 0 retries, 1 fallbacks",
    "  violation: fell back to weak: it is in blocked_fallbacks",
  ]);
});

test("what the policy knew and did stands between its reason and its attempts", () => {
  const outcome = anOutcome({
    ending: { kind: "static_answer", because: "nothing may follow", text: "Please\ncall us." },
    trace: {
      queuedMs: 1_500,
      refused: [{ route: "eu", kept: false, kind: "health", because: "6 of 20 calls failed" }],
      downgradedFrom: "strong",
      estimatedNanoUsd: 2_000_000,
      redacted: ["email", "iban"],
      degraded: "static_answer",
      events: [{ atMs: 0, kind: "excluded", route: "eu", because: "6 of 20 calls failed" }],
    },
  });
  const arms = [{ policy: "prod", outcome }];
  const lines = renderRecord(aView({ arms }), { width: 200, colour: false }).split("\n");
  const from = lines.findIndex((line) => line.includes("because: primary route"));
  expect(lines.slice(from + 1, from + 8)).toEqual([
    "  waited for its turn: 1,500 ms",
    "  refused for this record: eu: 6 of 20 calls failed",
    "  a ceiling took it from strong",
    "  estimated cost: $0.0020",
    "  taken out: email, iban",
    "  lesser service: static_answer",
    "  excluded (eu): 6 of 20 calls failed",
  ]);
  const answer = lines.findIndex((line) => line.startsWith("the policy's own text"));
  expect(lines.slice(answer, answer + 3)).toEqual([
    "the policy's own text, in place of an answer:",
    "│ Please",
    "│ call us.",
  ]);
});

test("a redaction that found nothing, and a classifier that was not sure, say so", () => {
  const classification = {
    label: undefined,
    confidence: 0.4,
    by: "label",
    because: "tags.intent",
    latencyMs: undefined,
    costNanoUsd: undefined,
    usage: undefined,
  } as const;
  const outcome = anOutcome({ trace: { classification, redacted: [] } });
  const text = renderRecord(aView({ arms: [{ policy: "prod", outcome }] }), {
    width: 200,
    colour: false,
  });
  expect(text).toContain("  classified by label: unsure, confidence 40.0%: tags.intent");
  expect(text).toContain("  taken out: nothing was found");
});
