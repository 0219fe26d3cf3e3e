import { expect, test } from "vitest";
import type { Policy } from "../../../../src/core/policy.ts";
import { viewOf } from "../../../../src/core/request-view.ts";
import type { ReplayRecord } from "../../../../src/core/replay-record.ts";
import type { Step } from "../../../../src/core/step.ts";
import { putToWork } from "../../../../src/run/arms-at-work.ts";
import { anAttempt } from "../../comparison/an-outcome.ts";
import { aRecord } from "../../comparison/a-comparison.ts";
import { aPolicy } from "../../comparison/a-policy.ts";
import { aRegistry } from "../../routing/policy-builders.ts";

const registry = aRegistry({
  small: { capabilities: { claims: {}, contextWindow: 100, regions: undefined } },
  large: {},
});

const when = (text: string): { readonly text: string; readonly place: string } => ({
  text,
  place: "policy.yaml:1:1",
});

function rules(...conditions: readonly string[]): Policy {
  const rule = (text: string) => ({ when: when(text), route: "large" });
  return aPolicy({
    strategy: { kind: "rules", rules: conditions.map(rule), otherwise: "small" },
  });
}

function withoutPrompt(changes: Partial<ReplayRecord> = {}, promptTokens?: number): ReplayRecord {
  const record = aRecord(0, changes);
  const request = { ...record.request, ...(promptTokens !== undefined && { promptTokens }) };
  return { ...record, request };
}

function firstStep(policy: Policy, record: ReplayRecord): Step {
  const { router } = putToWork({ policy }, registry, 1, "log");
  const view = viewOf(record);
  return router.next(view, router.decide(view, { nowMs: 0 }), [], { nowMs: 0 });
}

const unread = { kind: "not_covered", because: "redacted" };

test("a rule on tags decides as ever without the prompt", () => {
  const policy = rules('tags.intent == "faq"');
  expect(firstStep(policy, withoutPrompt({ tags: { intent: "faq" } }))).toMatchObject({
    kind: "call",
    route: "large",
  });
});

test("a policy that looks at a prompt that is not kept decides nothing", () => {
  expect(firstStep(rules("request.prompt_chars > 10"), withoutPrompt())).toEqual(unread);
  expect(firstStep(rules("size(request.messages) > 1"), withoutPrompt())).toEqual(unread);
});

test("a rule that is not reached has read nothing", () => {
  const policy = rules('tags.intent == "faq"', "request.prompt_chars > 10");
  expect(firstStep(policy, withoutPrompt({ tags: { intent: "faq" } })).kind).toBe("call");
  expect(firstStep(policy, withoutPrompt({ tags: { intent: "other" } }))).toEqual(unread);
});

test("a count of tokens that the log holds is read instead of the text", () => {
  const policy = rules("request.prompt_tokens > 50");
  expect(firstStep(policy, withoutPrompt({}, 60))).toMatchObject({ kind: "call", route: "large" });
  expect(firstStep(policy, withoutPrompt())).toEqual(unread);
});

test("a context window is held against the log's count; without one nothing speaks against it", () => {
  const policy = aPolicy({ strategy: { kind: "pinned", route: "small" } });
  expect(firstStep(policy, withoutPrompt())).toMatchObject({ kind: "call", route: "small" });
  expect(firstStep(policy, withoutPrompt({}, 101)).kind).not.toBe("call");
});

test("an expression that fails on the missing text is no error of the policy", () => {
  expect(firstStep(rules('request.messages[0].content == "x"'), withoutPrompt())).toEqual(unread);
});

test("an error that has nothing to do with the prompt stays one", () => {
  expect(() => firstStep(rules('tags.gone == "x"'), withoutPrompt())).toThrow(/gone/);
});

test("a cascade that looks at the prompt after an answer is unknown from there on", () => {
  const policy = aPolicy({
    strategy: {
      kind: "cascade",
      routes: ["small", "large"],
      escalateWhen: when("request.prompt_chars > 10"),
      maxEscalations: 1,
    },
  });
  const { router } = putToWork({ policy }, registry, 1, "log");
  const view = viewOf(withoutPrompt());
  const decision = router.decide(view, { nowMs: 0 });
  expect(router.next(view, decision, [], { nowMs: 0 }).kind).toBe("call");
  expect(router.next(view, decision, [anAttempt()], { nowMs: 0 })).toEqual(unread);
});

test("with its prompt a record of a log is decided as any other", () => {
  const messages = [{ role: "user", content: "a rather long question" }];
  const record = aRecord(0, { request: { ...aRecord(0).request, messages } });
  expect(firstStep(rules("request.prompt_chars > 10"), record)).toMatchObject({ route: "large" });
});
