import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { expect, test } from "vitest";
import type { Outcome } from "../../../../src/core/outcome.ts";
import { toJournalLine } from "../../../../src/replay/to-journal-line.ts";
import type { RunReport } from "../../../../src/reports/run-report.ts";
import { createRedaction } from "../../../../src/run/redaction.ts";
import {
  type ReportSetup,
  writeRunReports,
} from "../../../../src/run/reports/write-run-reports.ts";
import { aFolder } from "../../../support/a-folder.ts";
import { aComparison, aReport } from "../../reports/a-run-report.ts";
import { anAttempt, anOutcome, aResponse } from "../../replay/builders.ts";

const POLICIES = ["prod", "cheap-first"];

/** A record in seven is a new failure, one in eleven a win, one in thirteen fails at our network. */
function outcomeOf(ordinal: number, arm: number, answer: string): Outcome {
  const accepted = arm === 0 ? ordinal % 11 !== 0 : ordinal % 7 !== 0;
  const common = { recordId: `rec-${ordinal}`, ordinal, arm };
  if (arm === 1 && ordinal % 13 === 0) {
    const failure = { kind: "connection" as const, detail: "gone <away>", retryAfterMs: undefined };
    return anOutcome({
      ...common,
      attempts: [anAttempt({ result: { kind: "failure", failure } })],
      ending: { kind: "failed", failure },
      grade: { accepted: false, score: 0, schemaValid: undefined, scores: [] },
    });
  }
  const result = { kind: "response" as const, response: aResponse(answer) };
  return anOutcome({
    ...common,
    attempts: [anAttempt({ result })],
    grade: { accepted, score: accepted ? 1 : 0, schemaValid: undefined, scores: [] },
  });
}

interface Kept {
  readonly folder: string;
  readonly report: RunReport;
  readonly setup: ReportSetup;
}

function aKeptRun(
  records: number,
  more: Partial<ReportSetup> & {
    readonly answer?: string;
    readonly order?: (lines: readonly string[]) => readonly string[];
  } = {},
): Kept {
  const { answer = "yes", order = (lines) => lines, ...asked } = more;
  const folder = aFolder();
  // The second policy's lines stand behind all of the first's, as of policies that read the past.
  const lines = POLICIES.flatMap((policy, arm) =>
    Array.from({ length: records }, (_, ordinal) =>
      JSON.stringify(toJournalLine(outcomeOf(ordinal, arm, answer), policy)),
    ),
  );
  writeFileSync(join(folder, "outcomes.jsonl"), `${order(lines).join("\n")}\n`);
  const base = aReport();
  const { dataset } = base.comparison;
  const failures = [7, 14, 21].map((ordinal) => ({ record: `rec-${ordinal}`, because: "no" }));
  const report: RunReport = {
    ...base,
    comparison: {
      ...base.comparison,
      dataset: { ...dataset, records },
      comparisons: [aComparison({ new_failures: failures })],
    },
    folder: "reports/RUN",
  };
  const setup: ReportSetup = {
    folder,
    recordPages: undefined,
    junit: "gates",
    openTexts: () => Promise.resolve({ dataset: undefined, because: "the dataset is gone" }),
    redaction: createRedaction(),
    ...asked,
  };
  return { folder, report, setup };
}

function textsIn(folder: string): ReadonlyMap<string, string> {
  const names = ["report.html", "junit.xml"].filter((name) => existsSync(join(folder, name)));
  const pages = existsSync(join(folder, "records"))
    ? readdirSync(join(folder, "records")).map((name) => `records/${name}`)
    : [];
  return new Map(
    [...names, ...pages].map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );
}

/** Pages of records by their number. */
const pagesAmong = (texts: ReadonlyMap<string, string>) =>
  [...texts]
    .filter(([name]) => /\d\.html$/.test(name))
    .toSorted(([one], [other]) => (one < other ? -1 : 1));

const anchorsIn = (text: string) =>
  [...text.matchAll(/<article id="record-(\d+)"/g)].map(([, ordinal]) => Number(ordinal));

test("every record stands on exactly one page, a hundred to a page, in the dataset's order", async () => {
  const { folder, report, setup } = aKeptRun(250);
  await writeRunReports(report, ["html"], setup);
  const texts = textsIn(folder);
  expect([...texts.keys()].toSorted()).toEqual([
    "records/0001.html",
    "records/0002.html",
    "records/0003.html",
    "records/index.html",
    "report.html",
  ]);
  const pages = pagesAmong(texts);
  expect(pages.flatMap(([, text]) => anchorsIn(text))).toEqual(
    Array.from({ length: 250 }, (_, ordinal) => ordinal),
  );
  expect(pages.map(([, text]) => anchorsIn(text).length)).toEqual([100, 100, 50]);
  for (const [, text] of texts) expect(XMLValidator.validate(text)).toBe(true);
  expect(existsSync(join(folder, "records.tmp"))).toBe(false);
});

