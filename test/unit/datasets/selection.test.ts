import { appendFileSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hash53 } from "../../../src/core/seed.ts";
import { checkDataset } from "../../../src/datasets/check-dataset.ts";
import { readManifest } from "../../../src/datasets/read-manifest.ts";
import { aDatasetFolder, failureOf, readAll } from "./dataset-folder.ts";

const ids = Array.from({ length: 600 }, (_, index) => `q${index}`);

function aDataset(exclude: readonly string[] = []): { path: string; file: string } {
  const folder = aDatasetFolder();
  const rows = ids.map((id, index) => `${id},p,${index % 3},${index % 2 === 0 ? "even" : "odd"}\n`);
  folder.write("data.csv", `id,prompt,third,half\n${rows.join("")}`);
  folder.write("out.jsonl", exclude.map((id) => JSON.stringify({ name: id })).join("\n"));
  const file = folder.write(
    "g.dataset.yaml",
    `dataset: g
kind: golden
source: {path: data.csv, format: csv}
record: {id: id, prompt: prompt, tags: {third: third, half: half}}
scoring: [{grader: exact_match}]
${exclude.length > 0 ? "exclude: [{path: out.jsonl, field: name, equals: id}]\n" : ""}`,
  );
  return { path: folder.path, file };
}

const idsOf = (records: readonly { readonly id: string }[]) => records.map(({ id }) => id);

test("limit takes the first records, filters those that fit, in the order of the file", async () => {
  const { file } = aDataset();
  const options = {
    limit: 5,
    filters: [
      { tag: "third", value: "0" },
      { tag: "third", value: "1" },
      { tag: "half", value: "even" },
    ],
  };
  const { records, ordinals } = await readAll(file, options, ["q0", "q1", "q4", "q16"]);
  expect(idsOf(records)).toEqual(["q0", "q4", "q6", "q10", "q12"]);
  expect(records.map(({ ordinal }) => ordinal)).toEqual([0, 1, 2, 3, 4]);
  expect(ordinals).toEqual([0, undefined, 1, undefined]);
});

test("of a closed dataset the summary is left, and nothing can be read", async () => {
  const { dataset } = await readAll(aDataset().file);
  expect(dataset.summary.records).toBe(600);
  expect(() => dataset.records()).toThrow("was closed");
  expect(() => dataset.ordinalOf("q0")).toThrow("was closed");
  await dataset.close();
});

test("a sample is drawn by seed and id alone, and keeps the order of the file", async () => {
  const { file } = aDataset();
  const lowest = ids
    .toSorted((one, other) => hash53(`7/${one}`) - hash53(`7/${other}`))
    .slice(0, 20);
  const { records } = await readAll(file, { sample: 20, seed: 7 });
  expect(idsOf(records)).toEqual(ids.filter((id) => lowest.includes(id)));
  const other = await readAll(file, { sample: 20, seed: 8 });
  expect(idsOf(other.records)).not.toEqual(idsOf(records));
  const wider = await readAll(file, { sample: 40, seed: 7 });
  expect(idsOf(wider.records)).toEqual(expect.arrayContaining([...idsOf(records)]));
});

test("exclude comes before filter, filter before sample, sample before limit", async () => {
  const { file } = aDataset(["q0", "q6"]);
  const filters = [{ tag: "third", value: "0" }];
  const kept = ids.filter((id, index) => index % 3 === 0 && id !== "q0" && id !== "q6");
  const drawn = kept
    .toSorted((one, other) => hash53(`1/${one}`) - hash53(`1/${other}`))
    .slice(0, 9);
  const { records, dataset } = await readAll(file, { filters, sample: 9, limit: 4 });
  expect(idsOf(records)).toEqual(kept.filter((id) => drawn.includes(id)).slice(0, 4));
  expect(dataset.summary).toMatchObject({ records: 4, excluded: 2, rejected: 0 });
});

test("batches are of bounded size and cover everything once", async () => {
  const { file } = aDataset();
  const dataset = await checkDataset(await readManifest(file), {
    limit: undefined,
    sample: undefined,
    seed: 1,
    filters: [],
    strict: true,
    onRejected: () => undefined,
  });
  for (const _ of [1, 2]) {
    const sizes: number[] = [];
    for await (const batch of dataset.records()) sizes.push(batch.length);
    expect(sizes).toEqual([256, 256, 88]);
  }
  await dataset.close();
});

test("a filter on an unknown tag is an error before anything is read", async () => {
  const { file } = aDataset();
  const filters = [{ tag: "hlaf", value: "even" }];
  expect(await failureOf(readAll(file, { filters }))).toContain(
    'unknown tag "hlaf" (did you mean "half"?)',
  );
});

test.each([
  [{ filters: [{ tag: "half", value: "none" }] }, "none of 600 fits --filter half=none"],
  [{ limit: 0 }, "--limit is 0"],
  [{ sample: 0 }, "--sample is 0"],
])("an empty selection says which option caused it: %j", async (options, because) => {
  const { file } = aDataset();
  expect(await failureOf(readAll(file, options))).toContain(`no record is selected: ${because}`);
});

test("an exclude list that leaves nothing says so", async () => {
  const { file } = aDataset(ids);
  expect(await failureOf(readAll(file))).toContain("the exclude lists leave out every one");
});

test("inputs carry the hashes of their bytes, and the dataset one over all", async () => {
  const { path, file } = aDataset(["q1"]);
  const { dataset } = await readAll(file);
  const sha256 = (name: string) =>
    createHash("sha256")
      .update(readFileSync(join(path, name)))
      .digest("hex");
  expect(dataset.inputs).toEqual([
    { role: "dataset", path: file, sha256: sha256("g.dataset.yaml") },
    { role: "data", path: join(path, "data.csv"), sha256: sha256("data.csv") },
    { role: "exclude", path: join(path, "out.jsonl"), sha256: sha256("out.jsonl") },
  ]);
  const lines = dataset.inputs.map((input) => `${input.sha256}\n`).join("");
  expect(dataset.summary.sha256).toBe(createHash("sha256").update(lines).digest("hex"));
});

async function checkThenChange(change: (file: string) => void, limit?: number): Promise<number> {
  const { path, file } = aDataset();
  const dataset = await checkDataset(await readManifest(file), {
    limit,
    sample: undefined,
    seed: 1,
    filters: [],
    strict: true,
    onRejected: () => undefined,
  });
  change(join(path, "data.csv"));
  let count = 0;
  for await (const batch of dataset.records()) count += batch.length;
  return count;
}

test("a data file that changes between the passes is an error, even if only its end does", async () => {
  const message = "its bytes changed while it was replayed";
  const grown = checkThenChange((file) => appendFileSync(file, "new,p,1,odd\n"));
  expect(await failureOf(grown)).toContain(message);
  const replaced = checkThenChange((file) =>
    writeFileSync(file, readFileSync(file, "utf8").replace("q3,", "x3,")),
  );
  expect(await failureOf(replaced)).toContain(message);
  const sameLength = checkThenChange((file) =>
    writeFileSync(file, readFileSync(file, "utf8").replace("q599,p", "q599,r")),
  );
  expect(await failureOf(sameLength)).toContain(message);
  const behindTheLimit = checkThenChange((file) => appendFileSync(file, "x\n"), 3);
  expect(await failureOf(behindTheLimit)).toContain(message);
});

test("a data file that was only touched is still the same", async () => {
  expect(await checkThenChange((file) => utimesSync(file, 1, 1), 3)).toBe(3);
});
