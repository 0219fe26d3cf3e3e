import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { createRedaction } from "../../../src/run/redaction.ts";
import { checkPaths } from "../../../src/run/check.ts";
import { examplesIn, policiesPage, sectionsOf } from "../../support/policies-page.ts";
import { policyLines } from "../../support/policy-lines.ts";

const testFolder = resolve(import.meta.dirname, "../..");
/** The day on which the approvals of the page are looked at. */
const ofThePage = Date.UTC(2026, 10, 25);
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

test("every line has an example", () => {
  const withExample = sections.filter(({ examples }) => examples.length > 0).map(({ id }) => id);
  expect(withExample).toEqual(policyLines);
});

test("every line has a test of its name", () => {
  const titles = titlesOfTests();
  const tested = policyLines.filter((id) => new RegExp(`\\b${id}\\b`).test(titles));
  expect(tested).toEqual(policyLines);
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
    const { files, problems, findings } = await checkPaths(
      {
        paths: [folder],
        registry: undefined,
        prices: undefined,
        asOfMs: ofThePage,
        allowCode: true,
      },
      createRedaction(),
    );
    expect(problems).toEqual([]);
    expect(findings).toEqual([]);
    expect(files).toHaveLength(documents.length);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
