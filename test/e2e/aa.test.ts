import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AaReport, FlakyRecord } from "../../src/core/aa-report.ts";
import { routeproof } from "../support/routeproof.ts";
import { aWorkspace, type Workspace } from "../support/workspace.ts";

let folder = "";
let work: Workspace;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "routeproof-aa-"));
  work = aWorkspace({ records: 60 });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  work.remove();
});

const support = [
  "aa",
  "--dataset=datasets/support-triage.dataset.yaml",
  "--policy=policies/support-baseline.yaml",
  "--repeat=4",
  "--rounds=30",
];

test("a policy against itself: gates over the rounds, pass^k, flaky records, all in the run's folder", () => {
  const out = join(folder, "simulated");
  const done = routeproof([...support, `--out=${out}`, "--json"]);
  expect(done.code).toBe(0);
  const report = JSON.parse(done.stdout) as AaReport;
  expect(JSON.parse(readFileSync(join(out, "aa.json"), "utf8"))).toEqual(report);
  expect(report).toMatchObject({ records: 240, repeats: 4, rounds: 30, because: null });
  for (const { pass, fail, inconclusive } of report.gates) {
    expect(pass + fail + inconclusive).toBe(30);
  }
  // The same figures from the journal alone.
  const accepted = new Map<string, number>();
  for (const line of readFileSync(join(out, "outcomes.jsonl"), "utf8").trimEnd().split("\n")) {
    const outcome = JSON.parse(line) as { record: string; accepted: boolean };
    accepted.set(outcome.record, (accepted.get(outcome.record) ?? 0) + (outcome.accepted ? 1 : 0));
  }
  const flaky = [...accepted].filter(([, count]) => count > 0 && count < 4);
  expect(report.flaky.records).toBe(flaky.length);
  const listed = readFileSync(join(out, "flaky.jsonl"), "utf8").trimEnd().split("\n");
  const lines = listed.map((line) => JSON.parse(line) as FlakyRecord);
  expect(new Map(lines.map(({ record, accepted: count }) => [record, count]))).toEqual(
    new Map(flaky),
  );
  const every = [...accepted.values()].filter((count) => count === 4).length;
  expect(report.pass_hat_k["4"]?.value).toBeCloseTo(every / 240, 12);
});

test("the same inputs play the same rounds, whatever the concurrency", () => {
  const texts = ["1", "16"].map((slots) => {
    const out = join(folder, `slots-${slots}`);
    return routeproof([...support, `--out=${out}`, `--concurrency=${slots}`, "--json"]).stdout;
  });
  expect(texts[0]).toBe(texts[1]);
});

test("an outcome table answers alike each time: nothing flips, and it is said that nothing is learnt", () => {
  const done = routeproof([
    "aa",
    `--dataset=${work.path("table.dataset.yaml")}`,
    `--policy=${work.path("weak.yaml")}`,
    `--out=${join(folder, "table")}`,
    "--rounds=5",
    "--json",
  ]);
  expect(done.code).toBe(0);
  const report = JSON.parse(done.stdout) as AaReport;
  expect(report.gates.map(({ flip_rate: flips }) => flips.value)).toEqual([0, 0]);
  expect(report.because).toContain("an outcome table answers alike each time");
  expect(report.flaky.records).toBe(0);
});

test("what needs every route's outcome is decided in the rounds of a table as in its run", () => {
  const text = readFileSync(work.path("weak.yaml"), "utf8").replace(
    /gates:.*/s,
    "gates: [{metric: over_routed_rate, max: 0.9}]\n",
  );
  const done = routeproof([
    "aa",
    `--dataset=${work.path("table.dataset.yaml")}`,
    `--policy=${work.write("over.yaml", text)}`,
    `--out=${join(folder, "over")}`,
    "--rounds=3",
    "--json",
  ]);
  const report = JSON.parse(done.stdout) as AaReport;
  expect(report.gates[0]).toMatchObject({ pass: 3, inconclusive: 0 });
});

test("a finished run plays more rounds without answering anything again", () => {
  const out = join(folder, "again");
  routeproof([...support, `--out=${out}`, "--quiet"]);
  const journal = readFileSync(join(out, "outcomes.jsonl"), "utf8");
  const done = routeproof(["aa", `--resume=${out}`, "--rounds=50", "--json"]);
  expect((JSON.parse(done.stdout) as AaReport).rounds).toBe(50);
  expect(readFileSync(join(out, "outcomes.jsonl"), "utf8")).toBe(journal);
});

test("what is typed wrong is exit 2 with what to type instead", () => {
  const wrong: readonly (readonly [readonly string[], string])[] = [
    [["aa", "--dataset=d.yaml"], "--policy is missing"],
    [[...support, "--repeat=1"], "--repeat must be a whole number of 2 or more"],
    [[...support, "--rounds=0"], "--rounds must be a whole number of 1 or more"],
    [["aa", "--resume=reports/sample"], "this is no run of aa"],
  ];
  for (const [args, said] of wrong) {
    const done = routeproof(args);
    expect({ args, code: done.code }).toEqual({ args, code: 2 });
    expect(done.stderr).toContain(said);
  }
});
