import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LogComparison } from "../../src/core/log-comparison.ts";
import { routeproof, type Finished } from "../support/routeproof.ts";
import {
  gatePolicy,
  linesOfSide,
  sideManifest,
  SIDE_REGISTRY,
  type LogSide,
} from "../support/two-logs.ts";

let folder = "";
const path = (name: string): string => join(folder, name);

const GATES = `    - {metric: acceptance_rate, max_drop: 0.03}
    - {metric: cost_per_accepted_usd, max_ratio: 0.9}
    - {metric: p95_complete_ms, max_ratio: 1.2}
    - {metric: acceptance_rate, segment: intent=billing, max_drop: 0.06}`;

/** Writes a log of 20,000 lines or so with its manifest; returns the manifest. */
function aLog(side: LogSide, group?: string): string {
  writeFileSync(path(`${side.name}.jsonl`), `${[...linesOfSide(side)].join("\n")}\n`);
  const manifest = path(`${side.name}.dataset.yaml`);
  writeFileSync(manifest, sideManifest(side.name, `${side.name}.jsonl`, group));
  return manifest;
}

const control: LogSide = { name: "control", requests: 20_000, accepted: 0.9, failing: 0.01 };
const canary: LogSide = {
  name: "canary",
  requests: 20_000,
  accepted: 0.895,
  failing: 0.01,
  costUsd: 0.0012,
  latencyMs: 950,
  model: "small-model",
};

/** Requests of the logs whose size is not the point. */
const SMALL = 4_000;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "routeproof-two-logs-"));
  writeFileSync(path("registry.yaml"), SIDE_REGISTRY);
  writeFileSync(path("gates.yaml"), gatePolicy(GATES));
  aLog(control);
  aLog(canary);
  aLog({ ...control, name: "base", requests: SMALL });
  aLog({ ...canary, name: "small", requests: SMALL });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The log of that name against the small control, or against the large one where it is the large. */
function compareLogs(other: string, ...more: readonly string[]): Finished {
  const against = other === "canary" ? "control" : "base";
  return routeproof([
    "compare-logs",
    `--control=${path(`${against}.dataset.yaml`)}`,
    `--canary=${path(`${other}.dataset.yaml`)}`,
    `--policy=${path("gates.yaml")}`,
    ...more,
  ]);
}

function comparisonOf({ stdout }: Finished): LogComparison {
  return JSON.parse(stdout) as LogComparison;
}

/** What a side really holds, counted from its own lines. */
function truthOf(side: LogSide) {
  let [accepted, failed, nanoUsd] = [0, 0, 0];
  for (const line of linesOfSide(side)) {
    const row = JSON.parse(line) as {
      status: string;
      response_cost: number;
      response: { choices: { message: { content: string } }[] } | null;
    };
    if (row.status === "failure") failed += 1;
    if (row.response?.choices[0]?.message.content === "it is done") accepted += 1;
    nanoUsd += Math.round(row.response_cost * 1e9);
  }
  return { accepted, failed, nanoUsd };
}

test("a canary that keeps to its gates is promoted, by what both logs of 20,000 lines really hold", () => {
  const done = compareLogs("canary", "--share=0.5", "--json", `--out=${path("kept")}`);
  expect(done.code).toBe(0);
  expect(done.stderr).toMatch(/exit 0: promote; read .*kept\/report\.md/);
  const found = comparisonOf(done);
  for (const [name, side] of [
    ["control", control],
    ["canary", canary],
  ] as const) {
    const truth = truthOf(side);
    const { overall, dataset } = found[name];
    expect(dataset).toMatchObject({ name, kind: "log", records: 20_000, rejected: 0 });
    expect(overall.accepted).toBe(truth.accepted);
    expect(overall.endings["failed"]).toBe(truth.failed);
    expect(Math.round(overall.cost.total_usd * 1e9)).toBe(truth.nanoUsd);
    expect(overall.served_models).toEqual({
      [side.model ?? "large-model"]: 20_000 - truth.failed,
    });
  }
  expect(found.share).toMatchObject({ control: 20_000, canary: 20_000, p: 1, mismatch: false });
  expect(found.mix.map(({ feature }) => feature)).toEqual(["intent", "language", "length", "hour"]);
  expect(found.gates.map(({ status }) => status)).toEqual(["pass", "pass", "pass", "pass"]);
  const [drop] = found.gates;
  const rates = [control, canary].map((side) => truthOf(side).accepted / 20_000);
  expect(drop?.observed.value).toBeCloseTo(rates[0]! - rates[1]!, 12);
  expect(drop?.observed).toMatchObject({ n: 40_000, method: "unpaired_clopper_pearson" });
});

