import { expect, test } from "vitest";
import { litellm } from "../../../../src/datasets/logs/litellm.ts";
import { litellmLog } from "../../../support/log-generators/litellm.ts";
import { aDatasetFolder, readAll } from "../dataset-folder.ts";
import { readLogRows, readRow } from "./a-log.ts";

const spendRow = {
  request_id: "chatcmpl-7f1",
  call_type: "acompletion",
  api_key: "h:9c1e",
  spend: 0.00042,
  total_tokens: 1310,
  prompt_tokens: 1200,
  completion_tokens: 110,
  startTime: "2026-10-02T09:14:03.120Z",
  endTime: "2026-10-02T09:14:05.020Z",
  completionStartTime: "2026-10-02T09:14:03.610Z",
  request_duration_ms: 1900,
  model: "gpt-4o-mini-2024-07-18",
  model_id: "d1",
  model_group: "support-small",
  custom_llm_provider: "openai",
  api_base: "https://api.openai.com",
  user: "u1",
  team_id: "t-support",
  end_user: "",
  cache_hit: "False",
  request_tags: ["support"],
  session_id: "s-88",
  status: "success",
  messages: {},
  response: {},
  metadata: {
    attempted_retries: 0,
    attempted_fallbacks: 1,
    original_model_group: "support-large",
    usage_object: {
      prompt_tokens: 1200,
      completion_tokens: 110,
      prompt_tokens_details: { cached_tokens: 1024 },
    },
    error_information: null,
  },
};

const payload = {
  id: "chatcmpl-7f2",
  trace_id: "tr-3",
  litellm_call_id: "lc-3",
  call_type: "acompletion",
  stream: true,
  status: "failure",
  response_cost: 0,
  custom_llm_provider: "openai",
  prompt_tokens: 0,
  completion_tokens: 0,
  total_tokens: 0,
  startTime: 1790932443.12,
  endTime: 1790932473.2,
  completionStartTime: 1790932473.2,
  response_time: 30.08,
  model: "gpt-4o",
  model_id: "d2",
  model_group: "support-large",
  cache_hit: false,
  request_tags: ["support"],
  end_user: "",
  messages: [{ role: "user", content: "Where is order 1042?" }],
  response: null,
  model_parameters: { temperature: 0 },
  metadata: { user_api_key_hash: "h:9c1e", user_api_key_team_id: "t-support" },
  error_str: "Request timed out",
  error_information: {
    error_code: "408",
    error_class: "Timeout",
    llm_provider: "openai",
    error_message: "Request timed out",
  },
};

test("a row of SpendLogs: the overwritten group, the fallback that has no row, the cached tokens", async () => {
  const { records, dataset } = await readLogRows("litellm", [spendRow]);
  expect(records).toHaveLength(1);
  expect(records[0]).toMatchObject({
    id: "chatcmpl-7f1",
    request: { messages: [], promptTokens: 1200 },
    group: "s-88",
    owner: "t-support",
    arrivedAtMs: Date.UTC(2026, 9, 2, 9, 14, 3, 120),
    tags: { team: "t-support", request_tag: "support" },
    logged: {
      isRedacted: true,
      attempts: [
        { route: "support-large", result: { kind: "unseen" }, costNanoUsd: undefined },
        {
          route: "support-small",
          requestedModel: "support-large",
          servedModel: "gpt-4o-mini-2024-07-18",
          provider: "openai",
          latencyMs: 1900,
          firstTokenMs: 490,
          result: { kind: "response", response: { text: undefined } },
          usage: {
            inputUncachedTokens: 176,
            inputCacheReadTokens: 1024,
            inputCacheWriteTokens: 0,
            outputTokens: 110,
            outputReasoningTokens: undefined,
          },
          costNanoUsd: 420_000,
          isCacheHit: false,
        },
      ],
    },
  });
  expect(dataset.summary.log).toMatchObject({
    requests: 1,
    attempts: 1,
    unseen_attempts: 1,
    redacted: 1,
    unmapped: { end_user: 1, user: 1 },
  });
});

