import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Comparison } from "../../src/core/comparison.ts";
import type { RunManifest } from "../../src/core/run-manifest.ts";
import { type Finished, numbersOnly, routeproof } from "../support/routeproof.ts";
import { aWorkspace, type Workspace } from "../support/workspace.ts";

const RECORDS = 60;

let work: Workspace;

beforeAll(() => {
  work = aWorkspace({ records: RECORDS });
  // Beside the registry with prices, one that leaves them to others.
  mkdirSync(work.path("bare"));
  work.write("bare/registry.yaml", BARE_REGISTRY);
  for (const name of ["strong.yaml", "weak.yaml"]) {
    work.write(`bare/${name}`, readFileSync(work.path(name), "utf8"));
  }
  work.write("prices.yaml", pricesOf(1, 4));
});

afterAll(() => work.remove());

const BARE_REGISTRY = `routes:
  weak: {provider: openai, model: small-model}
  strong: {provider: anthropic, model: claude-sonnet-5-5}
  idle: {provider: openai, model: nobody-knows}
`;

function pricesOf(input: number, output: number): string {
  return `prices:
  - {provider: openai, model: small-model, input_per_mtok_usd: ${input}, output_per_mtok_usd: ${output}}
  - {provider: anthropic, model: large-model, effective_to: 2026-01-31, per_request_usd: 9}
`;
}

const manifestOf = (out: string): RunManifest =>
  JSON.parse(readFileSync(work.path(`${out}/run.json`), "utf8")) as RunManifest;
const comparisonText = (out: string): string =>
  readFileSync(work.path(`${out}/comparison.json`), "utf8");
const totalOf = ({ policies }: Comparison, policy: string): number | undefined =>
  policies[policy]?.overall.cost.total_usd;

function run(out: string, more: readonly string[] = [], folder = ""): Finished {
  const args = work.runArgs(out).map((word) => {
    const policy = /(?:strong|weak)\.yaml$/.exec(word)?.[0];
    return policy === undefined ? word : word.replace(policy, `${folder}${policy}`);
  });
  return routeproof([...args, "--as-of=2026-11-21", ...more]);
}

function allFiles(out: string): readonly (readonly [string, string])[] {
  return readdirSync(work.path(out), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => [name, readFileSync(work.path(`${out}/${name}`), "latin1")]);
}

test("routes without a price take it from the file, then from the catalog, and run.json says so", () => {
  run("priced", ["--prices", work.path("prices.yaml")], "bare/");
  const { prices, options, inputs, warnings } = manifestOf("priced");
  expect(prices["weak"]).toEqual({
    input_per_mtok_usd: 1,
    cached_input_per_mtok_usd: null,
    output_per_mtok_usd: 4,
    per_request_usd: 0,
    source: "prices_file",
  });
  expect(prices["strong"]).toMatchObject({ input_per_mtok_usd: 2, source: "catalog_inferred" });
  expect(prices["idle"]).toBeNull();
  expect(options.prices).toBe(work.path("prices.yaml"));
  expect(inputs.map(({ role }) => role)).toContain("prices");
  // 60 answers of 100 tokens in and 50 out.
  expect(totalOf(work.comparison("priced"), "all_weak")).toBeCloseTo(0.018, 12);
  // One note for the inferred price, none for a route that no policy of the run can choose.
  expect(warnings).toEqual([
    'route "strong": the price of claude-sonnet-5-5 is inferred from claude-sonnet-5 of anthropic',
  ]);
  expect(readFileSync(work.path("priced/report.md"), "utf8")).toContain("is inferred from");
});

test("a route that nobody prices is named, and its cost is unknown, not zero", () => {
  run("unpriced", [numbersOnly], "bare/");
  expect(manifestOf("unpriced").warnings.join()).toContain('route "weak" has no price');
  const cost = work.comparison("unpriced").policies["all_weak"]?.overall.cost;
  expect(cost?.unknown_attempts).toBe(RECORDS);
});

test("a prices file changes no policy's version, and nothing where routes have prices", () => {
  run("own");
  run("own-and-file", ["--prices", work.path("prices.yaml"), numbersOnly]);
  expect(comparisonText("own-and-file")).toBe(comparisonText("own"));
  const versions = (out: string) =>
    Object.values(work.comparison(out).policies).map(({ version }) => version);
  expect(versions("priced")).toEqual(versions("unpriced"));
});

