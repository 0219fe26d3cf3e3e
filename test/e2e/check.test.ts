import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { routeproof } from "../support/routeproof.ts";
import { aWorkspace, type Workspace } from "../support/workspace.ts";

let work: Workspace;

beforeAll(() => {
  work = aWorkspace({ records: 30 });
});

afterAll(() => work.remove());

test("the shipped policies, registry and datasets have no problem", () => {
  const checked = routeproof(["check"]);
  expect(checked.stdout).toBe("");
  expect(checked.stderr).toMatch(/^exit 0: 0 problems in \d+ files\n$/);
  expect(checked.code).toBe(0);
});

test("every problem of a policy is placed, with what was probably meant, and the exit is 100", () => {
  const policy = work.write(
    "faulty.yaml",
    `policy_name: faulty
registy: registry.yaml
route_selection: {strategy: pinned, primary_route: weak}
latency: {timeout_ms: -5}
promotion:
  confidence: 95
  gates: [{metric: acceptance_rate}]
`,
  );
  const checked = routeproof(["check", policy]);
  expect(checked.code).toBe(100);
  const lines = checked.stdout.trimEnd().split("\n");
  expect(lines).toHaveLength(4);
  expect(lines[0]).toBe(`${policy}:2:1: unknown key "registy" (did you mean "registry"?)`);
  expect(lines.map((line) => line.slice(policy.length + 1).split(":")[0])).toEqual([
    "2",
    "4",
    "6",
    "7",
  ]);
});

test("what a run would still need is said: a route that the registry lacks, a rule that fails", () => {
  const policy = work.write(
    "incomplete.yaml",
    `policy_name: incomplete
registry: registry.yaml
route_selection:
  strategy: rules
  primary_route: stron
  rules: [{when: 'tag.intent == "billing"', route: weak}]
`,
  );
  const checked = routeproof(["check", policy]);
  expect(checked.code).toBe(100);
  expect(checked.stdout).toContain(`${policy}:6:`);
  expect(checked.stdout).toContain("tags");
});

test("rows that cannot be read are problems with their line, and so are graders' options", () => {
  const lines = readFileSync(work.path("table.csv"), "utf8").split("\n");
  work.write(
    "rows.csv",
    lines
      .map((line, at) => (at === 5 || at === 9 ? line.replace("100,50", "-3,50") : line))
      .join("\n"),
  );
  const manifest = readFileSync(work.path("table.dataset.yaml"), "utf8");
  const broken = work.write("rows.dataset.yaml", manifest.replace("table.csv", "rows.csv"));
  const checked = routeproof(["check", broken]);
  expect(checked.code).toBe(100);
  expect(checked.stdout).toContain("rows.csv:6: ");
  expect(checked.stdout).toContain("rows.csv:10: ");

  const graded = work.write(
    "graders.dataset.yaml",
    `${manifest}scoring:\n  - {grader: exact_mach}\n  - {grader: regex, pattern: '(a)\\1'}\n`,
  );
  const graders = routeproof(["check", graded]);
  expect(graders.stdout).toMatch(/graders\.dataset\.yaml:\d+:\d+: .*exact_mach.*exact_match/);
  expect(graders.stdout).toMatch(/graders\.dataset\.yaml:\d+:\d+: .*pattern/);
});

test("a path that cannot be read is exit 2, not a problem of the file", () => {
  const missing = routeproof(["check", work.path("nowhere.yaml")]);
  expect(missing.code).toBe(2);
  expect(missing.stderr).toContain("nowhere.yaml: cannot be read");
});

test("--json prints files, problems and notes", () => {
  const json = routeproof(["check", "--json", work.path("weak.yaml")]);
  expect(JSON.parse(json.stdout)).toEqual({
    files: [work.path("weak.yaml")],
    problems: [],
    notes: [],
  });
});