test("a failed payload: no first token, no known usage, its end is not its start plus response_time", async () => {
  const { records } = await readLogRows("litellm", [payload]);
  expect(records[0]).toMatchObject({
    id: "chatcmpl-7f2",
    request: { messages: [{ role: "user", content: "Where is order 1042?" }], stream: true },
    group: "tr-3",
    owner: "t-support",
    arrivedAtMs: 1_790_932_443_120,
    logged: {
      isRedacted: false,
      attempts: [
        {
          route: "support-large",
          latencyMs: 30_080,
          firstTokenMs: undefined,
          result: {
            kind: "failure",
            failure: { kind: "timeout", detail: "Timeout: Request timed out" },
          },
          usage: { inputUncachedTokens: undefined, outputTokens: undefined },
          costNanoUsd: 0,
        },
      ],
    },
  });
});

test("a stream's latency is its whole time, though response_time ends with the first token", () => {
  const row = {
    ...payload,
    status: "success",
    error_information: null,
    error_str: null,
    prompt_tokens: 10,
    completion_tokens: 2,
    completionStartTime: 1790932443.62,
    response_time: 0.5,
  };
  const { events } = readRow(litellm, row);
  expect(events[0]).toMatchObject({ attempt: { latencyMs: 30_080, firstTokenMs: 500 } });
});

test("what does not stream has no first token, though its completion starts at its end", () => {
  const { events } = readRow(litellm, { ...spendRow, completionStartTime: spendRow.endTime });
  expect(events[0]).toMatchObject({ attempt: { latencyMs: 1900, firstTokenMs: undefined } });
});

test("columns of objects may be text, and tags lead into them all the same", async () => {
  const row = {
    ...spendRow,
    metadata: JSON.stringify({ ...spendRow.metadata, region: "eu" }),
    request_tags: '["support"]',
    messages: JSON.stringify([{ role: "user", content: "Hello" }]),
    response: JSON.stringify({
      choices: [{ message: { content: "Hi." }, finish_reason: "stop" }],
    }),
  };
  const more = "record: {tags: {region: metadata.region, tag: request_tags.0}}\n";
  const { records } = await readLogRows("litellm", [row], more);
  expect(records[0]).toMatchObject({
    request: { messages: [{ role: "user", content: "Hello" }] },
    tags: { region: "eu", tag: "support" },
    logged: {
      isRedacted: false,
      attempts: [{}, { result: { response: { text: "Hi.", finishReason: { kind: "stop" } } } }],
    },
  });
});

test("a cache's answer has a cost as logged and no latency of the model", async () => {
  const row = { ...spendRow, cache_hit: "True", spend: 0 };
  const { records, dataset } = await readLogRows("litellm", [row]);
  expect(records[0]?.logged?.attempts[1]).toMatchObject({
    isCacheHit: true,
    latencyMs: undefined,
    firstTokenMs: undefined,
    costNanoUsd: 0,
  });
  expect(dataset.summary.log?.cache_hits).toBe(1);
});

test("prompts that LiteLLM was told to keep out are redacted, not a prompt of that word", async () => {
  const row = {
    ...payload,
    status: "success",
    messages: [{ role: "user", content: "redacted-by-litellm" }],
    response: { choices: [{ message: { content: "redacted-by-litellm" } }] },
  };
  const { records } = await readLogRows("litellm", [row]);
  expect(records[0]).toMatchObject({
    request: { messages: [] },
    logged: { isRedacted: true, attempts: [{ result: { response: { text: undefined } } }] },
  });
});

test("calls that are no requests to a language model are counted by what they are", async () => {
  const { dataset } = await readLogRows("litellm", [
    spendRow,
    { request_id: "e1", call_type: "aembedding", spend: 0 },
  ]);
  expect(dataset.summary.log).toMatchObject({ requests: 1, skipped: { aembedding: 1 } });
});