test("a run does not go on under another prices file than it began with", () => {
  const file = work.write("moving.yaml", pricesOf(1, 4));
  run("moving", ["--prices", file, numbersOnly], "bare/");
  work.write("moving.yaml", pricesOf(2, 4));
  const resumed = routeproof(["run", "--resume", work.path("moving")]);
  expect(resumed.code).toBe(2);
  expect(resumed.stderr).toContain(`changed since it began: ${file}`);
  const asked = routeproof(["run", "--resume", work.path("moving"), "--prices", file]);
  expect(asked.stderr).toContain("take out --prices");
});

test("a run does not go on where another catalog would price its routes otherwise", () => {
  run("drifted", [numbersOnly], "bare/");
  const manifest = manifestOf("drifted");
  const strong = { ...manifest.prices["strong"], output_per_mtok_usd: 11 };
  const prices = { ...manifest.prices, strong };
  work.write("drifted/run.json", JSON.stringify({ ...manifest, prices }));
  const resumed = routeproof(["run", "--resume", work.path("drifted")]);
  expect(resumed.code).toBe(2);
  expect(resumed.stderr).toContain("this version prices routes differently: strong");
});

test("what is wrong with a prices file is placed, together with all other problems", () => {
  const file = work.write("wrong.yaml", `${pricesOf(1, 4)}${pricesOf(2, 4).slice(8)}`);
  const refused = run("wrong", ["--prices", file, "--registry", work.path("missing.yaml")]);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain(`${file}:4:5: "prices.2" overlaps "prices.0" on line 2`);
  expect(refused.stderr).toContain("missing.yaml");
  expect(routeproof(["check", file]).code).toBe(100);
  expect(routeproof(["check", work.path("prices.yaml")]).code).toBe(0);
});

test("a kept run is priced anew without a call, beside its own reports", () => {
  const before = allFiles("own");
  const done = routeproof(["report", work.path("own"), "--prices", work.path("prices.yaml")]);
  expect(done.code).toBe(0);
  // The weak route at 1 and 4 dollars instead of 0.15 and 0.6; the strong one as it was.
  expect(done.stdout).toContain("all_weak: $0.0027 → $0.0180\n");
  expect(done.stdout).toContain("all_strong: $0.0510 → $0.0510\n");
  expect(allFiles("own")).toEqual(before);
  expect(readdirSync(work.path("own/repriced")).toSorted()).toEqual([
    "comparison.json",
    "cost.csv",
    "junit.xml",
    "report.html",
    "report.md",
    "run.json",
    "unit_economics.csv",
  ]);
  expect(totalOf(work.comparison("own/repriced"), "all_weak")).toBeCloseTo(0.018, 12);
  const { prices, warnings } = manifestOf("own/repriced");
  expect(prices["weak"]).toMatchObject({ input_per_mtok_usd: 1, source: "prices_file" });
  expect(prices["strong"]).toMatchObject({ input_per_mtok_usd: 2.5, source: "route" });
  expect(warnings.join()).toContain("priced anew with");
});

test("a price that settles the verdict otherwise says so", () => {
  const dear = work.write("dear.yaml", pricesOf(100, 400));
  const done = routeproof(["report", work.path("own"), "--prices", dear, "--format", "md"]);
  expect(done.stdout).toMatch(/verdict on all_weak: \w+ → reject\n/);
});

test.each(["own", "priced"])("the very prices of run %s give the very comparison", (out) => {
  const { prices } = manifestOf(out);
  const { source: _source, ...weak } = prices["weak"] ?? {};
  const known = Object.entries(weak).filter(([, usd]) => usd !== null);
  const file = work.write(
    "same.yaml",
    JSON.stringify({
      prices: [{ provider: "openai", model: "small-model", ...Object.fromEntries(known) }],
    }),
  );
  const printed = routeproof(["report", work.path(out), "--prices", file, "--json"]);
  expect(printed.stdout).toBe(comparisonText(out));
});

test("a simulated run is priced anew from its journal", () => {
  work.write(
    "simulated.dataset.yaml",
    "dataset: simulated\nkind: golden\nsource: {path: table.csv, format: csv}\nrecord: {id: id, prompt: prompt, expected: weak_text}\nscoring: [{grader: exact_match}]\n",
  );
  const registry = work.write(
    "simulated.yaml",
    `routes:
  weak: &route
    provider: openai
    model: small-model
    price: {input_per_mtok_usd: 1, output_per_mtok_usd: 4}
    simulation: {latency: {p50_ms: 10, p95_ms: 20}, accuracy: 0.9, errors: {rate_limit: 0.2, truncated: 0.2}}
  strong: *route
`,
  );
  const args = work
    .runArgs("simulated")
    .map((word) => word.replace("table.dataset", "simulated.dataset"));
  routeproof([...args, "--registry", registry, "--as-of=2026-11-21"]);
  const printed = (prices: string): string => {
    const file = work.path(prices);
    return routeproof(["report", work.path("simulated"), "--prices", file, "--json"]).stdout;
  };
  expect(printed("prices.yaml")).toBe(comparisonText("simulated"));
  work.write("double.yaml", pricesOf(2, 8));
  const doubled = JSON.parse(printed("double.yaml")) as Comparison;
  const total = totalOf(work.comparison("simulated"), "all_weak") ?? Number.NaN;
  expect(total).toBeGreaterThan(0);
  expect(totalOf(doubled, "all_weak")).toBeCloseTo(2 * total, 12);
});

