import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { routeproof } from "../support/routeproof.ts";
import { aWorkspace, type Workspace } from "../support/workspace.ts";
import { hasXmllint, xmlFaults, xpath } from "../support/xmllint.ts";

let work: Workspace;

beforeAll(() => {
  work = aWorkspace({ records: 400 });
  routeproof([...work.runArgs("run"), "--quiet"]);
}, 60_000);

afterAll(() => work.remove());

const textOf = (name: string): string => readFileSync(work.path(name), "utf8");
const pagesOf = (out: string): readonly string[] =>
  existsSync(work.path(`${out}/records`))
    ? readdirSync(work.path(`${out}/records`)).toSorted()
    : [];
const recordsOn = (text: string): number => text.match(/<article id="record-/g)?.length ?? 0;

test("a run has a page for every record, with its prompt, linked from the report", () => {
  expect(pagesOf("run")).toEqual([
    "0001.html",
    "0002.html",
    "0003.html",
    "0004.html",
    "index.html",
  ]);
  expect(textOf("run/records/0004.html")).toContain("prompt number 399");
  const report = textOf("run/report.html");
  expect(report).toContain('href="records/index.html"');
  expect(recordsOn(report)).toBeGreaterThan(10);
  expect(recordsOn(report)).toBeLessThanOrEqual(40);
});

test("report writes the very same page and pages again, and others where it is asked to", () => {
  const before = ["report.html", "records/0002.html", "records/index.html"].map((name) =>
    textOf(`run/${name}`),
  );
  const done = routeproof(["report", work.path("run"), "--format", "html"]);
  expect(done.stderr).toBe("");
  const again = ["report.html", "records/0002.html", "records/index.html"].map((name) =>
    textOf(`run/${name}`),
  );
  expect(again).toEqual(before);
  routeproof(["report", work.path("run"), "--format", "html", "--record-pages", "changed"]);
  expect(textOf("run/records/index.html")).toContain("--record-pages all");
  expect(textOf("run/report.html")).toContain("--record-pages all");
  routeproof(["report", work.path("run"), "--format", "html", "--record-pages", "none"]);
  expect(pagesOf("run")).toEqual([]);
  routeproof(["report", work.path("run"), "--format", "html"]);
  expect(textOf("run/report.html")).toBe(before[0]);
});

test("a printed page stands alone", () => {
  const { stdout } = routeproof(["report", work.path("run"), "--format", "html", "--print"]);
  expect(recordsOn(stdout)).toBeGreaterThan(10);
  expect(stdout).not.toContain('href="records/');
});

test("without its dataset, or told to keep no texts, a record says why its prompt is not there", () => {
  renameSync(work.path("table.csv"), work.path("gone.csv"));
  const { stderr } = routeproof(["report", work.path("run"), "--format", "html"]);
  expect(stderr).toContain("records are drawn without their prompts: the dataset cannot be read");
  const page = textOf("run/records/0001.html");
  expect(page).toContain("Prompts and what is expected are not shown: the dataset cannot be read");
  expect(page).not.toContain("prompt number");
  const changed = readFileSync(work.path("gone.csv"), "utf8").replace("number 399", "number 398");
  writeFileSync(work.path("table.csv"), changed);
  const { stdout } = routeproof(["show", work.path("run"), "rec-3"]);
  expect(stdout).toMatch(/prompt: not shown, changed since the run: .*table\.csv/);
  renameSync(work.path("gone.csv"), work.path("table.csv"));

  routeproof([...work.runArgs("wordless"), "--quiet", "--store-text", "none"]);
  const wordless = textOf("wordless/records/0001.html");
  expect(wordless).toContain("the run was told to keep no texts (--store-text none)");
  expect(wordless).not.toMatch(/prompt number|lorem/);
});

test("junit.xml by record is well-formed, has every record once, and is what a resumed run writes", (context) => {
  routeproof([...work.runArgs("by-record"), "--quiet", "--junit", "records"]);
  const file = work.path("by-record/junit.xml");
  const first = readFileSync(file, "utf8");
  routeproof(["report", work.path("by-record"), "--format", "junit"]);
  expect(readFileSync(file, "utf8")).toBe(first);
  routeproof(["report", work.path("by-record"), "--format", "junit", "--junit", "gates"]);
  expect(readFileSync(file, "utf8")).toContain('name="verdict"');
  writeFileSync(file, first);
  if (!hasXmllint(context)) return;
  expect(xmlFaults([file])).toBe("");
  expect(xpath("count(//testcase)", file)).toBe("400");
  expect(xpath("count(//testcase[count(system-out) = 1])", file)).toBe("400");
  expect(xpath("string(//testcase[5]/@name)", file)).toBe("rec-4");
  const { overall } = work.comparison("by-record").policies["all_weak"]!;
  expect(xpath("count(//failure)", file)).toBe(String(400 - overall.accepted));
  expect(xpath("string(//testsuite/@failures)", file)).toBe(String(400 - overall.accepted));
  const { baseline_only: lost } = work.comparison("by-record").comparisons[0]!.discordant;
  expect(xpath("count(//failure[@type='new_failure'])", file)).toBe(String(lost));
});

test("a folder of reports without outcomes has no records to write, and says so", () => {
  cpSync(work.path("by-record"), work.path("bare"), { recursive: true });
  rmSync(work.path("bare/outcomes.jsonl"));
  const before = textOf("bare/junit.xml");
  for (const asked of [
    ["--junit", "records"],
    ["--record-pages", "all"],
  ]) {
    const { code, stderr } = routeproof(["report", work.path("bare"), ...asked]);
    expect(code).toBe(2);
    expect(stderr).toContain("holds reports, but no outcomes");
    expect(stderr).toContain(`${asked.join(" ")} needs them`);
  }
  expect(textOf("bare/junit.xml")).toBe(before);
  // What the run was told once is no reason to leave an old file where a new one was asked for.
  expect(routeproof(["report", work.path("bare"), "--format", "junit"]).code).toBe(0);
  expect(textOf("bare/junit.xml")).toContain('name="verdict"');
});

test("options of records that go with nothing that is written are refused", () => {
  const refused = [
    ["--format", "md", "--record-pages", "all"],
    ["--format", "md", "--junit", "records"],
    ["--format", "html", "--record-pages", "some"],
    ["--format", "html", "--print", "--record-pages", "all"],
    ["--json", "--junit", "records"],
    ["--prices", "prices.yaml", "--record-pages", "all"],
  ];
  for (const args of refused) {
    const { code, stderr } = routeproof(["report", work.path("run"), ...args]);
    expect([args, code]).toEqual([args, 2]);
    expect(stderr).toMatch(/--record-pages|--junit/);
  }
});
