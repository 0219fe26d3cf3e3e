import { expect, test } from "vitest";
import type { KnownOutcome, ReplayRecord } from "../../../src/core/replay-record.ts";
import { aDatasetFolder, readAll } from "./dataset-folder.ts";

const header = "id,ok,score,in,cached,out,think,usd,ms,first,err,served,tool,n,win";

async function readRows(rows: readonly string[], more = "") {
  const folder = aDatasetFolder();
  folder.write("data.csv", `${header}\n${rows.join("\n")}\n`);
  const file = folder.write(
    "o.dataset.yaml",
    `dataset: o
kind: outcomes
source: {path: data.csv, format: csv}
record: {id: id, features: {win: win}}
outcomes:
  small:
    accepted: ok
    score: score
    input_tokens: in
    cached_input_tokens: cached
    output_tokens: out
    reasoning_tokens: think
    cost_usd: usd
    latency_ms: ms
    first_token_s: first
    error: err
    served_model: served
    signals: {tool: tool, n: n}
${more}`,
  );
  return readAll(file);
}

function small(records: readonly ReplayRecord[]): KnownOutcome | undefined {
  return records[0]?.outcomes?.get("small");
}

test("every field of an outcome is read in its unit", async () => {
  const { records } = await readRows([
    "q1,TRUE,0.75,100,40,20,5,0.0000335,12.5,0.25,rate_limit,m-1,True,2.5,0.4",
  ]);
  expect(small(records)).toEqual({
    response: undefined,
    accepted: true,
    score: 0.75,
    usage: {
      inputUncachedTokens: 60,
      inputCacheReadTokens: 40,
      inputCacheWriteTokens: 0,
      outputTokens: 20,
      outputReasoningTokens: 5,
    },
    costNanoUsd: 33_500,
    latencyMs: 12.5,
    firstTokenMs: 250,
    error: "rate_limit",
    servedModel: "m-1",
    signals: { tool: true, n: 2.5 },
  });
  expect(records[0]?.features).toEqual({ win: 0.4 });
});

test("empty cells are absent, never zero", async () => {
  const { records } = await readRows(["q1,1,,,,,,,,,,,,,"]);
  expect(small(records)).toEqual({
    response: undefined,
    accepted: true,
    score: 1,
    usage: {
      inputUncachedTokens: undefined,
      inputCacheReadTokens: undefined,
      inputCacheWriteTokens: undefined,
      outputTokens: undefined,
      outputReasoningTokens: undefined,
    },
    costNanoUsd: undefined,
    latencyMs: undefined,
    firstTokenMs: undefined,
    error: undefined,
    servedModel: undefined,
    signals: {},
  });
  expect(records[0]?.features).toEqual({});
});

test("a route whose cells are all empty is not covered", async () => {
  const { records } = await readRows(["q1,,,,,,,,,,,,,,0.5"]);
  expect(records[0]?.outcomes?.size).toBe(0);
});

test("an uncached table counts its input as uncached", async () => {
  const { records } = await readRows(["q1,0,,100,,,,,,,,,,,"]);
  expect(small(records)?.usage).toMatchObject({
    inputUncachedTokens: 100,
    inputCacheReadTokens: 0,
  });
});

test.each([
  ["ok", "q1,yes,,,,,,,,,,,,,", 'expected true or false, got "yes"'],
  ["score", "q1,,high,,,,,,,,,,,,", 'expected a number, got "high"'],
  ["in", "q1,,,-1,,,,,,,,,,,", 'expected a whole number of 0 or more, got "-1"'],
  ["in", "q1,,,1.5,,,,,,,,,,,", 'expected a whole number of 0 or more, got "1.5"'],
  ["in", "q1,,,0x10,,,,,,,,,,,", 'expected a whole number of 0 or more, got "0x10"'],
  ["in", "q1,,,9007199254740993,,,,,,,,,,,", "expected a whole number of 0 or more"],
  ["usd", "q1,,,,,,,-0.1,,,,,,,", 'expected a number of 0 or more, got "-0.1"'],
  ["usd", "q1,,,,,,,1e300,,,,,,,", "more than 9000000 dollars for one call"],
  ["ms", "q1,,,,,,,,NaN,,,,,,", 'expected a number of 0 or more, got "NaN"'],
  ["ms", "q1,,,,,,,,Infinity,,,,,,", 'expected a number of 0 or more, got "Infinity"'],
  ["ms", "q1,,,,,,,,  ,,,,,,", 'expected a number of 0 or more, got "  "'],
  ["ms", "q1,,,,,,,,1_000,,,,,,", 'expected a number of 0 or more, got "1_000"'],
  ["err", "q1,,,,,,,,,,rate_limt,,,,", 'did you mean "rate_limit"?'],
  ["cached", "q1,,,10,11,,,,,,,,,,", "11 cached of 10 input tokens"],
  ["think", "q1,,,,,10,11,,,,,,,,", "11 reasoning of 10 output tokens"],
])("a bad %s rejects its row: %s", async (column, row, reason) => {
  const { rejected } = await readRows([row, "q2,1,,,,,,,,,,,,,"]);
  expect(rejected).toHaveLength(1);
  expect(rejected[0]).toMatchObject({ line: 2, column });
  expect(rejected[0]?.reason).toContain(reason);
});

test("signals and features are typed by what their text looks like", async () => {
  const texts = ["1", "0", "false", "1.0", "-2e-3", "007", "12345678901234567890", "1e999", "a b"];
  const { records } = await readRows(
    texts.map((text, index) => `q${index},1,,,,,,,,,,,${text},,${text}`),
  );
  expect(records.map(({ outcomes }) => outcomes?.get("small")?.signals["tool"])).toEqual([
    true,
    false,
    false,
    1,
    -0.002,
    "007",
    "12345678901234567890",
    "1e999",
    "a b",
  ]);
  expect(records.map(({ features }) => features["win"])).toEqual([
    1,
    0,
    "false",
    1,
    -0.002,
    "007",
    "12345678901234567890",
    "1e999",
    "a b",
  ]);
});

test("a score accepts by the manifest's least score where nothing else says", async () => {
  const { records } = await readRows(
    ["q1,,0.5,,,,,,,,,,,,", "q2,,-0.03,,,,,,,,,,,,", "q3,0,0.9,,,,,,,,,,,,"],
    "acceptance: {min_score: 0.5}\n",
  );
  expect(
    records.map(({ outcomes }) => {
      const known = outcomes?.get("small");
      return [known?.accepted, known?.score];
    }),
  ).toEqual([
    [true, 0.5],
    [false, -0.03],
    [false, 0.9],
  ]);
});

test.each([
  ["16.1", 16100],
  ["1.001", 1001],
  ["2.01", 2010],
  ["0.9024901390075684", 902.4901390075684],
])("%s s are %d ms: an answer at a limit is not over it", async (seconds, milliseconds) => {
  const { records } = await readRows([`a,true,,,,,,,,${seconds},,,,,`]);
  expect(small(records)?.firstTokenMs).toBe(milliseconds);
});
