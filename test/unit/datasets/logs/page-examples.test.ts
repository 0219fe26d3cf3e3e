import { describe, expect, test } from "vitest";
import type { LoggedAttempt, LoggedRequest } from "../../../../src/core/logged-request.ts";
import type { ModelRequest } from "../../../../src/core/model-request.ts";
import type { ReplayRecord } from "../../../../src/core/replay-record.ts";
import { hasLogExamples, logExamples } from "../../../support/log-examples.ts";
import { aDatasetFolder, readAll } from "../dataset-folder.ts";

interface Example {
  readonly name: string;
  readonly section: string;
  /** Which of the section's lines; absent: all of them. */
  readonly lines?: readonly number[];
  readonly source: Readonly<Record<string, string>>;
  readonly record: Omit<Partial<ReplayRecord>, "logged" | "request">;
  readonly request: Partial<ModelRequest>;
  readonly logged: Omit<Partial<LoggedRequest>, "attempts">;
  readonly attempts: readonly Partial<LoggedAttempt>[];
  /** Of the answer, or the class of the failure. */
  readonly text?: string | undefined;
  readonly failure?: string;
}

function usage(uncached: number, read: number, output: number, reasoning?: number) {
  return {
    inputUncachedTokens: uncached,
    inputCacheReadTokens: read,
    inputCacheWriteTokens: 0,
    outputTokens: output,
    outputReasoningTokens: reasoning,
  };
}

/** What the page's own words say of each example. */
const examples: readonly Example[] = [
  {
    name: "LiteLLM's spend table: the call before the fallback has no row",
    section: "C.1",
    source: { format: "litellm" },
    record: { id: "chatcmpl-7f1", arrivedAtMs: Date.UTC(2026, 9, 2, 9, 14, 3, 120) },
    request: { messages: [], promptTokens: 1200 },
    logged: { isRedacted: true },
    attempts: [
      { route: "support-large", result: { kind: "unseen" } },
      {
        route: "support-small",
        servedModel: "gpt-4o-mini-2024-07-18",
        provider: "openai",
        latencyMs: 1900,
        firstTokenMs: 490,
        usage: usage(176, 1024, 110),
        costNanoUsd: 420_000,
        isCacheHit: false,
      },
    ],
  },
  {
    name: "LiteLLM's payload: a failure has no first token, whatever its response time says",
    section: "C.2",
    source: { format: "litellm" },
    record: { id: "chatcmpl-7f2", arrivedAtMs: 1_790_932_443_120 },
    request: { messages: [{ role: "user", content: "Where is order 1042?" }], stream: true },
    logged: { isRedacted: false },
    attempts: [
      { route: "support-large", latencyMs: 30_080, firstTokenMs: undefined, costNanoUsd: 0 },
    ],
    failure: "timeout",
  },
  {
    name: "Langfuse: the total says that the cached tokens stand beside the input",
    section: "C.3",
    source: { format: "langfuse" },
    record: { id: "obs-1", group: "s-9", owner: "u1" },
    request: { messages: [{ role: "user", content: "Extract the total." }] },
    logged: { isRedacted: false },
    attempts: [
      {
        route: "invoice-small",
        servedModel: "claude-sonnet-4-5",
        latencyMs: 1450,
        firstTokenMs: 380,
        usage: usage(310, 256, 22, 0),
        costNanoUsd: 1_260_000,
      },
    ],
    text: '{"total":41.5}',
  },
  {
    name: "Helicone",
    section: "C.4",
    source: { format: "helicone" },
    record: { id: "5b0c", owner: "u1", arrivedAtMs: Date.UTC(2026, 9, 2, 9, 30) },
    request: { messages: [{ role: "user", content: "Hi" }] },
    logged: { isRedacted: false },
    attempts: [
      {
        route: "small",
        requestedModel: "gpt-4o-mini",
        servedModel: "gpt-4o-mini-2024-07-18",
        provider: "openai",
        latencyMs: 1100,
        firstTokenMs: 420,
        usage: usage(8, 0, 3),
        costNanoUsd: 3000,
      },
    ],
    text: "Hello.",
  },
  {
    name: "Portkey, its cost in cents",
    section: "C.5",
    source: { format: "portkey", cost_unit: "cents" },
    record: { id: "pk-1" },
    request: { messages: [{ role: "user", content: "Hi" }] },
    logged: { isRedacted: false },
    attempts: [
      {
        requestedModel: "gpt-4o",
        servedModel: "gpt-4o-2024-08-06",
        provider: "openai",
        latencyMs: 812,
        firstTokenMs: undefined,
        usage: usage(8, 0, 3),
        costNanoUsd: 50_000,
      },
    ],
    text: "Hello.",
  },
  {
    name: "OpenAI's batch: question and answer join by their id",
    section: "C.6",
    lines: [1, 0],
    source: { format: "openai" },
    record: { id: "q-17", arrivedAtMs: undefined },
    request: { messages: [{ role: "user", content: "2+2?" }], maxOutputTokens: 5 },
    logged: { isRedacted: false },
    attempts: [
      {
        requestedModel: "gpt-4o-mini",
        servedModel: "gpt-4o-mini-2024-07-18",
        latencyMs: undefined,
        costNanoUsd: undefined,
        serviceTier: "batch",
        usage: usage(12, 0, 1, 0),
      },
    ],
    text: "4",
  },
  {
    name: "OpenAI's evaluation",
    section: "C.6",
    lines: [3],
    source: { format: "openai" },
    record: { id: "oi-1" },
    request: { messages: [{ role: "user", content: "2+2?" }] },
    logged: { accepted: true, score: 1, signals: { exact: true } },
    attempts: [
      { servedModel: "gpt-4o-mini-2024-07-18", latencyMs: undefined, usage: usage(12, 0, 1) },
    ],
    text: "4",
  },
  {
    name: "OpenTelemetry: whole numbers are texts, times nanoseconds",
    section: "C.7",
    source: { format: "otel-genai" },
    record: { id: "eee19b7ec3c1b174", arrivedAtMs: 1_790_932_800_000 },
    request: { messages: [], promptTokens: 1200 },
    logged: { isRedacted: true },
    attempts: [
      {
        requestedModel: "gpt-4o-mini",
        servedModel: "gpt-4o-mini-2024-07-18",
        provider: "openai",
        latencyMs: 1450,
        firstTokenMs: 410,
        usage: usage(176, 1024, 110),
        costNanoUsd: undefined,
      },
    ],
    text: undefined,
  },
  {
    name: "OpenInference",
    section: "C.8",
    source: { format: "openinference" },
    record: { id: "eee1", group: "s-1", owner: "u1" },
    request: { messages: [{ role: "user", content: "Hi" }] },
    logged: { isRedacted: false },
    attempts: [
      {
        servedModel: "gpt-4o-mini-2024-07-18",
        provider: "openai",
        latencyMs: 1200,
        firstTokenMs: undefined,
        usage: usage(8, 0, 3),
        costNanoUsd: 3000,
      },
    ],
    text: "Hello.",
  },
  {
    name: "TensorZero: the output that was parsed is valid",
    section: "C.9",
    lines: [0],
    source: { format: "tensorzero" },
    record: {
      id: "0192f0aa-0000-7000-8000-000000000001",
      group: "0192f0aa-0000-7000-8000-0000000000aa",
    },
    request: { messages: [{ role: "user", content: [{ type: "text", text: "Total?" }] }] },
    logged: { isRedacted: false },
    attempts: [
      {
        route: "small",
        servedModel: "gpt-4o-mini",
        provider: "openai",
        latencyMs: 930,
        usage: usage(40, 0, 8),
        costNanoUsd: 10_800,
        isCacheHit: false,
      },
    ],
    text: '{"total":41.5}',
  },
  {
    name: "the vLLM router: what was chosen, and that it was accepted",
    section: "C.9",
    lines: [1],
    source: { format: "vllm-sr" },
    record: { id: "rr-1", group: "s-2", tags: { decision: "math", category: "math" } },
    request: { messages: [{ role: "user", content: "2+2?" }] },
    logged: { accepted: true, score: 1, isRedacted: false },
    attempts: [
      {
        route: "qwen3-8b",
        requestedModel: "auto",
        servedModel: "qwen3-8b",
        latencyMs: 840,
        usage: usage(12, 0, 4),
        costNanoUsd: 4000,
      },
    ],
  },
  {
    name: "OpenRouter: by its native counts, its two latencies summed where asked for",
    section: "C.10",
    source: { format: "openrouter", latency_parts: "sum" },
    record: { id: "gen-1", arrivedAtMs: Date.UTC(2026, 9, 2, 10, 10) },
    request: { messages: [], stream: true, promptTokens: 12 },
    logged: { isRedacted: true },
    attempts: [
      {
        requestedModel: "openrouter/auto",
        servedModel: "openai/gpt-4o-mini",
        provider: "openai",
        latencyMs: 1440,
        firstTokenMs: 410,
        usage: usage(12, 0, 4, 0),
        costNanoUsd: 4200,
      },
    ],
  },
];

