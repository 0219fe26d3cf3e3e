import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../../src/core/json.ts";
import { langfuse } from "../../../../src/datasets/logs/langfuse.ts";
import { readLogRows } from "../../../support/read-log-rows.ts";

const observation: JsonObject = {
  id: "o-1",
  traceId: "t-1",
  type: "GENERATION",
  name: "answer",
  startTime: "2026-10-02T09:20:00.000Z",
  endTime: "2026-10-02T09:20:01.450Z",
  completionStartTime: "2026-10-02T09:20:00.380Z",
  model: "small-1",
  modelParameters: { max_tokens: 64 },
  input: [{ role: "user", content: "Total?" }],
  output: '{"total":41.5}',
  usageDetails: { input: 50, output: 22, total: 72 },
  totalCost: 0.00126,
  level: "DEFAULT",
  sessionId: "s-1",
  metadata: { route: "small", team: "billing" },
};

function read(more: JsonObject, options = {}) {
  return readLogRows(langfuse, [{ ...observation, ...more }], options);
}

test("a generation is a call; its times are seconds or ISO, its cost dollars", () => {
  const { events, faults, unmapped } = read({ latency: 1.45, timeToFirstToken: 0.38 });
  expect(faults).toEqual([]);
  expect(unmapped).toEqual(["metadata.team"]);
  expect(events).toMatchObject([
    {
      id: "o-1",
      foldKey: "t-1",
      input: {
        request: { messages: [{ role: "user", content: "Total?" }], maxOutputTokens: 64 },
      },
      attempt: {
        route: "small",
        servedModel: "small-1",
        latencyMs: 1450,
        firstTokenMs: 380,
        costNanoUsd: 1_260_000,
        result: { response: { text: '{"total":41.5}' } },
      },
    },
  ]);
});

test("without an end the latency is the row's own, in seconds", () => {
  const { events } = read({ endTime: null, completionStartTime: null, latency: 16.1 });
  expect(events).toMatchObject([{ attempt: { latencyMs: 16_100, firstTokenMs: undefined } }]);
});

describe("what input and output count is said by the total of the row", () => {
  const tokens = (details: JsonObject, options = {}) => {
    const { events, faults } = read({ usageDetails: details }, options);
    const [event] = events;
    return { usage: event?.kind === "call" ? event.attempt.usage : undefined, faults };
  };
  const cached = { input_cached_tokens: 256 };

  test("cached tokens inside the input are taken off it", () => {
    const { usage } = tokens({ input: 310, output: 22, ...cached, total: 332 });
    expect(usage).toMatchObject({ inputUncachedTokens: 54, inputCacheReadTokens: 256 });
  });

  test("cached tokens beside the input leave it whole", () => {
    const { usage } = tokens({ input: 310, output: 22, ...cached, total: 588 });
    expect(usage).toMatchObject({ inputUncachedTokens: 310, inputCacheReadTokens: 256 });
  });

  test("reasoning beside the output is a part of it all the same", () => {
    const { usage } = tokens({ input: 10, output: 20, output_reasoning_tokens: 5, total: 35 });
    expect(usage).toMatchObject({ outputTokens: 25, outputReasoningTokens: 5 });
  });

  test("reads and writes of a cache are told apart by their keys", () => {
    const { usage } = tokens({
      input: 10,
      cache_read_input_tokens: 4,
      cache_creation_input_tokens: 3,
      output: 1,
      total: 18,
    });
    expect(usage).toMatchObject({
      inputUncachedTokens: 10,
      inputCacheReadTokens: 4,
      inputCacheWriteTokens: 3,
    });
  });

  test("a total that fits neither is a fault that names the option", () => {
    const { faults } = tokens({ input: 310, output: 22, ...cached, total: 400 });
    expect(faults).toEqual([
      "usageDetails.total: does not say whether input and output count what is cached and reasoned: say usage_basis",
    ]);
  });

  test.each([
    ["inside", 54],
    ["outside", 310],
  ])("without a total the option %s decides", (usageBasis, uncached) => {
    const { usage, faults } = tokens({ input: 310, output: 22, ...cached }, { usageBasis });
    expect(faults).toEqual([]);
    expect(usage).toMatchObject({ inputUncachedTokens: uncached });
  });

  test("a key that is no count of ours is told of", () => {
    const { unmapped } = read({ usageDetails: { input: 1, output: 1, input_audio_tokens: 3 } });
    expect(unmapped).toEqual(["metadata.team", "usageDetails.input_audio_tokens"]);
  });
});

test("an export of the database spells it in snake_case, and its texts are read", () => {
  const row = {
    id: "o-2",
    trace_id: "t-2",
    type: "GENERATION",
    start_time: "2026-10-02 09:20:00.000",
    end_time: "2026-10-02 09:20:00.900",
    provided_model_name: "small-1",
    input: '[{"role":"user","content":"Total?"}]',
    output: "41.5",
    usage_details: '{"input":"5","output":"2","total":"7"}',
    total_cost: "0.001",
  };
  const { events, zoneless } = readLogRows(langfuse, [row]);
  expect(events).toMatchObject([
    {
      startMs: Date.UTC(2026, 9, 2, 9, 20),
      input: { request: { messages: [{ role: "user", content: "Total?" }] } },
      attempt: {
        servedModel: "small-1",
        latencyMs: 900,
        costNanoUsd: 1_000_000,
        usage: { inputUncachedTokens: 5, outputTokens: 2 },
        result: { response: { text: "41.5" } },
      },
    },
  ]);
  expect(zoneless).toBe(2);
});

test("a failed generation has no status: its message says which failure it is", () => {
  const { events } = read({ level: "ERROR", statusMessage: "429: rate limit exceeded" });
  expect(events).toMatchObject([{ attempt: { result: { failure: { kind: "rate_limit" } } } }]);
});

test("spans, events and agents are no calls", () => {
  const { events, skipped } = read({ type: "SPAN" });
  expect(events).toEqual([]);
  expect(skipped).toEqual(["span observation"]);
});

test("a generation without its input counts, and cannot be called again", () => {
  const { events } = read({ input: null, output: null });
  expect(events).toMatchObject([
    { input: { isRedacted: true }, attempt: { result: { response: { text: undefined } } } },
  ]);
});
