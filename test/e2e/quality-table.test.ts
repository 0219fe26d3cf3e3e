import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readQualityTable } from "../../src/policies/read-quality-table.ts";
import type { JournalLine } from "../../src/replay/journal-line.ts";
import { type Finished, numbersOnly, routeproof } from "../support/routeproof.ts";
import { aWorkspace, type Workspace } from "../support/workspace.ts";

let work: Workspace;

beforeAll(() => {
  work = aWorkspace({ records: 200 });
  routeproof([...work.runArgs("table"), numbersOnly]);
  const sample = ["--dataset", "datasets/support-triage.dataset.yaml", "--repeat", "2"];
  const policies = ["--baseline", "policies/support-baseline.yaml"];
  policies.push("--candidate", "policies/support-cheapest.yaml");
  routeproof(["run", ...sample, ...policies, "--out", work.path("simulated"), numbersOnly]);
}, 60_000);

afterAll(() => work.remove());

const report = (run: string, ...flags: readonly string[]): Finished =>
  routeproof(["report", work.path(run), ...flags]);

const journal = (run: string): readonly JournalLine[] =>
  readFileSync(work.path(`${run}/outcomes.jsonl`), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as JournalLine);

test("a table of a simulated run counts each record once a route, as its journal has it", () => {
  const file = work.path("simulated.yaml");
  const done = report("simulated", "--quality-table", file);
  expect(done.stderr).toBe("");
  expect(done.code).toBe(0);
  const table = readQualityTable({ path: file, text: readFileSync(file, "utf8") });
  expect(table.tasks).toEqual([]);
  expect(table.fittedOn).toMatchObject({ records: 240 });
  const alone = journal("simulated").filter(
    ({ repeat, attempts }) =>
      repeat === 0 && attempts.every(({ route }) => route === attempts[0]?.route),
  );
  const routes = new Set(alone.map(({ attempts }) => attempts[0]?.route ?? ""));
  expect(routes.size).toBeGreaterThan(1);
  for (const route of routes) {
    // Both policies may send a record to one route: the baseline's line comes first.
    const records = new Map<string, JournalLine>();
    for (const line of alone.toSorted((one, other) => one.arm - other.arm)) {
      if (line.attempts[0]?.route === route && !records.has(line.record)) {
        records.set(line.record, line);
      }
    }
    const accepted = [...records.values()].filter((line) => line.accepted).length;
    expect(table.of(undefined, route)).toMatchObject({ n: records.size });
    expect(table.of(undefined, route)?.quality).toBeCloseTo(accepted / records.size, 11);
  }
});

test("a table may be written anew, and reads the same", () => {
  const file = work.path("twice.yaml");
  report("table", "--quality-table", file, "--by", "intent");
  const first = readFileSync(file, "utf8");
  expect(report("table", "--quality-table", file, "--by", "intent").code).toBe(0);
  expect(readFileSync(file, "utf8")).toBe(first);
  expect(first).toContain('"billing":');
  expect(routeproof(["check", file]).code).toBe(0);
});

test("what a cascade escalated is left out of its first route's figures, and told", () => {
  const dataset = ["--dataset", "datasets/invoice-extraction.dataset.yaml"];
  const cascade = "policies/invoice-cascade.yaml";
  const policies = ["--baseline", cascade, "--candidate", cascade];
  routeproof(["run", ...dataset, ...policies, "--out", work.path("cascade"), numbersOnly]);
  const done = report("cascade", "--quality-table", work.path("cascade.yaml"));
  const lines = journal("cascade").filter(({ arm }) => arm === 0);
  const alone = lines.filter(({ attempts }) =>
    attempts.every(({ route }) => route === "extraction_small_route"),
  );
  expect(alone.length).toBeLessThan(lines.length);
  expect(done.stdout).toContain(
    `of ${alone.length} records of ${lines.length}, those that it alone was called for`,
  );
});

describe("what cannot be written is refused with exit 2", () => {
  test.each([
    [["--by", "intnt"], "the dataset has no such tag", 'did you mean "intent"?'],
    [["--by", "intent", "--json"], "--json does not go with --quality-table", "by itself"],
  ])("%j", (flags, message, hint) => {
    const done = report("table", "--quality-table", work.path("new.yaml"), ...flags);
    expect(done.code).toBe(2);
    expect(done.stderr).toContain(message);
    expect(done.stderr).toContain(hint);
  });

  test("over a file that is no quality table", () => {
    const before = readFileSync(work.path("weak.yaml"), "utf8");
    const done = report("table", "--quality-table", work.path("weak.yaml"));
    expect(done.code).toBe(2);
    expect(done.stderr).toContain("the file is there and is no quality table");
    expect(readFileSync(work.path("weak.yaml"), "utf8")).toBe(before);
  });

  test("a tag without a table to write", () => {
    expect(report("table", "--by", "intent").stderr).toContain(
      "--by goes with --quality-table FILE",
    );
  });
});

test("an empty pool is a problem of its document: check exits 100, run exits 2", () => {
  const policy = work.write(
    "picky.yaml",
    `policy_name: picky
registry: registry.yaml
route_selection:
  strategy: scored
  scored: {weights: {price: 1}, price_tier: high, allowed_models: [small-model]}
`,
  );
  const why =
    'picky.yaml:5:11: leaves no route to choose from (weak: it is in the price tier low, and price_tier asks for high; strong: its model "large-model" is not in allowed_models)';
  const checked = routeproof(["check", policy]);
  expect(checked.code).toBe(100);
  expect(checked.stdout + checked.stderr).toContain(why);
  const args = ["run", "--dataset", work.path("table.dataset.yaml"), "--baseline", policy];
  const ran = routeproof([...args, "--candidate", work.path("weak.yaml")]);
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain(why);
});
