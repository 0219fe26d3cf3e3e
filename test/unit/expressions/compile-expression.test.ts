import { expect, test } from "vitest";
import { HarnessError } from "../../../src/core/harness-error.ts";
import {
  compileExpression,
  evaluateCondition,
  evaluateNumber,
  type ResultKind,
} from "../../../src/expressions/compile-expression.ts";
import {
  requestRoots,
  requestScope,
  triggerRoots,
  triggerScope,
} from "../../../src/expressions/scope.ts";
import { anAttempt, aView } from "./a-view.ts";

const source = (text: string) => ({ text, place: "p.yaml:7:14" });

function holds(text: string, view = aView()): boolean {
  const expression = compileExpression(source(text), requestRoots, "condition");
  return evaluateCondition(expression, requestScope(view));
}

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof HarnessError && error.code === "invalid-input") return error.message;
    throw error;
  }
  return "no error";
}

function refusalOf(text: string, roots = requestRoots, kind: ResultKind = "condition"): string {
  return messageOf(() => compileExpression(source(text), roots, kind))
    .split("\n")
    .slice(1)
    .join("\n");
}

test.each([
  ['tags.intent in ["faq", "summarize"] && request.sla_ms < 2000', true],
  ["request.sla_ms < 1500", false],
  ["request.sla_ms <= 1500", true],
  ["request.prompt_chars >= 28", true],
  ["request.prompt_chars > 28", false],
  ["request.prompt_tokens == 7", true],
  ["features.win_rate >= 0.42", true],
  ["features.win_rate > 0.42", false],
  ["features.n == 3", true],
  ["3 == features.n", true],
  ["features.n != 3", false],
  ["features.n == 3.0", true],
  ["double(3) == 3", true],
  ["features.n in [1, 2, 3]", true],
  ["features.n in [1.5, 3.5]", false],
  ["features.n + 1 == 4", true],
  ["1 - features.n == -2", true],
  ["features.n * 2 > features.win_rate", true],
  ["request.prompt_chars / 4 == 7", true],
  ["features.n / 2 == 1.5", true],
  ["features.n % 2 == 1", true],
  ["7 / 2 == 3", true],
  ["features.beta", true],
  ["!features.beta", false],
  ['features.tier == "gold"', true],
  ["features.n > 2 ? features.beta : false", true],
])("numbers out of data meet number literals: %s is %s", (text, expected) => {
  expect(holds(text)).toBe(expected);
});

test.each([
  ["request.messages.exists(m, m.role == 'system')", true],
  ["request.messages.all(m, size(m.content) > 20)", false],
  ["request.messages.exists_one(m, m.role == 'user')", true],
  ["size(request.messages.filter(m, m.role == 'user')) == 1", true],
  ["request.messages[1].content.contains('refund')", true],
  ["request.messages[1].content.startsWith('Where')", true],
  ["request.messages.map(m, m.role).join(',') == 'system,user'", true],
  ["cel.bind(r, request, r.stream || r.sla_ms > 1)", true],
  ['request["sla_ms"] == 1500', true],
  ["'intent' in tags", true],
  ["size(request.tools) == 0", true],
  ["request.wants_schema", false],
])("macros, text functions and indexes work: %s is %s", (text, expected) => {
  expect(holds(text)).toBe(expected);
});

test.each([
  ["has(tags.risk)", false],
  ["has(tags.risk) && tags.risk == 'high'", false],
  ["!has(tags.risk) || tags.risk == 'high'", true],
  ["has(request.max_output_tokens)", false],
  ["has(request.sla_ms)", true],
  ["tags.intent == 'faq' || tags.risk == 'high'", true],
  ["workflow == null", true],
  ["owner == 'team_a'", true],
  ["workflow == 'x'", false],
])("what a record lacks can be asked for: %s is %s", (text, expected) => {
  expect(holds(text)).toBe(expected);
});

test.each([
  ["tags.risk == 'high'", "tags.risk is missing"],
  ["request.max_output_tokens > 1", "request.max_output_tokens is missing"],
  ["tags.intent > 3", '">" does not work between text and a whole number'],
  ["-tags.intent == 'x'", '"-" does not work on text'],
  ["tags.intent", 'gives the text "faq", but true or false is needed'],
  ["features.n", "gives 3, but true or false is needed"],
  ["request.tools", "gives a list, but true or false is needed"],
  ["owner.name == 'x'", "owner.name is missing"],
  ["size(features.n) > 1", "size() does not work with a number"],
  ["1 / 0 > 1", "division by zero"],
])("a failure on a record says what is wrong: %s", (text, reason) => {
  const message = messageOf(() => holds(text));
  expect(message).toBe(`p.yaml:7:14: expression \`${text}\`: ${reason}`);
});

test("a missing name comes with the way to ask for it", () => {
  const expression = compileExpression(source("tags.risk == 'high'"), requestRoots);
  expect(() => evaluateCondition(expression, requestScope(aView()))).toThrow(
    expect.objectContaining({ hint: "write has(tags.risk) where it may be" }),
  );
});

