import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { createRedaction } from "../../../src/run/redaction.ts";
import { checkPaths } from "../../../src/run/check.ts";
import { examplesIn, policiesPage, sectionsOf } from "../../support/policies-page.ts";
import { policyLines, unfinishedLines } from "../../support/policy-lines.ts";

const testFolder = resolve(import.meta.dirname, "../..");
const sections = sectionsOf(policiesPage);

/** What tests and groups of tests are called, wherever they stand. */
function titlesOfTests(): string {
  const opening = /(?:\b(?:test|describe)(?:\.\w+)*\(|\]\)\()\s*(["'`])((?:(?!\1).)*)/gs;
  return readdirSync(testFolder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => readFileSync(join(testFolder, name), "utf8"))
    .flatMap((text) => [...text.matchAll(opening)].map(([, , title = ""]) => title))
    .join("\n");
}

test("every line has one section, in order", () => {
  expect(sections.map(({ id }) => id)).toEqual(policyLines);
});

test("every line that is built has an example, and no other has one", () => {
  const withExample = sections.filter(({ examples }) => examples.length > 0).map(({ id }) => id);
  expect(withExample).toEqual(policyLines.filter((id) => !unfinishedLines.has(id)));
});

test("every line that is built has a test of its name, and no other has one", () => {
  const titles = titlesOfTests();
  const tested = policyLines.filter((id) => new RegExp(`\\b${id}\\b`).test(titles));
  expect(tested).toEqual(policyLines.filter((id) => !unfinishedLines.has(id)));
});

test("every YAML block of the page is a file, and check finds nothing wrong with it", async () => {
  const examples = examplesIn(policiesPage);
  const documents = examples.filter(({ file }) => /\.ya?ml$/.test(file));
  const blocks = policiesPage.match(/^```yaml$/gm) ?? [];
  expect(documents).toHaveLength(blocks.length);
  expect(new Set(examples.map(({ file }) => file)).size).toBe(examples.length);
  const folder = mkdtempSync(join(tmpdir(), "policies-page-"));
  try {
    for (const { file, text } of examples) writeFileSync(join(folder, file), text);
    const { files, problems } = await checkPaths([folder], undefined, createRedaction(), true);
    expect(problems).toEqual([]);
    expect(files).toHaveLength(documents.length);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
