import { expect, test } from "vitest";
import { intentProblems } from "../../../src/policies/checks/check-intents.ts";
import { PolicyFiles } from "./policy-files.ts";

async function strategyOf(intent: string, files: PolicyFiles): Promise<unknown> {
  const selection = `{strategy: intent, primary_route: large, intent: ${intent}}`;
  const { policy } = await files.policy(`route_selection: ${selection}\n`);
  return JSON.parse(JSON.stringify(policy.strategy).replaceAll(`${files.folder}/`, ""));
}

const rest = {
  kind: "intent",
  routes: [{ intent: "faq", route: "small" }],
  minConfidence: 0.5,
  unsure: { kind: "route", route: "large" },
};

test("by label: expressions for the label and its confidence", async () => {
  using files = new PolicyFiles();
  const intent =
    "{by: label, label: tags.intent, confidence: features.sure, routes: {faq: small}, golden_tag: reviewed}";
  expect(await strategyOf(intent, files)).toEqual({
    ...rest,
    goldenTag: "reviewed",
    classifier: {
      by: "label",
      label: { text: "tags.intent", place: "p.yaml:1:86" },
      confidence: { text: "features.sure", place: "p.yaml:1:111" },
    },
  });
});

test("by rules: conditions and keywords, in order, sure unless they say less", async () => {
  using files = new PolicyFiles();
  const intent = `{by: rules, rules: [{when: 'tags.a == "b"', intent: faq}, {keywords: [refund, money back], intent: refund, confidence: 0.8}], routes: {refund: large, faq: small}, min_confidence: 0.6, unsure: queue}`;
  expect(await strategyOf(intent, files)).toEqual({
    ...rest,
    // By name: the order of a mapping says nothing.
    routes: [
      { intent: "faq", route: "small" },
      { intent: "refund", route: "large" },
    ],
    minConfidence: 0.6,
    unsure: { kind: "queue" },
    classifier: {
      by: "rules",
      rules: [
        {
          when: { text: 'tags.a == "b"', place: "p.yaml:1:95" },
          keywords: [],
          intent: "faq",
          confidence: 1,
        },
        { keywords: ["refund", "money back"], intent: "refund", confidence: 0.8 },
      ],
    },
  });
});

test("by neighbours: the prompts of a file beside the policy", async () => {
  using files = new PolicyFiles();
  files.write(
    "prompts.jsonl",
    '{"text": "where is my money", "intent": "refund"}\r\n\n{"text": "opening hours", "intent": "faq"}\n',
  );
  const intent =
    "{by: neighbours, prompts: prompts.jsonl, routes: {faq: small}, unsure: ask_a_person}";
  expect(await strategyOf(intent, files)).toEqual({
    ...rest,
    unsure: { kind: "ask_a_person" },
    classifier: {
      by: "neighbours",
      neighbours: 5,
      prompts: [
        { text: "where is my money", intent: "refund" },
        { text: "opening hours", intent: "faq" },
      ],
    },
  });
});

test("by model: who is asked, and what it may answer", async () => {
  using files = new PolicyFiles();
  const intent =
    "{by: model, model: {route: judge, labels: [faq, other], timeout_ms: 2000}, routes: {faq: small}, unsure: small}";
  expect(await strategyOf(intent, files)).toEqual({
    ...rest,
    unsure: { kind: "route", route: "small" },
    classifier: { by: "model", route: "judge", labels: ["faq", "other"], timeoutMs: 2000 },
  });
});

test("what classifying takes and costs where it runs is stated for all but a model", async () => {
  using files = new PolicyFiles();
  const overhead = "overhead: {latency_ms: 5, cost_usd: 0.00001}";
  const stated = `{by: label, label: tags.intent, routes: {faq: small}, ${overhead}}`;
  expect(await strategyOf(stated, files)).toMatchObject({
    overhead: { latencyMs: 5, costNanoUsd: 10_000 },
  });
  const called = `{by: model, model: {route: judge, labels: [a, b]}, routes: {a: small}, ${overhead}}`;
  expect(await files.problemsOf(strategyOf(called, files))).toEqual([
    'p.yaml:1:148: "overhead" is not looked at by: model (its calls are timed and priced like any other)',
  ]);
});

test.each([
  ["by: label, label: tags.reviewed", 86],
  ["by: label, label: 'tags[\"reviewed\"]'", 86],
  ["by: label, label: tags.intent, confidence: 'double(tags.reviewed)'", 111],
  ["by: rules, rules: [{when: 'has(tags.reviewed)', intent: faq}]", 94],
])("a classifier that reads the right answer is refused: {%s}", async (block, column) => {
  using files = new PolicyFiles();
  const intent = `{${block}, routes: {faq: small}, golden_tag: reviewed}`;
  const selection = `{strategy: intent, primary_route: small, intent: ${intent}}`;
  const loaded = await files.policy(`route_selection: ${selection}\n`);
  const problems = intentProblems(loaded.template);
  expect(problems).toMatchObject([
    {
      line: 1,
      column,
      message: 'reads the golden tag "reviewed": it would be held against itself',
    },
  ]);
});