test.each([
  ["tag.intent == 'a'", 'p.yaml:7:14: "tag" is not known here (did you mean "tags"?)'],
  [
    "true && expected == 'a'",
    'p.yaml:7:22: "expected" is not known here (known: request, tags, features, owner, workflow)',
  ],
  [
    "response.text == 'a'",
    'p.yaml:7:14: "response" is not known here (known: request, tags, features, owner, workflow)',
  ],
  [
    "request.sla < 3",
    'p.yaml:7:22: "request.sla" does not exist (known: prompt_chars, prompt_tokens, messages, tools, wants_schema, stream, sla_ms, max_output_tokens)',
  ],
  ["has(request.slams)", 'p.yaml:7:26: "request.slams" does not exist (did you mean "sla_ms"?)'],
  ["(features.n", 'p.yaml:7:25: expected ")", got the end'],
  ["features.n ==", "p.yaml:7:27: unexpected the end"],
  ["features.n = 3", "p.yaml:7:25: unexpected character ="],
  ["1 + 'a' == 2", 'p.yaml:7:14: "+" does not work between a whole number and text'],
  [
    "tags.intent.startWith('f')",
    'p.yaml:7:14: there is no function startWith() (did you mean "startsWith"?)',
  ],
  [
    "tags.intent.matches('(a+)+$')",
    "p.yaml:7:14: matches() is not available: a pattern could take forever on some text (use contains(), startsWith() or endsWith())",
  ],
  ["'text'", "p.yaml:7:14: gives text, but true or false is needed"],
  ["", "p.yaml:7:14: unexpected the end"],
  ["'abc", "p.yaml:7:14: Unterminated string"],
])("a faulty expression is refused when it is read: %s", (text, message) => {
  expect(refusalOf(text)).toBe(message);
});

test("all unknown names of an expression are told at once", () => {
  expect(refusalOf("tag.a == 'x' || feature.b == 1").split("\n")).toHaveLength(2);
});

test("a place inside a text of several lines is that of its own line", () => {
  expect(refusalOf("tags.a == 'x' ||\nnope.b == 'y'")).toContain("p.yaml:8:14: ");
});

test("a threshold's score is a number, whatever kind of number", () => {
  const score = (text: string) =>
    evaluateNumber(compileExpression(source(text), requestRoots, "number"), requestScope(aView()));
  expect(score("features.win_rate")).toBe(0.42);
  expect(score("size(request.messages)")).toBe(2);
  expect(score("request.prompt_chars")).toBe(28);
  expect(messageOf(() => score("features.tier"))).toContain("a number is needed");
  expect(messageOf(() => score("features.n / 0"))).toContain("gives Infinity, but a number");
  expect(refusalOf("true", requestRoots, "number")).toContain("gives true or false, but a number");
});

test.each([
  ['tags.category != "relevance" && !response.signals.parsed_call', false],
  ["response.text.contains('row')", true],
  ["response.finish_reason == 'stop' && response.schema_valid", true],
  ["response.latency_ms > 100 && response.cost_usd < 0.002", true],
  ["response.cost_usd == 0.0015", true],
  ["has(response.error)", false],
  ["size(response.tool_calls) == 1", true],
  ["response.signals.confidence < 0.8", true],
  ["size(attempts) == 2 && attempts[0].route == 'small'", true],
  ["attempts.exists(a, has(a.error) && a.error == 'rate_limit')", true],
  ["attempts[1].kind == 'retry'", true],
])("a trigger sees the last answer and all attempts: %s is %s", (text, expected) => {
  const failure = { kind: "rate_limit", detail: undefined, retryAfterMs: undefined } as const;
  const attempts = [
    anAttempt({ result: { kind: "failure", failure }, schemaValid: undefined }),
    anAttempt({ index: 1, kind: "retry" }),
  ];
  const expression = compileExpression(source(text), triggerRoots, "condition");
  const view = aView({ tags: { category: "simple" } });
  expect(evaluateCondition(expression, triggerScope(view, attempts))).toBe(expected);
});

test("what an attempt does not have is missing, not false", () => {
  const failure = { kind: "timeout", detail: undefined, retryAfterMs: undefined } as const;
  const attempt = anAttempt({
    result: { kind: "failure", failure },
    schemaValid: undefined,
    latencyMs: undefined,
    costNanoUsd: undefined,
  });
  const asked = ["text", "finish_reason", "schema_valid", "latency_ms", "cost_usd"];
  const text = `!(${asked.map((field) => `has(response.${field})`).join(" || ")}) && response.error == "timeout"`;
  const expression = compileExpression(source(text), triggerRoots, "condition");
  expect(evaluateCondition(expression, triggerScope(aView(), [attempt]))).toBe(true);
});

test("the length of a prompt is not counted for an expression that does not ask for it", () => {
  const request = aView().request;
  const trap = {
    ...request,
    get messages(): never {
      throw new Error("was read");
    },
  };
  const view = aView({ request: trap });
  expect(holds("request.sla_ms < 2000 && tags.intent == 'faq'", view)).toBe(true);
  expect(() => holds("request.prompt_chars > 1", view)).toThrow("was read");
});

test.each([
  ["parentheses", "(".repeat(5000) + "true" + ")".repeat(5000)],
  ["negations", "!".repeat(5000) + "true"],
  ["a long chain", Array.from({ length: 5000 }, () => "true").join(" && ")],
  ["a long text", `"${"x".repeat(30_000)}" == "x"`],
  ["loops in loops", "[1].all(a, [1].all(b, [1].all(c, a == c)))"],
])("an expression that could exhaust the machine is refused: %s", (_, text) => {
  expect(refusalOf(text)).toMatch(/p\.yaml:7:\d+: (is|loops are) .*(large|deep|longer)/);
});

test("a chain of a thousand conditions still works", () => {
  const chain = Array.from({ length: 600 }, (_, n) => `features.n != ${n + 10}`).join(" && ");
  expect(holds(chain)).toBe(true);
});

test("a name that only looks like a record's is not read from the language's own objects", () => {
  expect(holds("has(tags.constructor) || has(tags.toString)")).toBe(false);
  expect(messageOf(() => holds("tags.constructor == 'x'"))).toContain(
    "tags.constructor is missing",
  );
});