test("the folder holds the comparison that was printed, and a report that says the same", () => {
  const out = path("again");
  const done = compareLogs("small", "--share=0.5", "--json", `--out=${out}`);
  expect(readFileSync(join(out, "comparison.json"), "utf8")).toBe(done.stdout);
  const report = readFileSync(join(out, "report.md"), "utf8");
  expect(report).toMatch(/^# PROMOTE: the canary against the control: 4 gates asked, all pass/);
  expect(report).toContain("The canary holds 4,000 of 8,000 records, 50.0% (50.0% as meant, p 1).");
  const other = compareLogs("small", `--out=${out}`);
  expect(other.code).toBe(2);
  expect(other.stderr).toContain("the folder is not empty");
});

test("a worse canary is rejected with exit 100, and people are told why first", () => {
  aLog({ ...canary, name: "worse", requests: SMALL, accepted: 0.8 });
  const done = compareLogs("worse", "--share=0.5");
  expect(done.code).toBe(100);
  expect(done.stdout).toMatch(/^REJECT {2}worse \(canary\) against base \(control\)\n/);
  expect(done.stdout).toMatch(/Why: acceptance_rate fell by 0\.\d+ \(at least 0\.0\d+/);
});

test("a broken split is inconclusive with exit 101, whatever the gates say", () => {
  aLog({ ...canary, name: "short", requests: 800, accepted: 0.7 });
  const done = compareLogs("short", "--share=0.2", "--json");
  expect(done.code).toBe(101);
  const { verdict, share } = comparisonOf(done);
  expect(share).toMatchObject({ mismatch: true, expected: 0.2 });
  expect(verdict.reasons[0]).toMatch(/^sample-ratio mismatch: the canary holds 800 of 4800/);
});

test("other requests in the canary are told, with the figures in the control's mix", () => {
  aLog({
    ...canary,
    name: "other",
    requests: SMALL,
    billing: 0.6,
    billingLoss: 0.2,
    accepted: 0.92,
  });
  const done = compareLogs("other", "--share=0.5", "--json");
  const { warnings, mix, post_stratified: weighted } = comparisonOf(done);
  expect(mix[0]).toMatchObject({ feature: "intent" });
  expect(mix[0]?.total_variation).toBeCloseTo(0.3, 1);
  expect(warnings.join("\n")).toContain("the logs differ in intent by more than chance");
  const { plain, weighted: adjusted } = weighted[0]!.acceptance_rate_difference;
  // Twice as many of the hard requests: a part of the drop is theirs alone.
  expect(plain.value).toBeLessThan(adjusted.value! - 0.04);
});

test("conversations are the units where the manifest names them", () => {
  aLog({ ...control, name: "talks-a", requests: 4_000, conversation: 20 }, "trace_id");
  aLog({ ...canary, name: "talks-b", requests: 4_000, conversation: 20 }, "trace_id");
  const done = routeproof([
    "compare-logs",
    `--control=${path("talks-a.dataset.yaml")}`,
    `--canary=${path("talks-b.dataset.yaml")}`,
    `--policy=${path("gates.yaml")}`,
    "--share=0.5",
    "--json",
  ]);
  const { share, differences } = comparisonOf(done);
  expect(share).toMatchObject({ unit: "groups", control: 200, canary: 200 });
  expect(differences.acceptance_rate_difference.clusters).toBe(400);
  expect(done.code).toBe(101);
});

test("a control that holds the canary's requests as well is told", () => {
  const own = [...linesOfSide({ ...canary, name: "part", requests: 300 })];
  const all = [...own, ...linesOfSide({ ...control, name: "rest", requests: 900 })];
  for (const [name, lines] of [
    ["part", own],
    ["all", all],
  ] as const) {
    writeFileSync(path(`${name}.jsonl`), `${lines.join("\n")}\n`);
    writeFileSync(path(`${name}.dataset.yaml`), sideManifest(name, `${name}.jsonl`, undefined));
  }
  const done = routeproof([
    "compare-logs",
    `--control=${path("all.dataset.yaml")}`,
    `--canary=${path("part.dataset.yaml")}`,
    `--policy=${path("gates.yaml")}`,
    "--json",
  ]);
  expect(comparisonOf(done).warnings.join("\n")).toContain(
    "ids of the canary that the control has as well: 300;",
  );
});

test("the same logs give the same bytes", () => {
  const [one, other] = [1, 2].map(() => compareLogs("small", "--share=0.5", "--json"));
  expect(one?.stdout).toBe(other?.stdout);
});

test("what cannot be compared is refused before a log is read, with every reason", () => {
  writeFileSync(
    path("golden.dataset.yaml"),
    `dataset: g\nkind: golden\nsource: {path: small.jsonl, format: jsonl}\nrecord: {id: id, prompt: id}\nscoring: [{grader: regex, pattern: done}]\n`,
  );
  const golden = compareLogs("golden", `--out=${path("none")}`);
  expect(golden.code).toBe(2);
  expect(golden.stderr).toMatch(/golden\.dataset\.yaml is no request log, its kind is golden/);
  expect(golden.stderr).toMatch(/tag "intent", which this dataset does not have/);
  expect(existsSync(path("none"))).toBe(false);
  const same = compareLogs("base", `--out=${path("none")}`);
  expect(same.stderr).toContain("the control and the canary are the same log");
  expect(existsSync(path("none"))).toBe(false);
  expect(compareLogs("small", "--share=1").stderr).toContain("--share must be a number above 0");
  expect(routeproof(["compare-logs"]).stderr).toContain("--control is missing");
});

test("a row that cannot be read is set aside, counted, and in no figure", () => {
  const lines = [...linesOfSide({ ...canary, name: "torn", requests: 500 })];
  writeFileSync(path("torn.jsonl"), `${[...lines, "{not json"].join("\n")}\n`);
  writeFileSync(path("torn.dataset.yaml"), sideManifest("torn", "torn.jsonl", undefined));
  const done = compareLogs("torn", "--no-strict", "--json", `--out=${path("torn-out")}`);
  const { canary: found, warnings } = comparisonOf(done);
  expect(found.dataset).toMatchObject({ records: 500, rejected: 1 });
  expect(warnings.join("\n")).toContain("rows of torn that could not be read: 1");
  expect(readdirSync(path("torn-out")).toSorted()).toEqual([
    "comparison.json",
    "rejected.jsonl",
    "report.md",
  ]);
  expect(readFileSync(join(path("torn-out"), "rejected.jsonl"), "utf8")).toContain('"line":501');
});
