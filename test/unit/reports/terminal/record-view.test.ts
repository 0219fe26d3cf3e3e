import { expect, test } from "vitest";
import { renderRecord } from "../../../../src/reports/terminal/record-view.ts";
import { aView, anAttempt, anOutcome } from "./a-record-view.ts";

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
