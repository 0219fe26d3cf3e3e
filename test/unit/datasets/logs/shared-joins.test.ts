import { expect, test } from "vitest";
import { foldRuleOf } from "../../../../src/datasets/logs/fold-rule.ts";
import { joinAsked } from "../../../../src/datasets/logs/joins/join-asked.ts";
import type { AskedJoins } from "../../../../src/datasets/logs/joins/asked-joins.ts";
import { sharedJoins } from "../../../../src/datasets/logs/joins/shared-joins.ts";
import type { LogRequest } from "../../../../src/datasets/logs/log-request.ts";
import { logRequests, type LogRequests } from "../../../../src/datasets/logs/log-requests.ts";
import { LogTally } from "../../../../src/datasets/logs/log-tally.ts";
import { LogThread } from "../../../../src/datasets/logs/log-thread.ts";
import { readLog } from "../../../../src/datasets/logs/read-log.ts";
import type { ReadLog } from "../../../../src/datasets/logs/read-log-files.ts";
import { formatOf } from "../../../../src/datasets/logs/scan-log.ts";
import type { Manifest } from "../../../../src/datasets/manifest.ts";
import { withoutTexts } from "../../../../src/datasets/logs/without-texts.ts";
import { readManifest } from "../../../../src/datasets/read-manifest.ts";
import { rowRejections } from "../../../../src/datasets/row-rejections.ts";
import { everyGenerator } from "../../../support/log-generators/every-generator.ts";
import { litellmLog } from "../../../support/log-generators/litellm.ts";
import { aDatasetFolder } from "../dataset-folder.ts";

const everything = { limit: undefined, sample: undefined, seed: 0, filters: [] };

interface Folded {
  readonly manifest: Manifest;
  readonly thread: LogThread;
  readonly log: ReadLog;
  readonly requests: LogRequests;
}

/** A log of small stretches, read with the help of a thread and folded. */
async function folded(
  files: Readonly<Record<string, readonly string[]>>,
  source: object,
): Promise<Folded> {
  const folder = aDatasetFolder();
  for (const [name, rows] of Object.entries(files)) folder.write(name, `${rows.join("\n")}\n`);
  const text = JSON.stringify({
    dataset: "log",
    kind: "log",
    source: { path: Object.keys(files), ...source },
  });
  const manifest = await readManifest(folder.write("d.dataset.yaml", text));
  const { log: settings } = manifest;
  if (settings === undefined) throw new Error("no log");
  const thread = new LogThread(manifest);
  const setup = {
    manifest,
    settings,
    format: formatOf(manifest, settings),
    lists: [],
    rejections: rowRejections({ ...everything, strict: true, onRejected: () => undefined }),
    notices: { timesWithoutZone: 0, withoutExpected: 0, unmatchedTags: new Map() },
    tally: new LogTally(),
  };
  const log = await readLog(setup, thread, { stretchBytes: 10_000, leastBytes: 0 });
  return { manifest, thread, log, requests: logRequests(log.spool, foldRuleOf(settings)) };
}

/** All that is told of a request. */
function told(request: LogRequest) {
  const { folded: joined, unseen, hasAnswer, corrections, arrivedAtMs, isRedacted } = request;
  return {
    bytes: Buffer.from(request.bytes()).toString(),
    text: request.text(),
    id: request.id(),
    line: request.line(),
    withoutTexts: JSON.stringify(withoutTexts(request.line())),
    counts: [joined, unseen, hasAnswer, arrivedAtMs, isRedacted, request.isExcluded],
    corrections,
    place: [request.file, request.row],
  };
}

async function allOf(batches: AsyncIterable<readonly LogRequest[]>) {
  const all: ReturnType<typeof told>[] = [];
  for await (const batch of batches) all.push(...batch.map(told));
  return all;
}

const sizes = { taskRequests: 20, leastJoins: 0 };

