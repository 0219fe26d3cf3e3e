import { expect, test } from "vitest";
import { renderRecord } from "../../../../src/reports/terminal/record-view.ts";
import { aView, anAttempt, anOutcome } from "./a-record-view.ts";

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
