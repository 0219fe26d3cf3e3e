import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Comparison } from "../../src/core/comparison.ts";
import type { DriftReport } from "../../src/core/drift.ts";
import type { RunManifest } from "../../src/core/run-manifest.ts";
import { unitInterval } from "../../src/core/seed.ts";
import { numbersOnly, routeproof } from "../support/routeproof.ts";
import { linesOfSide, sideManifest, SIDE_REGISTRY } from "../support/two-logs.ts";

let folder = "";
const path = (name: string): string => join(folder, name);

const intents = (index: number): string => (index % 10 < 9 ? "billing" : "how_to");

/** An outcome table that holds too many billing records, on which `weak` is worse. */
function tableRows(records: number): string {
  return Array.from({ length: records }, (_, index) => {
    const intent = intents(index);
    const weak = unitInterval(`weak/${index}`) < (intent === "billing" ? 0.5 : 0.9);
    return JSON.stringify({
      id: `g${index}`,
      prompt: `${"word ".repeat(20)}${index}`,
      intent,
      weak_ok: weak,
      weak_cost: 0.001,
      strong_ok: true,
      strong_cost: 0.004,
    });
  }).join("\n");
}

const TABLE = `dataset: golden
kind: outcomes
source: {path: golden.jsonl, format: jsonl}
record: {id: id, prompt: prompt, tags: {intent: intent}}
outcomes:
  weak: {accepted: weak_ok, cost_usd: weak_cost}
  strong: {accepted: strong_ok, cost_usd: strong_cost}
`;

const policyOf = (route: string): string => `policy_name: all_${route}
registry: registry.yaml
route_selection: {strategy: pinned, primary_route: ${route}}
promotion: {gates: [{metric: acceptance_rate, max_drop: 0.9}]}
`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "routeproof-drift-"));
  writeFileSync(path("registry.yaml"), SIDE_REGISTRY);
  for (const route of ["weak", "strong"]) writeFileSync(path(`${route}.yaml`), policyOf(route));
  writeFileSync(path("golden.jsonl"), `${tableRows(400)}\n`);
  writeFileSync(path("golden.dataset.yaml"), TABLE);
  const log = { name: "prod", requests: 20_000, accepted: 0.9, billing: 0.3, words: 20 };
  writeFileSync(path("prod.jsonl"), `${[...linesOfSide(log)].join("\n")}\n`);
  writeFileSync(path("prod.dataset.yaml"), sideManifest("prod", "prod.jsonl", undefined));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const runArgs = (out: string): readonly string[] => [
  "run",
  `--dataset=${path("golden.dataset.yaml")}`,
  `--baseline=${path("strong.yaml")}`,
  `--candidate=${path("weak.yaml")}`,
  `--out=${path(out)}`,
  "--quiet",
];

const read = <T>(...parts: readonly string[]): T =>
  JSON.parse(readFileSync(join(folder, ...parts), "utf8")) as T;

test("drift says in what a golden set is not like a log of 20,000 lines, and calls nothing", () => {
  const done = routeproof([
    "drift",
    path("golden.dataset.yaml"),
    path("prod.dataset.yaml"),
    "--json",
  ]);
  expect(done.code).toBe(0);
  const report = JSON.parse(done.stdout) as DriftReport;
  expect(report.golden).toMatchObject({ name: "golden", records: 400 });
  expect(report.log).toMatchObject({ name: "prod", records: 20_000 });
  const [intent] = report.features;
  expect(intent).toMatchObject({ feature: "intent", shifted: true });
  expect(intent?.values["billing"]?.[0]).toBe(0.9);
  expect(intent?.values["billing"]?.[1]).toBeCloseTo(0.3, 1);
  expect(intent?.total_variation).toBeCloseTo(0.6, 1);
  expect(report.post_stratified).toBeUndefined();
  const text = routeproof(["drift", path("golden.dataset.yaml"), path("prod.dataset.yaml")]);
  expect(text.stdout).toMatch(/~ intent: the golden set is not like prod: /);
  expect(text.stdout).toMatch(/golden → log: .*billing 90\.0% → 30\.\d%/);
});

test("with a run, its figures stand in the log's mix beside the plain ones", () => {
  expect(routeproof([...runArgs("plain"), numbersOnly]).code).toBe(0);
  const done = routeproof([
    "drift",
    path("golden.dataset.yaml"),
    path("prod.dataset.yaml"),
    `--run=${path("plain")}`,
    "--json",
  ]);
  expect(done.code).toBe(0);
  const report = JSON.parse(done.stdout) as DriftReport;
  const rates = ["billing", "how_to"].map((wanted) => {
    const ids = [...Array(400).keys()].filter((index) => intents(index) === wanted);
    const chance = wanted === "billing" ? 0.5 : 0.9;
    return ids.filter((index) => unitInterval(`weak/${index}`) < chance).length / ids.length;
  });
  const share = report.features[0]!.values["billing"]![1];
  const expected = share * rates[0]! + (1 - share) * rates[1]!;
  const byIntent = report.post_stratified?.find(({ by }) => by === "intent");
  const { plain, weighted } = byIntent!.policies["all_weak"]!.acceptance_rate;
  expect(plain.value).toBeCloseTo(0.9 * rates[0]! + 0.1 * rates[1]!, 12);
  expect(weighted.value).toBeCloseTo(expected, 12);
  expect(weighted.lower).toBeLessThan(expected);
  const routes = report.features.filter(({ feature }) => feature.startsWith("route of"));
  expect(routes.map(({ feature, total_variation: apart }) => [feature, apart])).toEqual([
    ["route of all_strong", 0],
    ["route of all_weak", 1],
  ]);
});

test("run --like puts the same into its comparison, its report and its summary", () => {
  const plain = read<Comparison>("plain", "comparison.json");
  const like = `--like=${path("prod.dataset.yaml")}`;
  const args = runArgs("like").filter((arg) => arg !== "--quiet");
  const done = routeproof([...args, like]);
  expect(done.code).toBe(0);
  expect(done.stdout).toContain("Note: intent: the golden set is not like prod:");
  const { drift, ...rest } = read<Comparison>("like", "comparison.json");
  expect(rest).toEqual(plain);
  const alone = routeproof([
    "drift",
    path("golden.dataset.yaml"),
    path("prod.dataset.yaml"),
    `--run=${path("plain")}`,
    "--json",
  ]);
  expect({ schema_version: 1, ...drift }).toEqual(JSON.parse(alone.stdout));
  expect(readFileSync(path("like/report.md"), "utf8")).toContain("## Is this like the log?");
  expect(read<RunManifest>("like", "run.json").options.like).toBe(path("prod.dataset.yaml"));
  expect(read<RunManifest>("plain", "run.json").options).not.toHaveProperty("like");
});

test("a log that is none is refused before anything runs", () => {
  const golden = path("golden.dataset.yaml");
  const done = routeproof([...runArgs("none"), `--like=${golden}`]);
  expect(done.code).toBe(2);
  expect(done.stderr).toMatch(/golden\.dataset\.yaml: is no request log, its kind is outcomes/);
  expect(routeproof(["drift", golden, golden]).code).toBe(2);
});

test("a run over another golden set is not weighed", () => {
  writeFileSync(path("other.dataset.yaml"), TABLE.replace("dataset: golden", "dataset: other"));
  const done = routeproof([
    "drift",
    path("other.dataset.yaml"),
    path("prod.dataset.yaml"),
    `--run=${path("plain")}`,
  ]);
  expect(done.code).toBe(2);
  expect(done.stderr).toMatch(/plain did not replay .*other\.dataset\.yaml/);
  expect(done.stderr).toContain("it replayed");
});
