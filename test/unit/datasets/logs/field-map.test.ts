import { expect, test } from "vitest";
import { aDatasetFolder, failureOf, readAll } from "../dataset-folder.ts";
import { readLogRows } from "./a-log.ts";

function aCsvLog(csv: string, more: string): string {
  const folder = aDatasetFolder();
  folder.write("log.csv", csv);
  return folder.write(
    "d.dataset.yaml",
    `dataset: d\nkind: log\nsource: {path: log.csv, format: csv}\n${more}`,
  );
}

const map = `record: {id: id, prompt: p, arrived_at: ts, tags: {team: team}}
outcome: {route: r, input_tokens: in, cached_input_tokens: c, output_tokens: out, cost_usd: usd, latency_s: s, error: e, accepted: ok, propensity: pr}
`;

test("a table of one's own: rows of one id are attempts of one request", async () => {
  const csv = `id,p,ts,team,r,in,c,out,usd,s,e,ok,pr
q1,Hi,2026-10-02T09:00:00Z,a,large,,,,,30.5,timeout,,0.5
q1,Hi,2026-10-02T09:00:31Z,a,small,100,40,7,0.001,1.25,,true,
q2,Ho,2026-10-02T09:01:00Z,b,small,10,,2,0.0001,0.5,,false,0.25
`;
  const { records, dataset } = await readAll(aCsvLog(csv, map));
  expect(records).toMatchObject([
    {
      id: "q1",
      tags: { team: "a" },
      arrivedAtMs: Date.UTC(2026, 9, 2, 9),
      request: { messages: [{ role: "user", content: "Hi" }] },
      logged: {
        accepted: true,
        propensity: 0.5,
        attempts: [
          { route: "large", latencyMs: 30_500, result: { failure: { kind: "timeout" } } },
          {
            route: "small",
            latencyMs: 1250,
            costNanoUsd: 1_000_000,
            usage: { inputUncachedTokens: 60, inputCacheReadTokens: 40, outputTokens: 7 },
          },
        ],
      },
    },
    { id: "q2", logged: { accepted: false, propensity: 0.25, attempts: [{ route: "small" }] } },
  ]);
  expect(dataset.summary.log).toMatchObject({ requests: 2, attempts: 3, folded: 1, unmapped: {} });
});

test("columns that the map does not name are listed once with their count", async () => {
  const csv =
    "id,p,ts,team,r,in,c,out,usd,s,e,ok,pr,shard\n1,a,,x,r,1,0,1,0,1,,1,1,7\n2,b,,x,r,1,0,1,0,1,,1,1,7\n";
  const { dataset } = await readAll(aCsvLog(csv, map));
  expect(dataset.summary.log?.unmapped).toEqual({ shard: 2 });
});

test("a trace without routes and prompts keeps its counts and its pace", async () => {
  const folder = aDatasetFolder();
  folder.write(
    "trace.csv",
    "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46.6805900,374,44\n2023-11-16 18:15:50.9951690,396,109\n",
  );
  const manifest = folder.write(
    "d.dataset.yaml",
    `dataset: azure
kind: log
source: {path: trace.csv, format: csv}
record: {id: {row_number: true}, arrived_at: TIMESTAMP}
outcome: {input_tokens: ContextTokens, output_tokens: GeneratedTokens}
`,
  );
  const { records, dataset } = await readAll(manifest);
  expect(records).toMatchObject([
    {
      id: "1",
      request: { messages: [], promptTokens: 374 },
      logged: { isRedacted: true, attempts: [{ route: undefined, usage: { outputTokens: 44 } }] },
    },
    { id: "2", request: { promptTokens: 396 } },
  ]);
  expect(records[0]?.arrivedAtMs).toBeCloseTo(Date.UTC(2023, 10, 16, 18, 15, 46) + 680.59, 6);
  expect(dataset.summary.warnings).toEqual(["2 times name no zone: read as UTC"]);
});

test("numbers of a log are times only with their unit, never by their size", async () => {
  const rows = [{ id: "a", p: "x", ts: 1790932443.12, r: "small" }];
  const more = "record: {id: id, prompt: p, arrived_at: ts}\noutcome: {route: r}\n";
  expect(await failureOf(readLogRows("jsonl", rows, more))).toContain(
    'column "ts": expected a time (ISO 8601), got 1790932443.12',
  );
  const withUnit = more.replace("arrived_at: ts", "arrived_at: {from: ts, unit: s}");
  const { records } = await readLogRows("jsonl", rows, withUnit);
  expect(records[0]?.arrivedAtMs).toBe(1_790_932_443_120);
});

