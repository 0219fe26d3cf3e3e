import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import type { KnownOutcome, ReplayRecord } from "../../../src/core/replay-record.ts";
import { aDatasetFolder, readAll } from "./dataset-folder.ts";

const data = resolve(import.meta.dirname, "../../../../shared/data");
const isThere = existsSync(join(data, "expected.json"));
if (!isThere)
  process.stderr.write("real-data: skipped, the shared data is not beside this checkout\n");

interface Figures {
  readonly records: number;
  readonly accepted: number;
  readonly accuracy: number;
  readonly cost: { readonly total_usd: number };
  readonly latency: { readonly p50_ms: number; readonly p95_ms: number; readonly p99_ms: number };
  readonly tokens: { readonly input: number; readonly output: number };
  readonly segments: Readonly<Record<string, Figures>>;
}

interface Expected {
  readonly policies: Readonly<Record<string, Figures>>;
  readonly prices_usd_per_million: Readonly<
    Record<string, { readonly input: number; readonly output: number }>
  >;
  readonly categories: Readonly<Record<string, Readonly<Record<string, Figures>>>>;
}

function expected(name: string): Expected {
  const file = JSON.parse(readFileSync(join(data, "expected.json"), "utf8"));
  return file.datasets[name];
}

function outcomesOf(records: readonly ReplayRecord[], route: string): readonly KnownOutcome[] {
  return records.map(({ outcomes }) => outcomes?.get(route)).filter((known) => known !== undefined);
}

function promptOf({ messages }: ReplayRecord["request"]): string {
  const content = messages[0]?.content;
  return typeof content === "string" ? content : "";
}

function acceptedIn(outcomes: readonly KnownOutcome[]): number {
  return outcomes.filter(({ accepted }) => accepted === true).length;
}

function sumOf(values: readonly (number | undefined)[]): number {
  return values.reduce<number>((sum, value) => sum + (value ?? Number.NaN), 0);
}

function nearestRank(values: readonly (number | undefined)[], share: number): number | undefined {
  const sorted = values.filter((value) => value !== undefined).sort((one, other) => one - other);
  return sorted[Math.ceil(share * sorted.length) - 1];
}

