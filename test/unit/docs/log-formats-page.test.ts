import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { logFormats } from "../../../src/datasets/logs/formats.ts";
import { logOptionKeys, type LogOption } from "../../../src/datasets/logs/log-options.ts";

const page = readFileSync(resolve(import.meta.dirname, "../../../docs/log-formats.md"), "utf8");

test.each(Object.values(logFormats))(
  "the page of log formats has $name with its options",
  ({ name, options }) => {
    const row = page.split("\n").find((line) => line.startsWith(`| [\`${name}\`](#${name})`)) ?? "";
    const cell = row.split("|")[3] ?? "";
    const told = [...cell.matchAll(/`(\w+)`( \(required\))?/g)].map(
      ([, key, required]) => `${key} ${required === undefined ? "optional" : "required"}`,
    );
    const expected = Object.entries(options).map(
      ([option, need]) => `${logOptionKeys[option as LogOption]} ${need}`,
    );
    expect(told.sort()).toEqual(expected.sort());
    expect(page).toContain(`\n## ${name}\n`);
  },
);

test("the page has no format that is not read", () => {
  const titles = [...page.matchAll(/^## (.+)$/gm)].map(([, title]) => title!);
  expect(titles.sort()).toEqual(Object.keys(logFormats).sort());
});
