import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aLogWorkspace, intentOf, type LogWorkspace } from "../support/log-workspace.ts";
import { routeproof, type Finished } from "../support/routeproof.ts";

const RECORDS = 600;
let log: LogWorkspace;
let first: Finished;

beforeAll(() => {
  log = aLogWorkspace({ records: RECORDS, failing: 0.1, redacted: 0.05 });
  first = routeproof(log.runArgs("first", "as-logged", "all-weak"));
});

afterAll(() => log.remove());

const nano = (usd: number): number => Math.round(usd * 1e9);

test("the log's own policy, replayed, is covered everywhere and costs what the log cost", () => {
  const { policies, coverage } = log.comparison("first");
  const own = policies["as_logged"]?.overall;
  expect(own).toMatchObject({ coverage: 1, not_covered: 0, attempts: log.rows.length });
  const logged = log.rows.reduce((sum, { cost_usd: usd }) => sum + nano(usd), 0);
  expect(nano(own?.cost.total_usd ?? Number.NaN)).toBe(logged);
  expect(nano(coverage?.log.cost.logged_usd ?? Number.NaN)).toBe(logged);
  const accepted = log.rows.filter(({ ok }) => ok === true).length;
  expect(own?.accepted).toBe(accepted);
  expect(coverage?.log.served.acceptance_rate.value).toBeCloseTo(accepted / RECORDS, 12);
  const failures = log.rows.filter(({ error }) => error !== null).length;
  expect(own?.retry_rate.value).toBeCloseTo(failures / 2 / RECORDS, 12);
  expect(coverage?.log).toMatchObject({ requests: RECORDS, attempts: log.rows.length });
});

test("a policy that differs on some records lacks exactly those, each with its reason", () => {
  const others = Array.from({ length: RECORDS }, (_, index) => index).filter(
    (index) => intentOf(index) !== "faq",
  );
  const of = log.comparison("first").coverage?.policies["all_weak"];
  expect(of?.covered).toBe(RECORDS - others.length);
  expect(of?.not_covered).toEqual({
    other_route: others.length,
    attempt_not_logged: 0,
    redacted: 0,
    route_unknown: 0,
  });
  expect(of?.first_uncovered).toEqual(others.slice(0, 10).map((index) => `r${index}`));
  const lines = log.lines("first", "uncovered.jsonl");
  expect(lines.map(({ record }) => record)).toEqual(others.map((index) => `r${index}`));
  expect(lines[0]).toEqual({
    record: "r1",
    policy: "all_weak",
    route: "weak",
    logged_route: "strong",
    because: "other_route",
  });
});

test("it decides nothing, says why first, and names the command that would", () => {
  expect(first.code).toBe(101);
  expect(first.stdout).toContain("the log served another route on 400 of 600 records");
  expect(first.stdout).toMatch(/Next: +routeproof run --provider live --only-uncovered --dataset/);
  const report = readFileSync(log.path("first/report.md"), "utf8");
  expect(report).toContain("## What the log can tell");
  expect(report).toContain("| all_weak | 200 (33.3%) | 400 | 0 | 0 | 0 |");
  expect(report).toContain("## Where the policies part from the log");
  expect(report).toContain("between 24.3% and 91.0% for the candidate");
});

test("neither concurrency nor the order of the run changes a byte", () => {
  const text = (out: string): string => readFileSync(log.path(`${out}/comparison.json`), "utf8");
  for (const concurrency of ["1", "64"]) {
    const out = `at-${concurrency}`;
    const args = log.runArgs(out, "as-logged", "all-weak");
    routeproof([...args, "--concurrency", concurrency, "--quiet"]);
    expect(text(out)).toBe(text("first"));
  }
});

test("a policy that retries less leaves the log's path there, and one that reads prompts is blind to some", () => {
  const own = readFileSync(log.path("as-logged.yaml"), "utf8");
  log.write(
    "hasty.yaml",
    own.replace("as_logged", "hasty").replace(/ +retry_same_route_once.*\n/, ""),
  );
  log.write(
    "reader.yaml",
    own
      .replace("as_logged", "reader")
      .replace('tags.intent == "faq"', 'tags.intent == "faq" && request.prompt_chars < 1000'),
  );
  routeproof([...log.runArgs("paths", "hasty", "reader"), "--quiet"]);
  const { policies = {} } = log.comparison("paths").coverage ?? {};
  const retried = log.rows.filter(({ error }) => error !== null).length / 2;
  expect(policies["hasty"]?.not_covered).toMatchObject({ other_route: retried, redacted: 0 });
  const redacted = new Set(log.rows.filter(({ prompt }) => prompt === null).map(({ id }) => id));
  // An expression is read as a whole, whatever its first half would have settled.
  expect(policies["reader"]?.not_covered.redacted).toBe(redacted.size);
});

test("names that the registry lacks are listed with their calls, and their records are uncovered", () => {
  const registry = readFileSync(log.path("registry.yaml"), "utf8");
  const text = readFileSync(log.path("log.jsonl"), "utf8");
  const small = aLogWorkspace({ records: 30 });
  small.write(
    "log.jsonl",
    text.split("\n").slice(0, 30).join("\n").replaceAll('"strong"', '"legacy"'),
  );
  small.write("registry.yaml", registry);
  const done = routeproof(small.runArgs("legacy", "as-logged", "all-weak"));
  const { coverage } = small.comparison("legacy");
  const calls = coverage?.log.unknown_routes["legacy"] ?? 0;
  small.remove();
  expect(calls).toBeGreaterThan(0);
  expect(done.stdout).toContain(`"legacy" (${calls} calls)`);
  expect(coverage?.policies["as_logged"]?.not_covered.route_unknown).toBeGreaterThan(0);
});

test("a log that drew its routes is estimated on all records; recomputed costs can be asked for", () => {
  const drawn = aLogWorkspace({ records: 1_500, drawn: 0.6, judge: "log" });
  routeproof([...drawn.runArgs("drawn", "all-strong", "all-weak"), "--quiet"]);
  const manifest = readFileSync(drawn.path("log.dataset.yaml"), "utf8");
  drawn.write("log.dataset.yaml", `${manifest}log: {cost: recomputed}\n`);
  routeproof([...drawn.runArgs("recomputed", "all-strong", "all-weak"), "--quiet"]);
  const [own, again] = ["drawn", "recomputed"].map((out) => drawn.comparison(out));
  const off = own?.comparisons[0]?.off_policy;
  expect(off).toMatchObject({ logging: "stochastic", refused: [] });
  expect(off?.estimates?.acceptance_rate.snips.value).toBeCloseTo(0.7, 1);
  expect(again?.coverage?.log.cost.counts).toBe("recomputed");
  // 100 tokens in at $0.15 and 50 out at $0.60 a million, on every covered request.
  const weak = again?.policies["all_weak"]?.overall;
  expect(weak?.cost.total_usd).toBeCloseTo(45e-6 * (1_500 - (weak?.not_covered ?? 0)), 12);
  drawn.remove();
});
