import { expect, test } from "vitest";
import { openImport, type OpenImport } from "../../../../src/datasets/logs/log-import.ts";
import { readManifest } from "../../../../src/datasets/read-manifest.ts";
import { everyGenerator } from "../../../support/log-generators/every-generator.ts";
import { aDatasetFolder } from "../dataset-folder.ts";

/** The lines that a log is imported to, with what its summary says of it. */
async function imported(manifestFile: string, linesOf = textsOf) {
  const manifest = await readManifest(manifestFile);
  const log = await openImport(manifest, { strict: true, onRejected: () => undefined }, () => ({
    nanoUsd: undefined,
    isKnownModel: true,
  }));
  try {
    return { lines: linesOf(log), summary: log.summary() };
  } finally {
    log.close();
  }
}

/** Request by request. */
function textsOf(log: OpenImport): readonly string[] {
  return Array.from(log.requests(), (request) => request.text());
}

/** As many at a time as lie together. */
function runsOf(log: OpenImport): readonly string[] {
  const text = Array.from(log.lines(), (lines) => Buffer.from(lines).toString()).join("");
  expect(text.endsWith("\n")).toBe(true);
  return text.slice(0, -1).split("\n");
}

test.each(everyGenerator)(
  "$format $shape: what it is imported to is imported to the same lines again",
  async ({ format, options, generate }) => {
    const { files } = generate(400, 3);
    const folder = aDatasetFolder();
    for (const [name, rows] of Object.entries(files)) folder.write(name, `${rows.join("\n")}\n`);
    const manifest = (source: object): string =>
      JSON.stringify({ dataset: "log", kind: "log", source });
    const source = { path: Object.keys(files), format, ...options };
    const log = folder.write("a.dataset.yaml", manifest(source));
    const first = await imported(log);
    expect(await imported(log, runsOf)).toEqual(first);
    folder.write("records.jsonl", `${first.lines.join("\n")}\n`);
    const parts = {
      dataset: "log",
      kind: "log",
      source: { path: "records.jsonl", format: "routeproof" },
    };
    const second = await imported(folder.write("b.dataset.yaml", JSON.stringify(parts)));
    expect(second.lines).toEqual(first.lines);
    const { requests, attempts, folded, redacted, cache_hits: hits, tokens } = first.summary;
    expect(second.summary).toMatchObject({
      requests,
      attempts: attempts + first.summary.missing_answers,
      folded,
      redacted,
      cache_hits: hits,
      tokens: {
        ...tokens,
        unknown_attempts: tokens.unknown_attempts + first.summary.missing_answers,
      },
    });
  },
);

test("long lines are handed over a few at a time", async () => {
  const folder = aDatasetFolder();
  const rows = Array.from({ length: 30 }, (_, index) => ({
    id: `r-${index}`,
    call_type: "completion",
    response_cost: 1,
    startTime: 1_790_931_600 + index,
    messages: [{ role: "user", content: `${index} ${"é".repeat(index === 7 ? 300_000 : 9000)}` }],
  }));
  folder.write("log.jsonl", rows.map((row) => JSON.stringify(row)).join("\n"));
  const source = { path: "log.jsonl", format: "litellm" };
  const text = JSON.stringify({ dataset: "log", kind: "log", source });
  const log = folder.write("d.dataset.yaml", text);
  const lengths: number[] = [];
  const runs = await imported(log, (open) =>
    Array.from(open.lines(), (lines) => {
      lengths.push(lines.length);
      return Buffer.from(lines).toString();
    }),
  );
  expect(runs.lines.join("")).toBe(`${(await imported(log)).lines.join("\n")}\n`);
  // Three lines of eighteen thousand bytes at a time, and one of six hundred thousand alone.
  expect(lengths.filter((length) => length > 64 * 1024)).toEqual([expect.closeTo(600_300, -3)]);
  expect(lengths.length).toBeGreaterThan(9);
  expect(lengths.length).toBeLessThan(15);
});
