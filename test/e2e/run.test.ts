import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { XMLValidator } from "fast-xml-parser";
import { afterAll, beforeAll, expect, test } from "vitest";
import { numbersOnly, routeproof } from "../support/routeproof.ts";
import { aWorkspace, type Workspace } from "../support/workspace.ts";

let work: Workspace;

beforeAll(() => {
  work = aWorkspace({ records: 400 });
  routeproof(work.runArgs("first"));
});

afterAll(() => work.remove());

const comparisonText = (out: string): string =>
  readFileSync(work.path(`${out}/comparison.json`), "utf8");

test("a run leaves its folder: manifest, journal, comparison and every report", () => {
  expect(readdirSync(work.path("first")).toSorted()).toEqual([
    "comparison.json",
    "cost.csv",
    "junit.xml",
    "outcomes.jsonl",
    "records",
    "rejected.jsonl",
    "report.html",
    "report.md",
    "run.json",
    "unit_economics.csv",
  ]);
  const lines = readFileSync(work.path("first/outcomes.jsonl"), "utf8").trimEnd().split("\n");
  expect(lines).toHaveLength(800);
  expect(XMLValidator.validate(readFileSync(work.path("first/junit.xml"), "utf8"))).toBe(true);
});

test("concurrency, time zone and language change no byte of the comparison", () => {
  const base = comparisonText("first");
  const surroundings = [
    { out: "one", args: ["--concurrency", "1"], env: {} },
    { out: "many", args: ["--concurrency", "64"], env: { TZ: "Pacific/Auckland" } },
    { out: "turkish", args: [], env: { LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8" } },
  ];
  for (const { out, args, env } of surroundings) {
    expect(routeproof([...work.runArgs(out), ...args, numbersOnly, "--quiet"], { env }).code).toBe(
      0,
    );
    expect(comparisonText(out)).toBe(base);
  }
});

test("a rejected candidate is exit 100, one that was asked nothing is 101", () => {
  work.write(
    "greedy.yaml",
    readFileSync(work.path("weak.yaml"), "utf8").replace("max_ratio: 0.5", "max_ratio: 0.001"),
  );
  const args = (policy: string, out: string): readonly string[] =>
    [...work.runArgs(out), numbersOnly].map((arg) =>
      arg.replace(work.path("weak.yaml"), work.path(policy)),
    );
  expect(routeproof(args("greedy.yaml", "greedy")).code).toBe(100);
  const asked = routeproof(args("strong.yaml", "nothing"));
  expect(asked.code).toBe(101);
  expect(asked.stdout.toLowerCase()).toContain("inconclusive");
});

test("the baseline against itself is never rejected, and its two sides have two names", () => {
  const gated = work.write(
    "gated.yaml",
    `policy_name: all_strong\nregistry: registry.yaml\nroute_selection: {strategy: pinned, primary_route: strong}\npromotion: {gates: [{metric: acceptance_rate, max_drop: 0.02}, {metric: cost_per_accepted_usd, max_ratio: 1.01}]}\n`,
  );
  const dataset = ["--dataset", work.path("table.dataset.yaml"), "--out", work.path("self")];
  const self = routeproof([
    "run",
    ...dataset,
    "--baseline",
    gated,
    "--candidate",
    gated,
    numbersOnly,
  ]);
  expect([0, 101]).toContain(self.code);
  const comparison = work.comparison("self");
  expect(Object.keys(comparison.policies)).toEqual(["all_strong", "all_strong#2"]);
  expect(comparison.comparisons[0]?.acceptance_rate_difference.value).toBe(0);
  expect(comparison.comparisons[0]?.discordant).toEqual({ baseline_only: 0, candidate_only: 0 });
});

test("--quiet says nothing on stdout and one line on stderr; the files are written", () => {
  const quiet = routeproof([...work.runArgs("quiet"), "--quiet"]);
  expect(quiet.stdout).toBe("");
  expect(quiet.stderr).toMatch(/^exit 0: .*\n$/);
  expect(existsSync(work.path("quiet/report.md"))).toBe(true);
});

test("--json prints the comparison and nothing else on stdout", () => {
  const json = routeproof([...work.runArgs("json"), "--json", numbersOnly]);
  expect(json.stdout).toBe(comparisonText("json"));
});

test("--format writes what it names, and the comparison whatever it names", () => {
  expect(routeproof([...work.runArgs("csv"), "--format", "csv", "--quiet"]).code).toBe(0);
  const written = readdirSync(work.path("csv"));
  expect(written).toContain("cost.csv");
  expect(written).toContain("comparison.json");
  expect(written).not.toContain("report.md");
});

test("no escape sequence reaches a pipe", () => {
  const piped = routeproof(work.runArgs("pipe"), { env: { NO_COLOR: "" } });
  expect(piped.stdout + piped.stderr).not.toContain("\u001b");
});

test("--store-text none keeps prompts and answers out of every file and changes no number", () => {
  expect(routeproof([...work.runArgs("bare"), "--store-text", "none", "--quiet"]).code).toBe(0);
  const names = readdirSync(work.path("bare"), { recursive: true, encoding: "utf8" });
  expect(names).toContain("records/index.html");
  for (const name of names.filter((one) => one !== "records")) {
    const text = readFileSync(work.path(`bare/${name}`), "utf8");
    expect(text).not.toContain("prompt number");
    expect(text).not.toContain("answer 1");
  }
  // Reasons may quote an answer, so they are gone; every number is the same.
  const withoutReasons = (out: string): string =>
    comparisonText(out).replaceAll(/"because": "recorded: [^"]*"/g, '"because": ""');
  expect(withoutReasons("bare")).toBe(withoutReasons("first"));
});

test("a selection is made in the same way every time, and it is in the manifest", () => {
  const args = ["--filter=intent=billing", "--sample=50", "--limit=40", numbersOnly, "--quiet"];
  routeproof([...work.runArgs("some"), ...args]);
  routeproof([...work.runArgs("again"), ...args, "--concurrency", "3"]);
  expect(comparisonText("some")).toBe(comparisonText("again"));
  expect(work.comparison("some").dataset.records).toBe(40);
  expect(
    Object.keys(work.comparison("some").policies["all_weak"]?.segments["intent"] ?? {}),
  ).toEqual(["billing"]);
});

test("repeats replay each record again and are paired with themselves", () => {
  routeproof([...work.runArgs("thrice"), "--repeat=3", "--limit=20", numbersOnly, "--quiet"]);
  const comparison = work.comparison("thrice");
  expect(comparison.comparisons[0]?.pairs).toBe(60);
  expect(comparison.repeats).toBe(3);
});

test("rows that cannot be read are set aside with place and reason, or stop a strict run", () => {
  const lines = readFileSync(work.path("table.csv"), "utf8").split("\n");
  const broken = lines.map((line, at) =>
    at === 3 ? line.replace(/,(true|false),/, ",maybe,") : line,
  );
  work.write("broken.csv", broken.join("\n"));
  work.write(
    "broken.dataset.yaml",
    readFileSync(work.path("table.dataset.yaml"), "utf8").replace("table.csv", "broken.csv"),
  );
  const args = (out: string): string[] =>
    work
      .runArgs(out)
      .map((arg) => arg.replace(work.path("table.dataset.yaml"), work.path("broken.dataset.yaml")));
  const lenient = routeproof([...args("lenient"), numbersOnly, "--quiet"]);
  expect(lenient.code).toBe(0);
  expect(work.comparison("lenient").dataset).toMatchObject({ records: 399, rejected: 1 });
  const [row = ""] = readFileSync(work.path("lenient/rejected.jsonl"), "utf8").split("\n");
  expect(JSON.parse(row)).toMatchObject({ line: 4, column: "weak_ok" });

  const strict = routeproof([...args("strict"), "--strict"]);
  expect(strict.code).toBe(2);
  expect(strict.stderr).toContain("broken.csv:4");
  expect(existsSync(work.path("strict"))).toBe(false);
  for (const value of ["true", "1"]) {
    expect(routeproof(args("ci"), { env: { CI: value } }).code).toBe(2);
  }
});

test("report renders a kept run again, byte for byte", () => {
  const names = [
    "comparison.json",
    "report.md",
    "report.html",
    "cost.csv",
    "unit_economics.csv",
    "junit.xml",
  ];
  const before = names.map((name) => readFileSync(work.path(`first/${name}`), "utf8"));
  const again = routeproof(["report", work.path("first")]);
  expect(again.code).toBe(0);
  expect(names.map((name) => readFileSync(work.path(`first/${name}`), "utf8"))).toEqual(before);
  const printed = routeproof(["report", work.path("first"), "--format", "md", "--print"]);
  expect(printed.stdout).toBe(before[1]);
});

test("show prints decision, attempts, answers and scores of both sides", () => {
  const shown = routeproof(["show", work.path("first"), "rec-7"]);
  expect(shown.code).toBe(0);
  for (const part of ["rec-7", "prompt number 7", "all_strong", "all_weak", "answer 7"]) {
    expect(shown.stdout).toContain(part);
  }
  const json = JSON.parse(routeproof(["show", work.path("first"), "rec-7", "--json"]).stdout) as {
    readonly arms: readonly unknown[];
  };
  expect(json.arms).toHaveLength(2);
  const unknown = routeproof(["show", work.path("first"), "nobody"]);
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toContain('no outcome of record "nobody"');
});

test("a comparison that was cut off is told so, and the command it names writes the same again", () => {
  const run = work.path("cut-comparison");
  routeproof([...work.runArgs("cut-comparison"), numbersOnly]);
  const file = join(run, "comparison.json");
  const whole = readFileSync(file, "utf8");
  writeFileSync(file, whole.slice(0, whole.length / 2));
  const refused = routeproof(["report", run]);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain(`${file}: is damaged: `);
  expect(refused.stderr).toContain(`routeproof run --resume ${run}`);
  routeproof(["run", "--resume", run]);
  expect(readFileSync(file, "utf8")).toBe(whole);
});

test("what is typed wrong is exit 2 with what to type instead, and nothing is left behind", () => {
  const cases: readonly (readonly [readonly string[], string])[] = [
    [["run", "--dataste", "x"], "--dataset"],
    [["rnu"], "run"],
    [["run"], "--dataset is missing"],
    [
      [...work.runArgs("w"), "--concurrency", "0"],
      '--concurrency must be a whole number of 1 or more, got "0"',
    ],
    [[...work.runArgs("w"), "--concurrency", "1000000000"], "--concurrency must be 10000 or less"],
    [[...work.runArgs("w"), "--seed", "x"], "--seed must be a whole number"],
    [[...work.runArgs("w"), "--provider", "live"], "--max-spend USD is missing"],
    [
      [...work.runArgs("w"), "--format", "pdf"],
      "--format must be one of json, md, csv, junit, html",
    ],
    [[...work.runArgs("w"), "--filter", "intent"], "--filter must be TAG=VALUE"],
    [[...work.runArgs("w"), "--filter", "intnet=billing"], "intent"],
    [[...work.runArgs("w"), "--filter", "intent=nothing"], "no record"],
    [[...work.runArgs("w"), "--retry-errors"], "--retry-errors goes with --resume"],
    [["run", "--resume", work.path("first"), "--seed", "2"], "take out --seed"],
    [["run", "--resume", work.path("nowhere")], "not a run folder"],
    [["report", work.folder], "not a run folder"],
  ];
  for (const [args, message] of cases) {
    const refused = routeproof(args);
    expect(refused.stderr).toContain(message);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/\nexit 2: [^\n]+\n$/);
    expect(refused.stderr).not.toContain("    at ");
  }
  expect(existsSync(work.path("w"))).toBe(false);
});

test("a missing file, a folder for a file and a typo in a key are all named at once", () => {
  mkdirSync(work.path("folder.yaml"));
  work.write(
    "typo.yaml",
    readFileSync(work.path("weak.yaml"), "utf8").replace("max_drop", "max_dorp"),
  );
  const refused = routeproof([
    "run",
    `--dataset=${work.path("missing.dataset.yaml")}`,
    `--baseline=${work.path("folder.yaml")}`,
    `--candidate=${work.path("typo.yaml")}`,
  ]);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("missing.dataset.yaml");
  expect(refused.stderr).toContain("folder.yaml");
  expect(refused.stderr).toMatch(/typo\.yaml:\d+:\d+: .*max_dorp.*max_drop/);
});

test("--help shows an example for every command, and --version the version", () => {
  for (const command of ["run", "check", "report", "show"]) {
    const help = routeproof([command, "--help"]);
    expect(help.code).toBe(0);
    expect(help.stdout).toContain("Example");
  }
  expect(routeproof(["--help"]).stdout).toContain("Exit codes");
  expect(routeproof(["--version"]).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test("approvals are held against a day that is part of the run, not against the clock", () => {
  work.write("error.csv", "id,prompt,error,first_ok,second_ok\na,hello,overloaded,,true\n");
  work.write(
    "error.dataset.yaml",
    `dataset: error
kind: outcomes
source: {path: error.csv, format: csv}
record: {id: id, prompt: prompt}
outcomes: {weak: {error: error, accepted: first_ok}, strong: {accepted: second_ok}}
`,
  );
  const policy = work.write(
    "approved.yaml",
    `policy_name: approved
registry: registry.yaml
route_selection: {strategy: pinned, primary_route: weak}
fallback:
  fallback_to_backup_route: [primary_route_unavailable]
  backup_routes: [strong]
  approval_required: true
  approvals: [{from: weak, to: strong, by: lead, until: 2027-01-31}]
`,
  );
  const unreviewed = (day: string): number | null | undefined => {
    const out = `as-of-${day}`;
    routeproof([
      "run",
      `--dataset=${work.path("error.dataset.yaml")}`,
      `--baseline=${policy}`,
      `--candidate=${policy}`,
      `--out=${work.path(out)}`,
      `--as-of=${day}`,
      numbersOnly,
      "--quiet",
    ]);
    return work.comparison(out).policies["approved"]?.overall.unreviewed_fallback_rate.value;
  };
  expect(unreviewed("2027-01-31")).toBe(0);
  expect(unreviewed("2027-02-01")).toBe(1);
  expect(routeproof([...work.runArgs("w"), "--as-of", "2027-02-30"]).stderr).toContain(
    '--as-of must be a day such as 2026-11-21, got "2027-02-30"',
  );
});

test("a gate on a tag that the dataset does not have is refused with the one that was meant", () => {
  const gates =
    "promotion: {gates: [{metric: acceptance_rate, segment: intnet=billing, max_drop: 0.1}]}";
  const head = readFileSync(work.path("strong.yaml"), "utf8");
  const policy = work.write("segment.yaml", `${head}${gates}\n`);
  const refused = routeproof(
    work.runArgs("w").map((arg) => arg.replace(work.path("weak.yaml"), policy)),
  );
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('did you mean "intent"?');
});

test("a rule that fails on a record says which rule and which record", () => {
  const policy = work.write(
    "failing.yaml",
    `policy_name: failing
registry: registry.yaml
route_selection:
  strategy: rules
  primary_route: weak
  rules: [{when: 'tags.absent == "x"', route: strong}]
`,
  );
  const done = routeproof(
    [...work.runArgs("failing"), numbersOnly].map((arg) =>
      arg.replace(work.path("weak.yaml"), policy),
    ),
  );
  expect(done.code).toBe(3);
  const shown = routeproof(["show", work.path("failing"), "rec-7"]).stdout;
  expect(shown).toContain("harness_error");
  expect(shown).toContain("failing.yaml:6");
  expect(shown).toContain("absent");
});
