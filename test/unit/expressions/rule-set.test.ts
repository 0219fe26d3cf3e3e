import { array, assert, constantFrom, integer, option, property, record, string } from "fast-check";
import { expect, test } from "vitest";
import type { RequestView } from "../../../src/core/request-view.ts";
import {
  compileExpression,
  evaluateCondition,
} from "../../../src/expressions/compile-expression.ts";
import { compileRuleSet } from "../../../src/expressions/rule-set.ts";
import { requestRoots, requestScope } from "../../../src/expressions/scope.ts";
import { aView } from "./a-view.ts";

const sourcesOf = (texts: readonly string[]) =>
  texts.map((text, index) => ({ text, place: `p.yaml:${index + 1}:13` }));

/** Position of the first condition that holds, or `N: message` where condition N fails. */
function firstTrue(texts: readonly string[], view: RequestView): number | string {
  try {
    return compileRuleSet(sourcesOf(texts)).firstTrue(
      view,
      (index, cause) => new Error(`${index}: ${(cause as Error).message}`),
    );
  } catch (error) {
    return (error as Error).message;
  }
}

/** The same, each condition on its own. */
function oneByOne(texts: readonly string[], view: RequestView): number | string {
  for (const [index, source] of sourcesOf(texts).entries()) {
    try {
      const expression = compileExpression(source, requestRoots, "condition");
      if (evaluateCondition(expression, requestScope(view))) return index;
    } catch (error) {
      return `${index}: ${(error as Error).message}`;
    }
  }
  return -1;
}

const conditions = [
  'tags.intent == "faq"',
  "has(tags.tier)",
  'tags.tier == "gold"',
  "has(request.sla_ms) && request.sla_ms < 2000",
  "request.sla_ms < 1000",
  "request.prompt_chars >= 10",
  "request.prompt_tokens >= 3",
  'request.messages.exists(message, message.role == "system")',
  "[request].exists(whole, whole.prompt_chars > 20)",
  "[request].exists(whole, has(whole.sla_ms))",
  "features.win_rate > 0.5",
  'owner == "team_a"',
  "workflow == null",
  "request.stream",
];

test("rules that share their variables say what each of them says alone", () => {
  const views = record({
    intent: constantFrom("faq", "refund"),
    tier: option(constantFrom("gold", "basic"), { nil: undefined }),
    slaMs: option(integer({ min: 0, max: 3000 }), { nil: undefined }),
    content: string({ maxLength: 30 }),
    owner: option(constantFrom("team_a", "team_b"), { nil: undefined }),
  });
  assert(
    property(array(constantFrom(...conditions), { maxLength: 12 }), views, (texts, drawn) => {
      const { intent, tier, slaMs, content, owner } = drawn;
      const { request } = aView();
      const view = aView({
        tags: { intent, ...(tier !== undefined && { tier }) },
        request: { ...request, slaMs, messages: [{ role: "user", content }] },
        owner,
      });
      expect(firstTrue(texts, view)).toBe(oneByOne(texts, view));
    }),
    { seed: 4, numRuns: 1000 },
  );
});

test("no rule holds", () => {
  expect(firstTrue(['tags.intent == "refund"', "request.stream"], aView())).toBe(-1);
  expect(firstTrue([], aView())).toBe(-1);
});

test("a prompt is not measured before a rule asks for its length", () => {
  let reads = 0;
  const { request } = aView();
  const view = aView({
    request: {
      ...request,
      get messages() {
        reads += 1;
        return request.messages;
      },
    },
  });
  const texts = ['tags.intent == "faq"', "request.prompt_chars > 5", "request.prompt_chars > 1"];
  expect(firstTrue(texts, view)).toBe(0);
  expect(reads).toBe(0);
  const later = ["request.stream", "request.prompt_chars > 5000", "request.prompt_chars > 1"];
  expect(firstTrue(later, view)).toBe(2);
  expect(reads).toBe(1);
});

test("what is wrong with a rule is told when the rules are compiled", () => {
  expect(() => compileRuleSet(sourcesOf(["true", "tags.intent =="]))).toThrow(/p\.yaml:2:/);
});