test("a tag whose name only begins like the golden one may be read", async () => {
  using files = new PolicyFiles();
  const intent = "{by: label, label: tags.reviewed_by, routes: {faq: small}, golden_tag: reviewed}";
  const selection = `{strategy: intent, primary_route: small, intent: ${intent}}`;
  const { template } = await files.policy(`route_selection: ${selection}\n`);
  expect(intentProblems(template)).toEqual([]);
});

const at = (column: number): string => `p.yaml:3:${column}`;

test.each([
  ["{by: label, routes: {faq: a}}", [`${at(17)}: intent by label needs "label"`]],
  ["{by: model, routes: {faq: a}}", [`${at(17)}: intent by model needs "model"`]],
  [
    "{by: rules, prompts: p.jsonl, routes: {faq: a}}",
    [
      `${at(17)}: intent by rules needs "rules"`,
      `${at(33)}: "prompts" is not looked at by: rules`,
      `${at(33)}: p.jsonl: there is no such file`,
    ],
  ],
  [
    "{by: label, label: tags.i, neighbours: 3, routes: {faq: a}}",
    [`${at(51)}: "neighbours" is not looked at by: label`],
  ],
  [
    "{by: lable, label: tags.i, routes: {faq: a}}",
    [
      `${at(17)}: "route_selection.intent.by" expected one of label, rules, neighbours, model, got "lable" (did you mean "label"?)`,
    ],
  ],
  [
    "{by: label, label: tags.i, routes: {}}",
    [`${at(47)}: "route_selection.intent.routes" expected at least one intent`],
  ],
  [
    "{by: label, label: tag.i, routes: {faq: a}}",
    [`${at(31)}: "tag" is not known here (did you mean "tags"?)`],
  ],
  [
    "{by: label, label: tags.i, confidence: '\"x\"', routes: {faq: a}}",
    [`${at(52)}: gives text, but a number is needed`],
  ],
  [
    "{by: rules, rules: [{intent: faq}], routes: {faq: a}}",
    [
      `${at(32)}: "route_selection.intent.rules.0" has neither when nor keywords: it would always hold`,
    ],
  ],
  [
    "{by: rules, rules: [{when: '1', intent: faq}], routes: {faq: a}}",
    [`${at(40)}: gives a whole number, but true or false is needed`],
  ],
  [
    "{by: model, model: {route: j, labels: [one]}, routes: {faq: a}}",
    [
      `${at(50)}: "route_selection.intent.model.labels" expected a list of 2 or more, got a list of 1`,
    ],
  ],
  [
    "{by: label, label: tags.i, min_confidence: 60, routes: {faq: a}}",
    [`${at(55)}: "route_selection.intent.min_confidence" expected a number from 0 to 1, got 60`],
  ],
])("intent: %s is refused", async (intent, problems) => {
  using files = new PolicyFiles();
  const text = `route_selection:\n  strategy: intent\n  intent:  ${intent}\n  primary_route: a\n`;
  const found = await files.problemsOf(files.policy(text));
  expect([...found].toSorted()).toEqual([...problems].toSorted());
});

test("without a primary route it has to say where an unknown intent goes", async () => {
  using files = new PolicyFiles();
  const text =
    "route_selection:\n  strategy: intent\n  intent: {by: label, label: tags.i, routes: {faq: a}}\n";
  expect(await files.problemsOf(files.policy(text))).toEqual([
    'p.yaml:3:11: the strategy intent needs "unsure" or "primary_route" (say where a request of unknown intent goes)',
  ]);
});

test.each([
  ["not json", "p.jsonl:1: is not JSON"],
  ['{"text": "a", "intent": "b"}\n[]', "p.jsonl:2: is not a mapping"],
  ['{"text": " ", "intent": "b"}', 'p.jsonl:1: has no "text"'],
  ['{"text": "a"}', 'p.jsonl:1: has no "intent"'],
  ['{"text": "a", "intent": "b", "weight": 1}', 'p.jsonl:1: has the unknown key "weight"'],
  ["\n", "p.jsonl: holds no prompt"],
])("a file of prompts with %j is refused", async (prompts, problem) => {
  using files = new PolicyFiles();
  files.write("p.jsonl", prompts);
  const text =
    "route_selection: {strategy: intent, primary_route: a, intent: {by: neighbours, prompts: p.jsonl, routes: {b: a}}}";
  const hint = '(each line is {"text": "where is my money", "intent": "refund"})';
  expect(await files.problemsOf(files.policy(text))).toEqual([`${problem} ${hint}`]);
});