test.skipIf(!isThere)("GSM8K: a wide table with prompts of several lines", async () => {
  const folder = aDatasetFolder();
  const manifest = folder.write(
    "gsm8k.dataset.yaml",
    `dataset: gsm8k
kind: outcomes
source: {path: ${join(data, "routellm-gsm8k/gsm8k_responses.csv")}, format: csv}
record: {id: {row_number: true}, prompt: prompt}
outcomes:
  weak:
    accepted: mistralai/Mixtral-8x7B-Instruct-v0.1
    response: mistralai/Mixtral-8x7B-Instruct-v0.1_response
  strong: {accepted: gpt-4-1106-preview, response: gpt-4-1106-preview_response}
`,
  );
  const { records, rejected, dataset } = await readAll(manifest);
  const { policies } = expected("gsm8k");
  expect(rejected).toEqual([]);
  expect(records).toHaveLength(1319);
  expect(dataset.summary.routes).toEqual(["weak", "strong"]);
  for (const route of ["weak", "strong"]) {
    expect(acceptedIn(outcomesOf(records, route))).toBe(policies[route]?.accepted);
  }
  const routed = policies["strong when the prompt has 240 characters (UTF-16 units) or more"];
  const accepted = records.filter(({ request, outcomes }) => {
    const isLong = promptOf(request).length >= 240;
    return outcomes?.get(isLong ? "strong" : "weak")?.accepted === true;
  });
  expect(accepted).toHaveLength(routed?.accepted ?? 0);
  expect([records[0]?.id, records.at(-1)?.id]).toEqual(["1", "1319"]);
  const lines = readFileSync(join(data, "routellm-gsm8k/gsm8k_responses.csv"), "utf8").split("\n");
  for (const { source, request } of records) {
    const line = lines[Number(source.split(":").at(-1)) - 1] ?? "";
    const start = promptOf(request).split("\n")[0] ?? "";
    expect(line.replace(/^"/, "").replaceAll('""', '"')).toContain(start.slice(0, 40));
  }
});

test.skipIf(!isThere)("GSM8K: the contaminated prompts are left out", async () => {
  const folder = aDatasetFolder();
  const manifest = folder.write(
    "gsm8k.dataset.yaml",
    `dataset: gsm8k
kind: outcomes
source: {path: ${join(data, "routellm-gsm8k/gsm8k_responses.csv")}, format: csv}
record: {id: {row_number: true}, prompt: prompt}
outcomes: {strong: {accepted: gpt-4-1106-preview}}
exclude:
  - path: ${join(data, "routellm-gsm8k/contaminated_prompts.jsonl")}
    field: eval_prompt
    equals: prompt
`,
  );
  const { dataset, records } = await readAll(manifest);
  expect(dataset.summary.excluded).toBe(12);
  expect(records).toHaveLength(1307);
  expect(records.map(({ ordinal }) => ordinal)).toEqual(records.map((_, index) => index));
});

test.skipIf(!isThere)("RouterArena: two files joined, graded scores, derived tags", async () => {
  const folder = aDatasetFolder();
  const manifest = folder.write(
    "routerarena.dataset.yaml",
    `dataset: routerarena
kind: outcomes
source: {path: ${join(data, "routerarena")}/*.jsonl, format: jsonl}
record:
  id: global_index
  prompt: question
  expected: evaluation_result.ground_truth
  tags: {task: {from: global_index, pattern: '^(.*)_[^_]*$'}}
outcome:
  route: llm_selected
  response: generated_answer
  score: evaluation_result.score
  input_tokens: token_usage.input_tokens
  output_tokens: token_usage.output_tokens
  cost_usd: evaluation_result.inference_cost
acceptance: {min_score: 0.5}
`,
  );
  const { records, rejected, dataset } = await readAll(manifest);
  const { policies } = expected("routerarena");
  expect(rejected).toEqual([]);
  expect(dataset.summary.warnings).toEqual([]);
  expect(dataset.summary.routes).toEqual(["claude-3-haiku-20240307", "gemini-2.0-flash-001"]);
  for (const [route, figures] of Object.entries(policies)) {
    const outcomes = outcomesOf(records, route);
    expect(outcomes).toHaveLength(figures.records);
    expect(acceptedIn(outcomes)).toBe(figures.accepted);
    const accuracy = sumOf(outcomes.map(({ score }) => score)) / outcomes.length;
    expect(accuracy).toBeCloseTo(figures.accuracy, 12);
    expect(sumOf(outcomes.map(({ usage }) => usage.inputUncachedTokens))).toBe(
      figures.tokens.input,
    );
    expect(sumOf(outcomes.map(({ usage }) => usage.outputTokens))).toBe(figures.tokens.output);
    const costUsd = sumOf(outcomes.map(({ costNanoUsd }) => costNanoUsd)) / 1e9;
    expect(costUsd / figures.cost.total_usd).toBeCloseTo(1, 9);
    for (const [task, segment] of Object.entries(figures.segments)) {
      const ofTask = outcomesOf(
        records.filter(({ tags }) => tags["task"] === task),
        route,
      );
      expect([ofTask.length, acceptedIn(ofTask)]).toEqual([segment.records, segment.accepted]);
    }
  }
});

test.skipIf(!isThere)("BFCL: a long table, seconds turned to milliseconds, signals", async () => {
  const folder = aDatasetFolder();
  const manifest = folder.write(
    "bfcl.dataset.yaml",
    `dataset: bfcl
kind: outcomes
source: {path: ${join(data, "bfcl/outcomes.csv")}, format: csv}
record: {id: record_id, tags: {category: category}}
outcome:
  route: route
  join: record_id
  response: response
  accepted: correct
  input_tokens: input_tokens
  output_tokens: output_tokens
  latency_s: latency_s
  signals: {parsed_call: parsed_call}
`,
  );
  const { records, rejected } = await readAll(manifest);
  const { policies, prices_usd_per_million: prices, categories } = expected("bfcl");
  expect(rejected).toEqual([]);
  expect(records).toHaveLength(1700);
  for (const [route, price] of Object.entries(prices)) {
    const outcomes = outcomesOf(records, route);
    const figures = policies[route];
    expect(acceptedIn(outcomes)).toBe(figures?.accepted);
    const latencies = outcomes.map(({ latencyMs }) => latencyMs);
    expect(nearestRank(latencies, 0.5)).toBe(figures?.latency.p50_ms);
    expect(nearestRank(latencies, 0.95)).toBe(figures?.latency.p95_ms);
    expect(nearestRank(latencies, 0.99)).toBe(figures?.latency.p99_ms);
    const costUsd =
      (sumOf(outcomes.map(({ usage }) => usage.inputUncachedTokens)) * price.input +
        sumOf(outcomes.map(({ usage }) => usage.outputTokens)) * price.output) /
      1e6;
    expect(costUsd / (figures?.cost.total_usd ?? 0)).toBeCloseTo(1, 9);
    for (const [category, segment] of Object.entries(categories[route] ?? {})) {
      const ofCategory = outcomesOf(
        records.filter(({ tags }) => tags["category"] === category),
        route,
      );
      expect([ofCategory.length, acceptedIn(ofCategory)]).toEqual([
        segment.records,
        segment.accepted,
      ]);
    }
  }
  const escalated = records.filter(
    ({ tags, outcomes }) =>
      tags["category"] !== "relevance" &&
      outcomes?.get("gpt-4o-mini-2024-07-18-FC")?.signals["parsed_call"] === false,
  );
  expect(escalated).toHaveLength(75);
});

test.skipIf(!isThere)("Azure trace: arrival times with seven decimals, read as UTC", async () => {
  const folder = aDatasetFolder();
  const manifest = folder.write(
    "azure.dataset.yaml",
    `dataset: azure
kind: outcomes
source: {path: ${join(data, "azure-llm-trace/AzureLLMInferenceTrace_code.csv")}, format: csv}
record: {id: {row_number: true}, arrived_at: TIMESTAMP}
outcomes: {code: {input_tokens: ContextTokens, output_tokens: GeneratedTokens}}
scoring: [{grader: contains, text: x}]
`,
  );
  const { records, rejected, dataset } = await readAll(manifest);
  expect(rejected).toEqual([]);
  expect(records).toHaveLength(8819);
  expect(records[0]?.arrivedAtMs).toBeCloseTo(Date.UTC(2023, 10, 16, 18, 17, 3) + 979.96, 3);
  expect(dataset.summary.warnings).toEqual(["8819 times name no zone: read as UTC"]);
});
