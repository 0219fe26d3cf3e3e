import { expect, test } from "vitest";
import { openImport } from "../../../../src/datasets/logs/log-import.ts";
import { readManifest } from "../../../../src/datasets/read-manifest.ts";
import { everyGenerator } from "../../../support/log-generators/every-generator.ts";
import { aDatasetFolder } from "../dataset-folder.ts";

/** The lines that a log is imported to, with what its summary says of it. */
async function imported(manifestFile: string) {
  const manifest = await readManifest(manifestFile);
  const log = await openImport(manifest, { strict: true, onRejected: () => undefined }, () => ({
    nanoUsd: undefined,
    isKnownModel: true,
  }));
  try {
    const lines: string[] = [];
    for await (const batch of log.requests()) lines.push(...batch.map((request) => request.text()));
    return { lines, summary: log.summary() };
  } finally {
    await log.close();
  }
}

test.each(everyGenerator)(
  "$format $shape: what it is imported to is imported to the same lines again",
  async ({ format, options, generate }) => {
    const { files } = generate(400, 3);
    const folder = aDatasetFolder();
    for (const [name, rows] of Object.entries(files)) folder.write(name, `${rows.join("\n")}\n`);
    const manifest = (source: object): string =>
      JSON.stringify({ dataset: "log", kind: "log", source });
    const first = await imported(
      folder.write("a.dataset.yaml", manifest({ path: Object.keys(files), format, ...options })),
    );
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