test("a cost that the outcome table states is kept, and counted", () => {
  work.write(
    "stated.csv",
    "id,prompt,weak_ok,weak_cost,weak_in,weak_out,strong_ok\na,p,true,0.5,100,50,true\nb,p,true,,100,50,true\n",
  );
  work.write(
    "stated.dataset.yaml",
    `dataset: stated
kind: outcomes
source: {path: stated.csv, format: csv}
record: {id: id, prompt: prompt}
outcomes:
  weak: {accepted: weak_ok, cost_usd: weak_cost, input_tokens: weak_in, output_tokens: weak_out}
  strong: {accepted: strong_ok}
`,
  );
  const args = work
    .runArgs("stated")
    .map((word) => word.replace("table.dataset", "stated.dataset"));
  routeproof([...args, "--as-of=2026-11-21"]);
  const prices = work.path("prices.yaml");
  const done = routeproof(["report", work.path("stated"), "--prices", prices]);
  expect(done.stdout).toContain("all_weak: $0.5000 → $0.5003\n");
  expect(done.stdout).toContain(
    "all_strong: $0 and 2 attempts of unknown cost → $0 and 2 attempts",
  );
  expect(done.stdout).toContain("1 attempt keeps the cost that the outcome table states\n");
});

test("a run is not priced anew over itself, over another run, or from changed data", () => {
  const prices = ["--prices", work.path("prices.yaml")];
  for (const out of ["own", "priced"]) {
    const refused = routeproof(["report", work.path("own"), ...prices, "--out", work.path(out)]);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("folder of a run")]);
  }
  const aside = routeproof(["report", work.path("own"), "--out", work.path("aside")]);
  expect(aside.stderr).toContain("--out goes with --prices");
  const kept = readFileSync(work.path("table.csv"), "utf8");
  work.write("table.csv", kept.replace(",true", ",false"));
  const changed = routeproof(["report", work.path("own"), ...prices, "--out", work.path("aside")]);
  work.write("table.csv", kept);
  expect(changed.code).toBe(2);
  expect(changed.stderr).toContain("changed since it ran");
  expect(changed.stderr).toContain("table.csv");
});

test("a prices file that prices none of the routes is a mistake", () => {
  const file = work.write(
    "none.yaml",
    "prices: [{provider: anthropic, model: large-model, effective_to: 2026-01-31, per_request_usd: 9}]",
  );
  const refused = routeproof(["report", work.path("own"), "--prices", file]);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("prices none of the run's routes on 2026-11-21");
});

test("a folder of repriced reports can be reported again, and says where the outcomes are", () => {
  expect(routeproof(["report", work.path("own/repriced"), "--format", "md"]).code).toBe(0);
  const shown = routeproof(["show", work.path("own/repriced"), "rec-1"]);
  expect(shown.code).toBe(2);
  expect(shown.stderr).toContain("name the folder of the run itself");
});

test("a run whose run.json names no sources of prices is still read", () => {
  const manifest = manifestOf("own");
  const older = Object.entries(manifest.prices).map(([route, price]) => {
    const { source: _source, ...rest } = price ?? {};
    return [route, rest];
  });
  const { prices: _prices, ...options } = manifest.options;
  mkdirSync(work.path("older"));
  for (const [name, text] of allFiles("own")) work.write(`older/${name}`, text);
  work.write(
    "older/run.json",
    JSON.stringify({ ...manifest, options, prices: Object.fromEntries(older) }),
  );
  expect(routeproof(["report", work.path("older")]).code).toBe(0);
  expect(routeproof(["run", "--resume", work.path("older"), "--quiet"]).stderr).not.toContain(
    "cannot resume",
  );
  const prices = ["--prices", work.path("prices.yaml"), "--json"];
  const printed = (out: string): string => routeproof(["report", work.path(out), ...prices]).stdout;
  expect(printed("older")).toBe(printed("own"));
});