test.each(everyGenerator)(
  "$format $shape: requests that a thread joins are those that one thread alone joins",
  async ({ format, options, generate }) => {
    const { thread, log, requests } = await folded(generate(400, 5).files, { format, ...options });
    const alone = [...requests.read()].flat().map(told);
    let asked = 0;
    const other = {
      hasStarted: true,
      // It has time for two tasks of three.
      get waiting() {
        asked += 1;
        return asked % 3 === 0 ? Infinity : 0;
      },
      join: (joins: AskedJoins) => Promise.resolve(structuredClone(joinAsked(joins))),
    };
    expect(await allOf(sharedJoins(requests, log.spool, other, sizes))).toEqual(alone);
    expect(alone.length).toBeGreaterThan(100);
    await thread.close();
    requests.close();
  },
);

test("the thread that has read a log joins its requests", async () => {
  const lines = [...litellmLog(3000).lines];
  const { thread, log, requests } = await folded({ "log.jsonl": lines }, { format: "litellm" });
  const joins: number[] = [];
  const counting = {
    hasStarted: thread.hasStarted,
    get waiting() {
      return thread.waiting;
    },
    join: async (asked: AskedJoins) => {
      const packed = await thread.join(asked);
      joins.push(packed.numbers.length);
      return packed;
    },
  };
  const alone = [...requests.read()].flat().map(told);
  expect(await allOf(sharedJoins(requests, log.spool, counting, sizes))).toEqual(alone);
  expect(joins.filter((count) => count > 0).length).toBeGreaterThan(10);
  await thread.close();
  requests.close();
});

test("where little is to be joined, or no thread runs, nobody is asked", async () => {
  const lines = [...litellmLog(300).lines];
  const { thread, log, requests } = await folded({ "log.jsonl": lines }, { format: "litellm" });
  const alone = [...requests.read()].flat().map(told);
  const none = { waiting: 0, join: () => Promise.reject(new Error("asked")) };
  const few = sharedJoins(requests, log.spool, { ...none, hasStarted: true });
  expect(await allOf(few)).toEqual(alone);
  const idle = sharedJoins(requests, log.spool, { ...none, hasStarted: false }, sizes);
  expect(await allOf(idle)).toEqual(alone);
  await thread.close();
  requests.close();
});

test("rows far from each other are found, and requests of megabytes are joined here", async () => {
  const call = (id: string, trace: string, hasFailed: boolean, content: string) =>
    JSON.stringify({
      id,
      trace_id: trace,
      call_type: "completion",
      response_cost: 1,
      startTime: hasFailed ? 1_790_931_600 : 1_790_931_601,
      endTime: 1_790_931_601,
      status: hasFailed ? "failure" : "success",
      messages: [{ role: "user", content }],
    });
  const places = Array.from({ length: 300 }, (_, place) => place);
  const prompt = (place: number) =>
    `${place} ${"x".repeat(place < 40 ? 60_000 : place % 7 === 0 ? 300_000 : 4000)}`;
  const lines = [
    ...places.map((place) => call(`f${place}`, `t${place}`, true, prompt(place))),
    ...places.toReversed().map((place) => call(`a${place}`, `t${place}`, false, prompt(place))),
  ];
  const { thread, log, requests } = await folded({ "log.jsonl": lines }, { format: "litellm" });
  const alone = [...requests.read()].flat().map(told);
  let asked = 0;
  const counting = {
    hasStarted: true,
    waiting: 0,
    join: (joins: AskedJoins) => {
      asked += 1;
      return thread.join(joins);
    },
  };
  expect(await allOf(sharedJoins(requests, log.spool, counting, sizes))).toEqual(alone);
  expect(alone.every(({ counts }) => counts[0] === 1)).toBe(true);
  // Fifteen tasks, of which the first is nobody's and the second is too large.
  expect(asked).toBeGreaterThan(0);
  expect(asked).toBeLessThan(14);
  await thread.close();
  requests.close();
});

test("what the thread cannot join ends the reading with its failure", async () => {
  const lines = [...litellmLog(300).lines];
  const { thread, log, requests } = await folded({ "log.jsonl": lines }, { format: "litellm" });
  const broken = {
    hasStarted: true,
    waiting: 0,
    join: (asked: AskedJoins) => thread.join({ ...asked, descriptor: -1 }),
  };
  await expect(allOf(sharedJoins(requests, log.spool, broken, sizes))).rejects.toThrow(/EBADF|fd/);
  await thread.close();
  requests.close();
});
