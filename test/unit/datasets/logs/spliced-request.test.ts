import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import type { EventSpool } from "../../../../src/datasets/logs/event-spool.ts";
import { foldParts } from "../../../../src/datasets/logs/fold-parts.ts";
import { foldRuleOf } from "../../../../src/datasets/logs/fold-rule.ts";
import { joinedRequest, type JoinedRequest } from "../../../../src/datasets/logs/joined-request.ts";
import { requestOfRows } from "../../../../src/datasets/logs/log-request.ts";
import { lineFields } from "../../../../src/datasets/logs/log-line.ts";
import { logRequests } from "../../../../src/datasets/logs/log-requests.ts";
import { LogTally } from "../../../../src/datasets/logs/log-tally.ts";
import { readLogFiles } from "../../../../src/datasets/logs/read-log-files.ts";
import { formatOf } from "../../../../src/datasets/logs/scan-log.ts";
import { partOf } from "../../../../src/datasets/logs/spooled-part.ts";
import { splicedRequest } from "../../../../src/datasets/logs/spliced-request.ts";
import { withoutTexts } from "../../../../src/datasets/logs/without-texts.ts";
import type { LogSettings } from "../../../../src/datasets/manifest.ts";
import { readManifest } from "../../../../src/datasets/read-manifest.ts";
import { rowRejections } from "../../../../src/datasets/row-rejections.ts";
import { everyGenerator } from "../../../support/log-generators/every-generator.ts";
import type { LogGenerator } from "../../../support/log-generators/generated-log.ts";
import { aDatasetFolder } from "../dataset-folder.ts";

const everything = { limit: undefined, sample: undefined, seed: 0, filters: [] };

function generated({ format, options, generate }: LogGenerator) {
  return readAll(generate(400, 5).files, { format, ...options });
}

async function readAll(files: Readonly<Record<string, readonly string[]>>, more: object) {
  const folder = aDatasetFolder();
  for (const [name, rows] of Object.entries(files)) folder.write(name, `${rows.join("\n")}\n`);
  const source = { path: Object.keys(files), ...more };
  const text = JSON.stringify({ dataset: "log", kind: "log", source });
  const manifest = await readManifest(folder.write("d.dataset.yaml", text));
  const { log: settings } = manifest;
  if (settings === undefined) throw new Error("no log");
  const setup = {
    manifest,
    settings,
    format: formatOf(manifest, settings),
    lists: [],
    rejections: rowRejections({ ...everything, strict: true, onRejected: () => undefined }),
    notices: { timesWithoutZone: 0, withoutExpected: 0, unmatchedTags: new Map() },
    tally: new LogTally(),
  };
  return { settings, log: await readLogFiles(setup, () => undefined) };
}

/** The rows of each request, all keys folded alike. */
function rowsOfAll(spool: EventSpool, settings: LogSettings): readonly (readonly number[])[] {
  return Array.from({ length: spool.keyCount }, (_, key) => spool.eventsOf(key)).flatMap((events) =>
    foldParts(
      events.map((event) => partOf(spool, event)),
      foldRuleOf(settings),
    ).map((chain) => chain.map(({ event }) => event)),
  );
}

/** All that is told of a request. */
function told(request: JoinedRequest) {
  const { folded, unseen, hasAnswer, corrections, arrivedAtMs, isRedacted } = request;
  return {
    bytes: Buffer.from(request.bytes()).toString(),
    text: request.text(),
    id: request.id(),
    line: JSON.stringify(request.line()),
    withoutTexts: JSON.stringify(withoutTexts(request.line())),
    counts: [folded, unseen, hasAnswer, arrivedAtMs, isRedacted],
    corrections,
  };
}

test.each(everyGenerator)(
  "$format $shape: requests are those that joining field by field makes",
  async (generator) => {
    const { settings, log } = await generated(generator);
    const { spool } = log;
    const rows = rowsOfAll(spool, settings);
    for (const events of rows) {
      const parts = events.map((event) => partOf(spool, event));
      const request = requestOfRows(spool, { events, copy: 1 });
      expect(told(request)).toEqual(told(joinedRequest(parts, 1)));
      expect(Object.keys(withoutTexts(request.line()))).toEqual(lineFields);
    }
    const spliced = rows.filter((events) => splicedRequest(spool, events) !== undefined);
    if (generator.format === "litellm") {
      const joined = rows.filter((events) => events.length > 1);
      expect(joined.length).toBeGreaterThan(20);
      expect(spliced.length).toBeGreaterThan(rows.length / 2);
    }
    const requests = logRequests(spool, foldRuleOf(settings));
    expect(requests.count).toBe(rows.length);
    requests.close();
  },
);

/** Bytes that are in use once all garbage was collected. */
function bytesInUse(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

test("a request that was tried again keeps no more than its own line", async () => {
  const prompt = "long ".repeat(20_000);
  const row = (request: number, call: number) =>
    JSON.stringify({
      id: `${request}-${call}`,
      trace_id: `t${request}`,
      call_type: "completion",
      response_cost: 1,
      startTime: 1_790_931_600 + call,
      endTime: 1_790_931_600 + call,
      status: call < 5 ? "failure" : "success",
      messages: [{ role: "user", content: prompt }],
    });
  const rows = Array.from({ length: 100 * 6 }, (_, at) => row(Math.floor(at / 6), at % 6));
  const { settings, log } = await readAll({ "log.jsonl": rows }, { format: "litellm" });
  const { spool } = log;
  const all = rowsOfAll(spool, settings);
  expect(all.map(({ length }) => length)).toEqual(Array.from({ length: 100 }, () => 6));
  const before = bytesInUse();
  const requests = all.map((events) => splicedRequest(spool, events));
  const perRequest = (bytesInUse() - before) / 100;
  expect(requests.every((request) => request?.folded === 5)).toBe(true);
  // Its line is a hundred thousand bytes; those of its calls are six times as many.
  expect(perRequest).toBeLessThan(200_000);
  spool.close();
});

test("a chain of more calls than are held at once is joined field by field, to the same end", async () => {
  const row = (call: number) =>
    JSON.stringify({
      id: `c-${call}`,
      trace_id: "t",
      call_type: "completion",
      response_cost: 1,
      startTime: 1_790_931_600 + call,
      status: call < 29 ? "failure" : "success",
      messages: [{ role: "user", content: "p" }],
    });
  const rows = Array.from({ length: 30 }, (_, call) => row(call));
  const { settings, log } = await readAll({ "log.jsonl": rows }, { format: "litellm" });
  const [events = []] = rowsOfAll(log.spool, settings);
  expect(events).toHaveLength(30);
  expect(splicedRequest(log.spool, events)).toBeUndefined();
  const request = requestOfRows(log.spool, { events, copy: 1 });
  expect(request.line().attempts).toHaveLength(30);
  log.spool.close();
});
