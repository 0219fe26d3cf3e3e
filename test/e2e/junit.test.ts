import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { renderJunit } from "../../src/reports/junit.ts";
import { routeproof } from "../support/routeproof.ts";
import { aWorkspace } from "../support/workspace.ts";
import { hasXmllint, xmlFaults, xpath } from "../support/xmllint.ts";
import { aGate, aReport } from "../unit/reports/a-run-report.ts";
import { hostileReport } from "../unit/reports/hostile-report.ts";

const SEED = 20261126;
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "routeproof-junit-"));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

test("xmllint reads JUnit files of hostile names and reasons without a word", (context) => {
  if (!hasXmllint(context)) return;
  const reports = fc.sample(hostileReport, { seed: SEED, numRuns: 200 });
  const files = reports.map((report, index) => written(`${index}.xml`, renderJunit(report)));
  expect(xmlFaults(files)).toBe("");
  // Every case has its text once, and a text can add neither a case nor an element.
  for (const file of files.slice(0, 20)) {
    expect(xpath("count(//testcase)", file)).toBe("4");
    expect(xpath("count(//testcase[count(system-out) = 1])", file)).toBe("4");
    expect(xpath("count(//failure)", file)).toBe("3");
    const known = "testsuites testsuite properties property testcase failure error system-out";
    const others = known.split(" ").map((name) => `name() != '${name}'`);
    expect(xpath(`count(//*[${others.join(" and ")}])`, file)).toBe("0");
  }
});

test("xmllint finds what it should: the test would see a broken file", (context) => {
  if (!hasXmllint(context)) return;
  const broken = renderJunit(aReport()).replace("</testsuite>", "");
  expect(xmlFaults([written("broken.xml", broken)])).toContain("broken.xml");
  const control = renderJunit(aReport()).replace("verdict", "verdict \u0008");
  expect(xmlFaults([written("control.xml", control)])).toContain("control.xml");
});

test("a gate's name reads back as it was written, with what XML cannot hold as an escape", (context) => {
  if (!hasXmllint(context)) return;
  const gate = aGate({ id: `a <b> & "c" 'd' ]]> \u001b größe 規模`, status: "fail" });
  const file = written("name.xml", renderJunit(aReport({ pair: { gates: [gate] } })));
  expect(xpath("string(//testcase[3]/@name)", file)).toBe(`a <b> & "c" 'd' ]] > \\x1b größe 規模`);
});

test("a run's own file is well-formed, a case a gate, with infrastructure apart", (context) => {
  if (!hasXmllint(context)) return;
  const work = aWorkspace({ records: 60 });
  try {
    routeproof([...work.runArgs("out"), "--format", "junit", "--quiet"]);
    const file = work.path("out/junit.xml");
    expect(xmlFaults([file])).toBe("");
    const gates = work.comparison("out").comparisons[0]?.gates.length ?? 0;
    expect(gates).toBeGreaterThan(0);
    expect(xpath("count(//testcase)", file)).toBe(String(gates + 2));
    expect(xpath("string(//testcase[2]/@name)", file)).toBe("infrastructure");
    expect(xpath("count(//error)", file)).toBe("0");
  } finally {
    work.remove();
  }
});
