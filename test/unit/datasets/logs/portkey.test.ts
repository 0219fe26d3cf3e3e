import { expect, test } from "vitest";
import type { JsonObject } from "../../../../src/core/json.ts";
import { portkey } from "../../../../src/datasets/logs/portkey.ts";
import { readLogRows } from "../../../support/read-log-rows.ts";

const row: JsonObject = {
  id: "pk-1",
  trace_id: "tr-1",
  created_at: "2026-10-02T09:40:00Z",
  request: { body: { model: "small", messages: [{ role: "user", content: "Hi" }] } },
  response: {
    body: {
      model: "small-1",
      choices: [{ message: { role: "assistant", content: "Hello." }, finish_reason: "stop" }],
    },
  },
  is_success: true,
  ai_org: "openai",
  ai_model: "small",
  req_units: 8,
  res_units: 3,
  total_units: 11,
  cost: 0.005,
  cost_currency: "USD",
  response_time: 812,
  response_status_code: 200,
  mode: "fallback",
  config: "c-1",
  metadata: { team: "support" },
};

function read(more: JsonObject = {}, costUnit: "usd" | "cents" = "cents") {
  return readLogRows(portkey, [{ ...row, ...more }], { costUnit });
}

test("a row is a call of its trace", () => {
  const { events, faults, unmapped } = read();
  expect(faults).toEqual([]);
  expect(unmapped).toEqual(["metadata.team"]);
  expect(events).toMatchObject([
    {
      id: "pk-1",
      foldKey: "tr-1",
      input: { request: { messages: [{ role: "user", content: "Hi" }] } },
      attempt: {
        requestedModel: "small",
        servedModel: "small-1",
        provider: "openai",
        latencyMs: 812,
        firstTokenMs: undefined,
        usage: { inputUncachedTokens: 8, inputCacheReadTokens: 0, outputTokens: 3 },
        result: { response: { text: "Hello." } },
      },
    },
  ]);
});

test.each([
  ["cents", 50_000],
  ["usd", 5_000_000],
] as const)("the cost counts what the option says: %s", (unit, costNanoUsd) => {
  expect(read({}, unit).events).toMatchObject([{ attempt: { costNanoUsd } }]);
  expect(portkey.options.costUnit).toBe("required");
});

test("a cost in another currency is not known, and said", () => {
  const { events, unmapped } = read({ cost_currency: "EUR" });
  expect(events).toMatchObject([{ attempt: { costNanoUsd: undefined } }]);
  expect(unmapped).toContain("cost of another currency than USD");
});

test("the reply's own usage knows what the columns do not", () => {
  const usage = {
    prompt_tokens: 8,
    completion_tokens: 3,
    prompt_tokens_details: { cached_tokens: 5 },
  };
  const response = { body: { model: "small-1", choices: [], usage } };
  expect(read({ response }).events).toMatchObject([
    { attempt: { usage: { inputUncachedTokens: 3, inputCacheReadTokens: 5, outputTokens: 3 } } },
  ]);
});

test("an unsuccessful call is a failure by its status", () => {
  const more = { is_success: false, response_status_code: 503, response: {} };
  expect(read(more).events).toMatchObject([
    { attempt: { result: { failure: { kind: "overloaded" } } } },
  ]);
});
