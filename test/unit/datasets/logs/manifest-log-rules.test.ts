import { expect, test } from "vitest";
import { readManifest } from "../../../../src/datasets/read-manifest.ts";
import { aDatasetFolder, failureOf } from "../dataset-folder.ts";

async function problemsOf(text: string): Promise<string> {
  const folder = aDatasetFolder();
  folder.write("log.jsonl", "{}\n");
  const file = folder.write("d.dataset.yaml", text);
  const message = await failureOf(readManifest(file));
  return message.replaceAll(`${folder.path}/`, "");
}

const head = (source: string): string =>
  `dataset: d\nkind: log\nsource: {path: log.jsonl, ${source}}\n`;

test.each([
  ["a slip in the format", head("format: litelm"), 'did you mean "litellm"?'],
  [
    "a table without ids",
    `${head("format: jsonl")}outcome: {cost_usd: c}\n`,
    "record is missing: expected where each record's id stands",
  ],
  [
    "a wide table",
    `${head("format: jsonl")}record: {id: i}\noutcomes: {a: {cost_usd: c}}\n`,
    "a log has a row a call: name its columns under outcome",
  ],
  [
    "a join",
    `${head("format: jsonl")}record: {id: i}\noutcome: {join: j, cost_usd: c}\n`,
    "a log's rows are joined by log.fold.by, not by outcome.join",
  ],
  [
    "an outcome beside a format that knows",
    `${head("format: litellm")}outcome: {cost_usd: c}\n`,
    "d.dataset.yaml:4:10: the format litellm knows where what happened stands",
  ],
  [
    "an option without a use",
    head("format: litellm, cost_unit: cents"),
    "d.dataset.yaml:3:55: the format litellm has no use for cost_unit",
  ],
  [
    "a table's usage basis at the wrong place",
    `${head("format: jsonl, usage_basis: inside")}record: {id: i}\noutcome: {cost_usd: c}\n`,
    "say it as outcome.usage_basis",
  ],
  [
    "a unit of time that is none",
    `${head("format: litellm")}record: {arrived_at: {from: t, unit: h}}\n`,
    '"record.arrived_at.unit" expected one of s, ms, us, ns, got "h"',
  ],
])("%s is a problem with its place", async (_name, text, message) => {
  expect(await problemsOf(text)).toContain(message);
});

test("a log's manifest needs no record, and has the format's own group, owner and tags", async () => {
  const folder = aDatasetFolder();
  folder.write("log.jsonl", "{}\n");
  const file = folder.write(
    "d.dataset.yaml",
    `${head("format: litellm")}record: {owner: org}\nlog: {routes: {a: b}, fold: {max_gap_ms: 5}, cost: recomputed}\n`,
  );
  const manifest = await readManifest(file);
  expect(manifest.log).toEqual({
    format: "litellm",
    options: { costUnit: undefined, usageBasis: undefined, latencyParts: undefined },
    routes: new Map([["a", "b"]]),
    fold: { kind: "failures", by: undefined, maxGapMs: 5 },
    cost: "recomputed",
  });
  expect(manifest.record.owner).toBe("org");
  expect(Object.keys(manifest.record.tags ?? {})).toEqual(["team", "request_tag"]);
  expect(manifest.scoring.map(({ grader }) => grader)).toEqual(["recorded"]);
});
