import { expect, test } from "vitest";
import { sharedStretches } from "../../../../src/datasets/logs/shared-stretches.ts";
import { aDatasetFolder } from "../dataset-folder.ts";

const nobody = { waiting: Infinity, read: () => Promise.resolve(undefined) };

async function kindsIn(path: string, size: number): Promise<readonly string[]> {
  const kinds: string[] = [];
  for await (const { kind } of sharedStretches(nobody, path, size, 500_000)) {
    kinds.push(kind);
    if (kind === "not-plain") break;
  }
  return kinds;
}

test("a log with a line of many megabytes is left to whoever reads it whole", async () => {
  const text = `${"a\n".repeat(400_000)}${"b".repeat(6_000_000)}\n`;
  const path = aDatasetFolder().write("log.jsonl", text);
  expect(await kindsIn(path, text.length)).toEqual(["bytes", "not-plain"]);
});

test("so is one that is gone by now", async () => {
  const path = aDatasetFolder().write("log.jsonl", "");
  expect(await kindsIn(`${path}.gone`, 1_000_000)).toEqual(["not-plain"]);
});

test("and one that can be opened but not read", async () => {
  const folder = aDatasetFolder();
  expect(await kindsIn(folder.path, 1_000_000)).toEqual(["not-plain"]);
});
