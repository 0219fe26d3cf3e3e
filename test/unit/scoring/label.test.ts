import { expect, test } from "vitest";
import { scoreOf } from "./builders.ts";

const labels = ["billing", "billing_question", "refund request"];

test("the whole answer may be the label", () => {
  expect(scoreOf("label", {}, "Billing", " billing.\n")).toEqual({
    name: "label",
    value: 1,
    passed: true,
    because: "the label agrees",
    label: "billing",
    expectedLabel: "billing",
  });
});

test("a listed label is found as whole words", () => {
  const read = (text: string) => scoreOf("label", { labels }, "billing", text).label;
  expect(read("Intent: **Billing**, I think")).toBe("billing");
  expect(read("this is a billing_question")).toBe("billing_question");
  expect(read("A Refund  Request!")).toBe("refund request");
  expect(read("rebilling")).toBeUndefined();
});

test("an answer that names several labels names none", () => {
  const score = scoreOf("label", { labels }, "billing", "billing or a refund request");
  expect(score).toMatchObject({ value: 0, passed: false, expectedLabel: "billing" });
  expect(score.because).toContain("names 2 labels");
  expect(score.label).toBeUndefined();
});

test("a label inside a longer label is not a second one", () => {
  const nested = { labels: ["refund", "refund request"] };
  expect(scoreOf("label", nested, "refund request", "a refund request").passed).toBe(true);
});

test("a dotted path names the field, in the answer and in what is expected", () => {
  const options = { path: "result.intent", labels };
  const expected = { result: { intent: "billing" } };
  const score = (text: string) => scoreOf("label", options, expected, text);
  expect(score('{"result": {"intent": "Billing"}}').passed).toBe(true);
  expect(score('{"result": {"intent": "refund request"}}')).toMatchObject({
    value: 0,
    label: "refund request",
    expectedLabel: "billing",
    because: 'the label is "refund request", expected "billing"',
  });
  expect(score('{"result": {}}').because).toBe('the answer has no label at "result.intent"');
  expect(score("billing").because).toBe("the answer is not JSON");
});

test("the expectation of a path may be the label itself, or JSON in a cell", () => {
  const text = '{"intent": "billing"}';
  expect(scoreOf("label", { path: "intent" }, "billing", text).passed).toBe(true);
  expect(scoreOf("label", { path: "intent" }, text, text).passed).toBe(true);
});

test("a sentence is no label", () => {
  const score = scoreOf("label", {}, "billing", "I would say that ".repeat(20));
  expect(score.label).toBeUndefined();
  expect(score.because).toContain("too long for a label");
});

test("without an expected label there is no score", () => {
  expect(scoreOf("label", {}, undefined, "billing").value).toBeUndefined();
  expect(scoreOf("label", { path: "intent" }, { other: 1 }, "{}").value).toBeUndefined();
});

test("hostile punctuation is trimmed in linear time", () => {
  const hostile = `a${"!".repeat(2_000_000)}b`;
  expect(scoreOf("label", { labels: ["a"] }, "a", hostile).passed).toBe(true);
});