test("pages lead to each other, to the report and back", async () => {
  const { folder, report, setup } = aKeptRun(250);
  await writeRunReports(report, ["html"], setup);
  const hrefs = (name: string) =>
    [...readFileSync(join(folder, name), "utf8").matchAll(/href="([^"#][^"]*)"/g)].map(
      ([, href]) => href,
    );
  expect(new Set(hrefs("records/0001.html"))).toEqual(
    new Set(["../report.html#records", "index.html", "0002.html"]),
  );
  expect(new Set(hrefs("records/0003.html"))).toEqual(
    new Set(["../report.html#records", "index.html", "0002.html"]),
  );
  expect(hrefs("records/index.html").slice(1)).toEqual(["0001.html", "0002.html", "0003.html"]);
  expect(hrefs("report.html")).toContain("records/index.html");
});

test("the report itself draws new failures first, then errors and wins, and no more than forty", async () => {
  const { folder, report, setup } = aKeptRun(250);
  await writeRunReports(report, ["html"], setup);
  const page = readFileSync(join(folder, "report.html"), "utf8");
  const isFailure = (ordinal: number) =>
    ordinal % 11 !== 0 && (ordinal % 7 === 0 || ordinal % 13 === 0);
  const all = Array.from({ length: 250 }, (_, ordinal) => ordinal);
  const failures = all.filter(isFailure).slice(0, 10);
  const errors = all.filter((ordinal) => ordinal % 13 === 0).slice(0, 10);
  const wins = all
    .filter((ordinal) => ordinal % 11 === 0 && ordinal % 7 !== 0 && ordinal % 13 !== 0)
    .slice(0, 10);
  expect(anchorsIn(page)).toEqual([...new Set([...failures, ...errors, ...wins])]);
});

test("a small run stands on the report whole", async () => {
  const { folder, report, setup } = aKeptRun(30, { recordPages: "none" });
  await writeRunReports(report, ["html"], setup);
  expect([...textsIn(folder).keys()]).toEqual(["report.html"]);
  const page = readFileSync(join(folder, "report.html"), "utf8");
  expect(anchorsIn(page)).toHaveLength(30);
  expect(page).toContain("All 30 records of the run stand here.");
  expect(page).toContain("Prompts and what is expected are not shown: the dataset is gone.");
});

test("pages of what changed hold what a policy failed or did not get right, and say so", async () => {
  const { folder, report, setup } = aKeptRun(250, { recordPages: "changed" });
  await writeRunReports(report, ["html"], setup);
  const texts = textsIn(folder);
  const pages = pagesAmong(texts);
  const changed = Array.from({ length: 250 }, (_, ordinal) => ordinal).filter(
    (ordinal) => ordinal % 11 === 0 || ordinal % 7 === 0 || ordinal % 13 === 0,
  );
  expect(pages.flatMap(([, text]) => anchorsIn(text))).toEqual(changed);
  for (const name of ["report.html", "records/index.html"]) {
    expect(texts.get(name)).toContain("report reports/RUN --record-pages all");
  }
});

test("the same bytes from a journal whose lines stand in another order", async () => {
  const asked = { junit: "records" as const };
  const first = aKeptRun(120, asked);
  const second = aKeptRun(120, { ...asked, order: (lines) => lines.toReversed() });
  for (const { report, setup } of [first, second]) {
    await writeRunReports(report, ["html", "junit"], setup);
  }
  expect(textsIn(second.folder)).toEqual(textsIn(first.folder));
});

test("texts are cut where a page would take too long to open, which is said on the record", async () => {
  const { folder, report, setup } = aKeptRun(250, { answer: "lorem & <ipsum> ".repeat(2_000) });
  await writeRunReports(report, ["html"], setup);
  for (const [name, text] of textsIn(folder)) {
    expect(Buffer.byteLength(text)).toBeLessThan(name === "report.html" ? 1_500_000 : 500_000);
    if (name.endsWith("1.html")) expect(text).toMatch(/\(cut: [\d,]+ more characters\)/);
  }
});

test("pages of an earlier report go when the report is written without any", async () => {
  const { folder, report, setup } = aKeptRun(250);
  await writeRunReports(report, ["html"], setup);
  await writeRunReports(report, ["md"], { ...setup, recordPages: "none" });
  expect(existsSync(join(folder, "records"))).toBe(true);
  await writeRunReports(report, ["html"], { ...setup, recordPages: "none" });
  expect(existsSync(join(folder, "records"))).toBe(false);
});

test("a folder without outcomes has its report all the same", async () => {
  const { report, setup } = aKeptRun(10);
  const folder = aFolder();
  await writeRunReports(report, ["html"], { ...setup, folder });
  expect(readFileSync(join(folder, "report.html"), "utf8")).not.toContain('id="records"');
});

test("junit.xml by record has a case a record in their order, and its counts add up", async () => {
  const { folder, report, setup } = aKeptRun(250, { junit: "records" });
  await writeRunReports(report, ["junit"], setup);
  const text = readFileSync(join(folder, "junit.xml"), "utf8");
  expect(XMLValidator.validate(text)).toBe(true);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: "",
    isArray: (name) => name === "testcase",
  });
  const { testsuites } = parser.parse(text) as {
    testsuites: { testsuite: Readonly<Record<string, unknown>> };
  };
  const cases = testsuites.testsuite["testcase"] as readonly {
    readonly name: string;
    readonly failure?: { readonly type: string };
    readonly error?: { readonly type: string; readonly message: string };
  }[];
  expect(cases.map(({ name }) => name)).toEqual(
    Array.from({ length: 250 }, (_, ordinal) => `rec-${ordinal}`),
  );
  const failures = cases.filter(({ failure }) => failure !== undefined);
  const errors = cases.filter(({ error }) => error !== undefined);
  expect(errors).toHaveLength(Math.ceil(250 / 13));
  expect(errors[0]?.error).toEqual({
    type: "connection",
    message: "failed, connection: gone <away>",
  });
  const head = { tests: "250", failures: String(failures.length), errors: "20", skipped: "0" };
  expect(testsuites).toMatchObject(head);
  expect(testsuites.testsuite).toMatchObject({ ...head, name: "cheap-first vs prod" });
  expect(cases[7]?.failure?.type).toBe("new_failure");
  expect(cases[77]?.failure?.type).toBe("rejected");
});
