import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { routeproof } from "../support/routeproof.ts";
import { aWorkspace, type Workspace } from "../support/workspace.ts";

let work: Workspace;
const report = (out: string): string => readFileSync(work.path(`${out}/report.md`), "utf8");
const to = (file: string) => ({ env: { GITHUB_STEP_SUMMARY: work.path(file) } });

beforeAll(() => {
  work = aWorkspace({ records: 60 });
});

afterAll(() => work.remove());

test("run --github appends the report to the step's summary and prints annotations last", () => {
  writeFileSync(work.path("summary.md"), "earlier step");
  const done = routeproof([...work.runArgs("told"), "--github"], to("summary.md"));
  expect(readFileSync(work.path("summary.md"), "utf8")).toBe(`earlier step\n\n${report("told")}`);
  const commands = done.stdout.split("\n").filter((line) => line.startsWith("::"));
  expect(done.stdout.endsWith(`${commands.join("\n")}\n`)).toBe(true);
  expect(commands.at(-1)).toBe(
    `::notice title=routeproof%3A INCONCLUSIVE%2C exit code 101::all_weak against all_strong; all of it: ${work.path("told")}`,
  );
  expect(commands.length).toBeGreaterThan(1);
  expect(commands[0]).toMatch(/^::warning title=routeproof%3A gate inconclusive%3A /);
  expect(done.code).toBe(101);
});

test("report --github tells a job of a kept run; --quiet leaves the annotations", () => {
  routeproof([...work.runArgs("kept"), "--quiet"]);
  const done = routeproof(["report", work.path("kept"), "--github"], to("kept.md"));
  expect(done.code).toBe(0);
  expect(readFileSync(work.path("kept.md"), "utf8")).toBe(report("kept"));
  const quiet = routeproof([...work.runArgs("quiet"), "--quiet", "--github"], to("quiet.md"));
  expect(
    quiet.stdout
      .trimEnd()
      .split("\n")
      .every((line) => line.startsWith("::")),
  ).toBe(true);
});

test("a full summary is said and changes no exit code", () => {
  writeFileSync(work.path("full.md"), "x".repeat(1024 * 1024));
  const done = routeproof([...work.runArgs("full"), "--github"], to("full.md"));
  expect(done.code).toBe(101);
  expect(done.stderr).toContain("the step's summary is full and got no report");
  expect(readFileSync(work.path("full.md")).length).toBe(1024 * 1024);
});

test("a summary that cannot be written is exit 5, and the run is whole", () => {
  const done = routeproof([...work.runArgs("unwritten"), "--github"], {
    env: { GITHUB_STEP_SUMMARY: "/dev/full" },
  });
  expect(done.code).toBe(5);
  expect(done.stderr).toContain("/dev/full: the report could not be appended: ENOSPC");
  expect(report("unwritten")).toContain("# INCONCLUSIVE");
});

test("without a summary, or with stdout promised to JSON, nothing is run", () => {
  const cases = [
    {
      args: ["--github"],
      env: { GITHUB_STEP_SUMMARY: "" },
      says: "--github needs GITHUB_STEP_SUMMARY",
    },
    {
      args: ["--github"],
      env: { GITHUB_STEP_SUMMARY: work.path("no/folder/x.md") },
      says: "GITHUB_STEP_SUMMARY: cannot be written to",
    },
    {
      args: ["--github", "--json"],
      env: to("json.md").env,
      says: "--github does not go with --json",
    },
  ];
  for (const { args, env, says } of cases) {
    const done = routeproof([...work.runArgs("refused"), ...args], { env });
    expect(done.code).toBe(2);
    expect(done.stderr).toContain(says);
    expect(existsSync(work.path("refused"))).toBe(false);
  }
  for (const args of [["--print"], ["--prices", "x.yaml"], ["--quality-table", "q.yaml"]]) {
    const done = routeproof(["report", work.path("kept"), "--github", ...args], to("other.md"));
    expect(done.stderr).toContain("--github does not go with");
    expect(done.code).toBe(2);
  }
});
