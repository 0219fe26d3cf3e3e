import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkDataset, type CheckedDataset } from "../../../src/datasets/check-dataset.ts";
import { readManifest } from "../../../src/datasets/read-manifest.ts";
import { litellmLog } from "../../support/log-generators/litellm.ts";
import { aDatasetFolder, failureOf } from "./dataset-folder.ts";

const rows = Array.from({ length: 700 }, (_, index) => `q${index},p ${index},m,1`).join("\n");

/** A data file and the manifest's lines about it, by what reads them. */
const kinds = {
  "a streamed table": [
    `id,prompt\n${rows.replaceAll(",m,1", "")}\n`,
    "kind: golden\nsource: {path: data, format: csv}\nrecord: {id: id, prompt: prompt}\nscoring: [{grader: exact_match}]\n",
  ],
  "joined rows": [
    `id,prompt,route,ok\n${rows}\n`,
    "kind: outcomes\nsource: {path: data, format: csv}\nrecord: {id: id, prompt: prompt}\noutcome: {route: route, accepted: ok}\n",
  ],
  "a log whose calls are folded": [
    `${[...litellmLog(900).lines].join("\n")}\n`,
    "kind: log\nsource: {path: data, format: litellm}\n",
  ],
} as const;

async function opened(
  kind: keyof typeof kinds,
  limit?: number,
): Promise<{ readonly dataset: CheckedDataset; readonly data: string }> {
  const [text, manifest] = kinds[kind];
  const folder = aDatasetFolder();
  folder.write("data", text);
  const file = folder.write("d.dataset.yaml", `dataset: d\n${manifest}`);
  const dataset = await checkDataset(await readManifest(file), {
    limit,
    sample: undefined,
    seed: 1,
    filters: [],
    strict: false,
    onRejected: () => undefined,
  });
  return { dataset, data: join(folder.path, "data") };
}

async function recordsOf(dataset: CheckedDataset, isWanted?: (ordinal: number) => boolean) {
  const records = [];
  for await (const batch of dataset.records(isWanted)) records.push(...batch);
  return records;
}

test.each(Object.keys(kinds) as (keyof typeof kinds)[])(
  "of %s the records that are wanted are those among all of them",
  async (kind) => {
    const { dataset } = await opened(kind, 650);
    const all = await recordsOf(dataset);
    expect(all.length).toBeGreaterThan(600);
    for (const isWanted of [
      (ordinal: number) => ordinal % 3 === 1,
      (ordinal: number) => ordinal >= 600,
      () => false,
      () => true,
    ]) {
      const wanted = await recordsOf(dataset, isWanted);
      expect(wanted).toEqual(all.filter(({ ordinal }) => isWanted(ordinal)));
    }
    await dataset.close();
  },
);

test("a table that changed is refused for a few records of it as well", async () => {
  const { dataset, data } = await opened("a streamed table");
  appendFileSync(data, "new,p\n");
  expect(await failureOf(recordsOf(dataset, (ordinal) => ordinal < 3))).toContain(
    "its bytes changed while it was replayed",
  );
});
