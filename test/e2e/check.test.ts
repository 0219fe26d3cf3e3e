import { mkdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunManifest } from "../../src/core/run-manifest.ts";
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

test("a finding is exit 100 here, and a warning in a run, in the same words", () => {
  const folder = aWorkspace({ records: 20 });
  folder.write("known.yaml", KNOWN_REGISTRY);
  const policy = folder.write(
    "ruled.yaml",
    `policy_name: ruled
registry: known.yaml
route_selection:
  strategy: rules
  primary_route: strong
  rules:
    - {when: 'tags.intent == "billing"', route: strong}
    - {when: 'tags.intent in ["billing"]', route: weak}
fallback:
  fallback_to_backup_route: [primary_route_unavailable]
  backup_routes: [weak]
  approvals: [{from: strong, to: weak, by: lead, until: 2026-11-30}]
`,
  );
  const shadowed = `${policy}:8:14: rule 2 is never reached: rule 1 takes every record that it matches (move it before rule 1, or delete it)`;
  const expired = `${policy}:12:57: the approval by lead of "strong" → "weak" ended on 2026-11-30 (have it renewed, or delete it)`;
  const early = routeproof(["check", policy, "--as-of=2026-11-30"]);
  expect(early.stdout).toBe(`${shadowed.replace("rule 2", "finding: rule 2")}\n`);
  expect(early.stderr).toBe("exit 100: 0 problems and 1 finding in 1 file\n");
  expect(early.code).toBe(100);
  const late = routeproof(["check", policy, "--as-of=2026-12-01"]);
  expect(late.stdout.trimEnd().split("\n")).toEqual([
    shadowed.replace("rule 2", "finding: rule 2"),
    expired.replace("the approval", "finding: the approval"),
  ]);
  expect(late.code).toBe(100);

  const run = routeproof([
    "run",
    `--dataset=${folder.path("table.dataset.yaml")}`,
    `--baseline=${policy}`,
    `--candidate=${policy}`,
    "--as-of=2026-12-01",
    `--out=${folder.path("out")}`,
  ]);
  expect(run.code).toBe(101);
  const manifest = JSON.parse(readFileSync(folder.path("out/run.json"), "utf8")) as RunManifest;
  expect(manifest.warnings).toEqual(expect.arrayContaining([shadowed, expired]));
  folder.remove();
});

test("a folder is checked with all below it, hidden ones and packages left out", () => {
  const folder = aWorkspace({ records: 10 });
  mkdirSync(folder.path("policies/classes/deep"), { recursive: true });
  mkdirSync(folder.path("policies/.git"));
  mkdirSync(folder.path("policies/node_modules"));
  const write = (name: string): string => folder.write(`policies/${name}`, "policy_name: p\n");
  write(".git/hidden.yaml");
  write("node_modules/package.yaml");
  const files = [write("b.yaml"), write("classes/a.yml"), write("classes/deep/c.yaml")];
  const json = routeproof(["check", "--json", folder.path("policies")]);
  expect((JSON.parse(json.stdout) as { files: unknown }).files).toEqual(files);
  folder.remove();
});

test("a model that the catalog does not know is found in the registry, a server's own is not", () => {
  const registry = work.write(
    "models.yaml",
    `routes:
  slip: {provider: openai, model: gpt-5-mimi}
  own: {provider: openai_compatible, model: our-model, base_url: "http://127.0.0.1:1/v1"}
  known: {provider: anthropic, model: claude-haiku-4-5}
`,
  );
  const checked = routeproof(["check", registry]);
  expect(checked.stdout).toBe(
    `${registry}:2:35: finding: route "slip": the catalog does not know the model gpt-5-mimi of openai (did you mean "gpt-5-mini"?)\n`,
  );
  expect(checked.code).toBe(100);
});

test("prices of a file are prices to a cost rule", () => {
  const registry = work.write(
    "unpriced.yaml",
    `routes:
  own: {provider: openai_compatible, model: our-model, base_url: "http://127.0.0.1:1/v1"}
`,
  );
  const policy = work.write(
    "capped.yaml",
    "policy_name: p\nregistry: unpriced.yaml\nroute_selection: {primary_route: own}\ncost: {max_cost_per_request: 0.1}\n",
  );
  const prices = work.write(
    "prices.yaml",
    "prices:\n  - {provider: openai_compatible, model: our-model, input_per_mtok_usd: 1, output_per_mtok_usd: 2}\n",
  );
  const without = routeproof(["check", registry, policy]);
  expect(without.stdout).toContain(
    'max_cost_per_request cannot be held: no price is known of "own"',
  );
  expect(routeproof(["check", registry, policy, `--prices=${prices}`]).code).toBe(0);
});

test("--json prints files, problems, findings and notes", () => {
  const registry = work.write("known.yaml", KNOWN_REGISTRY);
  const json = routeproof(["check", "--json", `--registry=${registry}`, work.path("weak.yaml")]);
  expect(JSON.parse(json.stdout)).toEqual({
    files: [work.path("weak.yaml")],
    problems: [],
    findings: [],
    notes: [],
  });
});

const KNOWN_REGISTRY = `routes:
  weak: {provider: openai, model: gpt-5-mini}
  strong: {provider: anthropic, model: claude-sonnet-4-5}
`;
