import type { RequestView } from "../src/core/request-view.ts";
import type { Signals } from "../src/core/router.ts";

const ROUTES = 12;
const RULES = 50;
const names = Array.from({ length: ROUTES }, (_, index) => `route_${index}`);
const pool = `[${names.join(", ")}]`;
const tasks = ["faq", "refund", "code", "summary"];

export const registryText: string = `routes:\n${names
  .map(
    (name, index) =>
      `  ${name}: {provider: openai, model: ${name}, price: {input_per_mtok_usd: ${index + 1}, output_per_mtok_usd: ${4 * index + 4}}}\n`,
  )
  .join("")}`;

export const qualityText: string = `quality:\n  overall:\n${line("    ")}  tasks:\n${tasks
  .map((task) => `    ${task}:\n${line("      ")}`)
  .join("")}`;

function line(indent: string): string {
  return names
    .map(
      (name, index) =>
        `${indent}${name}: {n: 100, quality: ${0.7 + index / 50}, cost_usd: ${(index + 1) / 1000}, p95_ms: ${900 + 100 * index}}\n`,
    )
    .join("");
}

const REFERENCE_PROMPTS = 1000;
const topics = ["the invoice", "my parcel", "this function", "our contract", "the login page"];
const wishes = ["is wrong", "never came", "throws an error", "should be summed up", "is too slow"];

/** Reference prompts of some thirty words, whose intents stand in turn. */
export const promptsText: string = Array.from({ length: REFERENCE_PROMPTS }, (_, index) => {
  const topic = topics[index % topics.length];
  const wish = wishes[Math.floor(index / topics.length) % wishes.length];
  const text = `Hello, ${topic} of order ${index} ${wish}. `.repeat(4);
  return `${JSON.stringify({ text, intent: tasks[index % tasks.length] })}\n`;
}).join("");

/** Fifty rules of which none matches the records: every one of them is asked. */
function rulesText(ruleAt: (index: number) => string): string {
  const rules = Array.from(
    { length: RULES },
    (_, index) => `    - {when: '${ruleAt(index)}', route: ${names[index % ROUTES]}}\n`,
  );
  return `  strategy: rules\n  primary_route: route_0\n  rules:\n${rules.join("")}`;
}

/** What most rules are: a field and what it is compared with. */
const plainRule = (index: number): string =>
  [
    `tags.intent == "intent_${index}"`,
    `tags.intent in ["one_${index}", "two_${index}"] && request.sla_ms < 2000`,
    `request.prompt_chars > ${100_000 + index}`,
    `tags.tier == "gold" && features.win_rate > 0.9`,
    `has(tags.missing) || tags.subject.contains("refund ${index}")`,
  ][index % 5] ?? "false";

/** Half of them compute, which takes the expression language itself. */
const mixedRule = (index: number): string =>
  index % 2 === 0
    ? plainRule(index)
    : ([
        `request.tools.exists(tool, tool.name == "refund_${index}")`,
        `request.prompt_tokens * 2 + ${index} > 90000`,
        `tags.subject + tags.intent == "urgent ${index}"`,
      ][index % 3] ?? "false");

/** Policies by what the benchmark calls them: their `route_selection`, and the time that is asked. */
export const policies: readonly {
  readonly name: string;
  readonly selection: string;
  readonly target?: number;
  /** Of the decisions, how many are made; absent: all. */
  readonly share?: number;
}[] = [
  { name: "50 plain rules", selection: rulesText(plainRule), target: 20 },
  { name: "50 mixed rules", selection: rulesText(mixedRule), target: 20 },
  {
    name: "cost_aware",
    selection: `  strategy: cost_aware\n  cost_aware: {routes: ${pool}, task: tags.intent, floor: 0.8, quality_table: quality.yaml}\n`,
  },
  {
    name: "latency_aware",
    selection: `  strategy: latency_aware\n  latency_aware: {routes: ${pool}, budget: request.sla_ms}\n`,
  },
  {
    name: "scored",
    selection: `  strategy: scored\n  scored: {task: tags.intent, quality_table: quality.yaml}\n`,
  },
  {
    name: `${REFERENCE_PROMPTS} neighbours`,
    selection: `  strategy: intent\n  primary_route: route_0\n  intent: {by: neighbours, prompts: prompts.jsonl, routes: {${tasks.map((task, index) => `${task}: ${names[index]}`).join(", ")}}}\n`,
    target: 1000,
    share: 0.02,
  },
];

/** Records with prompts of 2,000 characters. */
export const views: readonly RequestView[] = Array.from({ length: 100 }, (_, index) => ({
  recordId: `record ${index}`,
  request: {
    messages: [
      {
        role: "user",
        content: `${index} `.padEnd(
          2000,
          "Hello, the invoice of my parcel is wrong and never came. ",
        ),
      },
    ],
    tools: [],
    responseSchema: undefined,
    stream: false,
    slaMs: 1500 + index,
    maxOutputTokens: 800,
  },
  tags: {
    intent: tasks[index % tasks.length] ?? "faq",
    tier: "gold",
    risk_class: "low",
    subject: "where is my parcel",
  },
  features: { win_rate: 0.4 },
  owner: "team",
  workflow: undefined,
}));

/** Every route with a full window, so that latencies are compared. */
export const signals: Signals = {
  nowMs: 0,
  atMs: 0,
  latency: new Map(
    names.map((name, index) => [
      name,
      { attempts: 100, completeMs: 2500 - 150 * index, firstTokenMs: 300 },
    ]),
  ),
};
