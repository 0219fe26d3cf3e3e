import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { numbersOnly, routeproof } from "../support/routeproof.ts";
import { aWorkspace, type Workspace } from "../support/workspace.ts";

let work: Workspace;

/** Two nights of one policy, which was changed in between: all on `weak`, then all on `strong`. */
beforeAll(() => {
  work = aWorkspace({ records: 120 });
  work.write("nightly.yaml", nightly("weak"));
  run("first", "nightly.yaml");
  work.write("nightly.yaml", nightly("strong"));
  run("second", "nightly.yaml");
});

afterAll(() => work.remove());

function nightly(route: string): string {
  return `policy_name: nightly
registry: registry.yaml
route_selection: {strategy: pinned, primary_route: ${route}}
promotion: {gates: [{metric: acceptance_rate, max_drop: 0.1}]}
`;
}

function run(out: string, candidate: string, baseline = "strong.yaml", ...more: string[]): void {
  const done = routeproof([
    "run",
    `--dataset=${work.path("table.dataset.yaml")}`,
    `--baseline=${work.path(baseline)}`,
    `--candidate=${work.path(candidate)}`,
    `--out=${work.path(out)}`,
    ...more,
  ]);
  expect(done.stderr).toMatch(/exit (0|100|101): /);
}

function compare(...args: readonly string[]): ReturnType<typeof routeproof> {
  return routeproof([
    "compare",
    ...args.map((arg) => (arg.startsWith("--") ? arg : work.path(arg))),
  ]);
}

test("two runs give what one run of both policies gives, whatever the order of the journal", () => {
  work.write("before.yaml", nightly("weak"));
  work.write("after.yaml", nightly("strong"));
  run("both", "after.yaml", "before.yaml", numbersOnly);
  cpSync(work.path("second"), work.path("shuffled"), { recursive: true });
  const journal = work.path("shuffled/outcomes.jsonl");
  const lines = readFileSync(journal, "utf8").trimEnd().split("\n");
  writeFileSync(journal, `${lines.toReversed().join("\n")}\n`);
  const done = compare("first", "shuffled", `--out=${work.path("against")}`);
  expect(done.stderr).toMatch(/^exit 0: /);
  expect(work.comparison("against")).toEqual(work.comparison("both"));
  const manifest = JSON.parse(readFileSync(work.path("against/run.json"), "utf8")) as {
    readonly warnings: readonly string[];
  };
  // The first night's document is gone, and only its outcomes are needed.
  expect(manifest.warnings.join("\n")).toContain("is no longer what");
});

test("the reports stand apart, name both runs, and say how to ask again", () => {
  const done = compare("first", "second");
  expect(done.code).toBe(0);
  const id = (run: string) =>
    (JSON.parse(readFileSync(work.path(`${run}/run.json`), "utf8")) as { run_id: string }).run_id;
  const report = readFileSync(work.path(`second/against-${id("first")}/report.md`), "utf8");
  expect(report).toContain(`routeproof compare ${work.path("first")} ${work.path("second")}`);
  expect(report).toContain(id("first"));
  expect(done.stdout).toContain(
    `Report: ${work.path("second")}/against-${id("first")}/report.html`,
  );
  const again = compare(`second/against-${id("first")}`, "second");
  expect(again.code).toBe(2);
  expect(again.stderr).toContain("this is a comparison of two runs");
});

test("policies of the two runs can be named", () => {
  const done = compare("first", "second", "--baseline=all_strong", "--candidate=nightly", "--json");
  const { baseline, candidates, comparisons } = JSON.parse(done.stdout) as ReturnType<
    typeof work.comparison
  >;
  expect({ baseline, candidates }).toEqual({ baseline: "all_strong", candidates: ["nightly"] });
  // Both are pinned to one route of one table.
  expect(comparisons[0]?.acceptance_rate_difference.value).toBe(0);
  const wrong = compare("first", "second", "--candidate=nightli");
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain("nightly");
});

test("a run on fewer records at other prices is refused with both differences", () => {
  const registry = readFileSync(work.path("registry.yaml"), "utf8");
  work.write(
    "registry.yaml",
    registry.replace("output_per_mtok_usd: 10", "output_per_mtok_usd: 12"),
  );
  run("dearer", "nightly.yaml", "strong.yaml", "--limit=50", numbersOnly);
  work.write("registry.yaml", registry);
  const done = compare("first", "dearer");
  expect(done.code).toBe(2);
  expect(done.stderr).toContain("selection of records: 120 records in the first, limit 50");
  expect(done.stderr).toContain("price of route strong: $2.5 in, $10 out");
  expect(done.stderr).toContain("--prices FILE");
});

test("a dataset that changed since the second run is named", () => {
  const table = readFileSync(work.path("table.csv"), "utf8");
  work.write("table.csv", table.replace("prompt number 3", "prompt number three"));
  const done = compare("first", "second");
  work.write("table.csv", table);
  expect(done.code).toBe(2);
  expect(done.stderr).toContain("table.csv");
});

test("a run that was copied elsewhere renders the same bytes, and still names where it was made", () => {
  cpSync(work.path("first"), work.path("moved/elsewhere"), { recursive: true });
  const before = routeproof(["report", work.path("first"), "--format=md,csv,junit,json"]);
  const after = routeproof(["report", work.path("moved/elsewhere"), "--format=md,csv,junit,json"]);
  expect([before.code, after.code]).toEqual([0, 0]);
  for (const name of ["report.md", "cost.csv", "junit.xml", "comparison.json"]) {
    const [here, there] = ["first", "moved/elsewhere"].map((run) =>
      readFileSync(work.path(`${run}/${name}`), "utf8"),
    );
    expect(there).toBe(here);
  }
});

test("a comparison of two runs is no run to go on with", () => {
  const done = routeproof(["run", `--resume=${work.path("against")}`]);
  expect(done.code).toBe(2);
  expect(done.stderr).toContain("this is a comparison of two runs");
});