test.each([
  [
    "more cached than input",
    {
      metadata: { usage_object: { prompt_tokens: 5, prompt_tokens_details: { cached_tokens: 6 } } },
    },
    "6 cached of 5 input tokens",
  ],
  [
    "more reasoning than output",
    {
      metadata: {
        usage_object: {
          completion_tokens: 5,
          completion_tokens_details: { reasoning_tokens: 6 },
        },
      },
    },
    "6 reasoning of 5 output tokens",
  ],
  ["a negative cost", { spend: -1 }, "expected a number of 0 or more, got -1"],
  ["a time that is a number", { startTime: 1790932443 }, "expected a time (ISO 8601)"],
  ["no id", { request_id: null, session_id: "s" }, "every call needs an id"],
  ["a status of another program", { status: "ok" }, 'expected success or failure, got "ok"'],
])("%s rejects the row with its place", async (_name, change, because) => {
  const { rejected, records } = await readLogRows("litellm", [
    spendRow,
    { ...spendRow, request_id: "b", ...change },
  ]);
  expect(records).toHaveLength(1);
  expect(rejected).toHaveLength(1);
  expect(rejected[0]?.line).toBe(2);
  expect(rejected[0]?.reason).toContain(because);
});

test("a tool call's arguments are text, however deep somebody nested them", async () => {
  const folder = aDatasetFolder();
  const deep = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
  const response = `{"choices":[{"message":{"tool_calls":[{"function":{"name":"f","arguments":${deep}}}]}}]}`;
  const text = JSON.stringify({ ...spendRow, request_id: "deep" });
  folder.write(
    "log.jsonl",
    `${text.replace('"response":{}', `"response":${response}`)}\n${JSON.stringify(spendRow)}\n`,
  );
  const manifest = folder.write(
    "d.dataset.yaml",
    "dataset: d\nkind: log\nsource: {path: log.jsonl, format: litellm}\n",
  );
  const { records, rejected } = await readAll(manifest);
  expect(rejected).toEqual([]);
  expect(records[0]?.logged?.attempts.at(-1)).toMatchObject({
    result: { response: { text: "", toolCalls: [{ name: "f", arguments: deep }] } },
  });
});

test("a row that was exported twice is rejected and counted once", async () => {
  const { rejected, dataset } = await readLogRows("litellm", [spendRow, spendRow]);
  expect(rejected.map(({ reason }) => reason)).toEqual(['the call "chatcmpl-7f1" stands twice']);
  expect(dataset.summary.log?.cost.logged_usd).toBe(0.00042);
});

test("of 10,000 lines with every trap the totals are the generator's", async () => {
  const { lines, totals } = litellmLog(10_000);
  const folder = aDatasetFolder();
  folder.write("log.jsonl", `${[...lines].join("\n")}\n`);
  const manifest = folder.write(
    "d.dataset.yaml",
    "dataset: d\nkind: log\nsource: {path: log.jsonl, format: litellm}\n",
  );
  const { dataset, records, rejected } = await readAll(manifest);
  expect(rejected).toEqual([]);
  const log = dataset.summary.log;
  expect(log).toMatchObject({
    lines: 10_000,
    requests: totals.requests,
    attempts: totals.attempts,
    folded: totals.attempts - totals.requests,
    unseen_attempts: totals.unseen,
    redacted: totals.redacted,
    cache_hits: totals.cacheHits,
    skipped: { aembedding: totals.skipped },
    errors: totals.errors,
    cost: { logged_usd: Number(totals.costNanoUsd) / 1e9, unknown_attempts: 0 },
    tokens: {
      input_uncached: totals.inputUncached,
      input_cache_read: totals.cacheRead,
      output: totals.output,
      output_reasoning: totals.reasoning,
    },
  });
  expect(log?.unmapped["metadata.batch_models"]).toBe(totals.attempts);
  // No attempt is lost on the way to the records, and no cost either.
  const attempts = records.flatMap(({ logged }) => logged?.attempts ?? []);
  const seen = attempts.filter(({ result }) => result.kind !== "unseen");
  expect(seen).toHaveLength(totals.attempts);
  const cost = seen.reduce((sum, { costNanoUsd }) => sum + BigInt(costNanoUsd ?? 0), 0n);
  expect(cost).toBe(totals.costNanoUsd);
  // Within a request every attempt but the last failed or has no row.
  for (const { logged } of records) {
    for (const { result } of logged?.attempts.slice(0, -1) ?? []) {
      expect(["failure", "unseen"]).toContain(result.kind);
    }
  }
});

test("a failure that only the metadata tells of is one", () => {
  const { status: _absent, ...row } = spendRow;
  const { events } = readRow(litellm, { ...row, metadata: { status: "failure" } });
  expect(events[0]).toMatchObject({ attempt: { result: { kind: "failure" } } });
});