describe.skipIf(!hasLogExamples)("the page's example of each format is read", () => {
  test.each(examples)("$name", async (example) => {
    const all = logExamples(example.section);
    const lines = (example.lines ?? all.keys().toArray()).map((index) => all[index]!);
    const folder = aDatasetFolder();
    folder.write("log.jsonl", `${lines.join("\n")}\n`);
    const source = { path: "log.jsonl", ...example.source };
    const manifest = JSON.stringify({ dataset: "log", kind: "log", source });
    const { records, rejected } = await readAll(folder.write("log.dataset.yaml", manifest));
    expect(rejected).toEqual([]);
    const [record, ...others] = records;
    expect(others).toEqual([]);
    expect(record).toMatchObject(example.record);
    expect(record?.request).toMatchObject(example.request);
    expect(record?.logged).toMatchObject(example.logged);
    expect(record?.logged?.attempts).toMatchObject(example.attempts);
    const result = record?.logged?.attempts.at(-1)?.result;
    if (example.failure === undefined) {
      expect(result).toMatchObject({ kind: "response", response: { text: example.text } });
    } else expect(result).toMatchObject({ kind: "failure", failure: { kind: example.failure } });
  });

  test("an item of a dataset asks and has no answer", async () => {
    const folder = aDatasetFolder();
    folder.write("log.jsonl", `${logExamples("C.6")[2]!}\n`);
    const source = { path: "log.jsonl", format: "openai" };
    const manifest = JSON.stringify({ dataset: "log", kind: "log", source });
    const { records, dataset } = await readAll(folder.write("log.dataset.yaml", manifest));
    expect(records).toMatchObject([
      { id: "q-17", request: { messages: [{ role: "user", content: "2+2?" }] } },
    ]);
    expect(dataset.summary.log?.missing_answers).toBe(1);
  });
});