test("input that does not count the cached tokens is said to be outside", async () => {
  const rows = [{ id: "a", in: 10, c: 30 }];
  const more = "record: {id: id}\noutcome: {input_tokens: in, cached_input_tokens: c";
  const { records } = await readLogRows("jsonl", rows, `${more}, usage_basis: outside}\n`);
  expect(records[0]?.logged?.attempts[0]?.usage).toMatchObject({
    inputUncachedTokens: 10,
    inputCacheReadTokens: 30,
  });
  expect(await failureOf(readLogRows("jsonl", rows, `${more}}\n`))).toContain(
    "30 cached of 10 input tokens",
  );
});

test("the log's names of routes and models become the registry's", async () => {
  const rows = [
    { id: "a", r: "support-small" },
    { id: "b", m: "gpt-4o" },
    { id: "c", r: "other" },
  ];
  const more = `record: {id: id}
outcome: {route: r, served_model: m}
log: {routes: {support-small: small, gpt-4o: strong}}
`;
  const { records } = await readLogRows("jsonl", rows, more);
  expect(records.map(({ logged }) => logged?.attempts[0]?.route)).toEqual([
    "small",
    "strong",
    "other",
  ]);
});

test("fold.by names what calls of one request share", async () => {
  const rows = [
    { id: "a", t: "x", e: "timeout", ts: 1 },
    { id: "b", t: "x", ts: 2 },
    { id: "c", t: "y", ts: 3 },
  ];
  const more = `record: {id: id, arrived_at: {from: ts, unit: s}}
outcome: {error: e}
log: {fold: {by: t}}
`;
  const { records } = await readLogRows("jsonl", rows, more);
  expect(records.map(({ id, logged }) => [id, logged?.attempts.length])).toEqual([
    ["a", 2],
    ["c", 1],
  ]);
  const apart = await readLogRows("jsonl", rows, more.replace("{by: t}", "none"));
  expect(apart.records).toHaveLength(3);
});

test("records are read by arrival, though the newest stands first in the file", async () => {
  const rows = [3, 1, 2].map((ts) => ({ id: `${ts}`, ts }));
  const more =
    "record: {id: id, arrived_at: {from: ts, unit: s}}\noutcome: {error: e, cost_usd: usd}\n";
  const { records, dataset } = await readLogRows(
    "jsonl",
    rows.map((row) => ({ ...row, e: null, usd: 0 })),
    more,
  );
  expect(records.map(({ id, ordinal }) => [id, ordinal])).toEqual([
    ["1", 0],
    ["2", 1],
    ["3", 2],
  ]);
  expect(dataset.summary.log).toMatchObject({
    late: 2,
    first_arrival_ms: 1000,
    last_arrival_ms: 3000,
  });
});

test("a path that leads nowhere in any row is an error at its place in the manifest", async () => {
  const message = await failureOf(
    readLogRows("jsonl", [{ id: "a", usd: 1 }], "record: {id: id}\noutcome: {cost_usd: usdd}\n"),
  );
  expect(message).toContain("d.dataset.yaml:5:21: no row of");
  expect(message).toContain('has "usdd"');
  expect(message).toContain('did you mean "usd"?');
});

test("limit, sample and filter choose among requests, lists leave them out", async () => {
  const folder = aDatasetFolder();
  folder.write(
    "log.jsonl",
    [1, 2, 3].map((id) => JSON.stringify({ id, t: `t${id % 2}`, c: 0 })).join("\n"),
  );
  folder.write("out.csv", "id\n3\n");
  const manifest = folder.write(
    "d.dataset.yaml",
    `dataset: d
kind: log
source: {path: log.jsonl, format: jsonl}
record: {id: id, tags: {t: t}}
outcome: {cost_usd: c}
exclude: [{path: out.csv, field: id, equals: id}]
`,
  );
  const { records, dataset } = await readAll(manifest, { filters: [{ tag: "t", value: "t1" }] });
  expect(records.map(({ id }) => id)).toEqual(["1"]);
  expect(dataset.summary.excluded).toBe(1);
  expect(dataset.summary.log?.requests).toBe(3);
});

test("a fold.by that no row has is a slip, and not a log that folds nothing", async () => {
  const csv = "id,trace,r\nq1,t1,small\n";
  const more = "record: {id: id}\noutcome: {route: r}\nlog: {fold: {by: tarce}}\n";
  const message = await failureOf(readAll(aCsvLog(csv, more)));
  expect(message).toContain("d.dataset.yaml:6:18: no");
  expect(message).toContain('"tarce"');
  expect(message).toContain('did you mean "trace"?');
  const row = { request_id: "a", session_id: "s", model: "m", spend: 0.1, messages: {} };
  const other = await failureOf(readLogRows("litellm", [row], "log: {fold: {by: session}}\n"));
  expect(other).toMatch(/d\.dataset\.yaml:4:18: no row of .* has "session"/);
});
