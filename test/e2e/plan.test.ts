import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Comparison, GateStatus } from "../../src/core/comparison.ts";
import type { GateReach, RunPlan } from "../../src/core/run-plan.ts";
import { numbersOnly, routeproof } from "../support/routeproof.ts";
import { aWorkspace, type Workspace } from "../support/workspace.ts";

let folder = "";
let work: Workspace;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "routeproof-plan-"));
  work = aWorkspace({ records: 400 });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  work.remove();
});

/** What a run may say of a gate that its plan says this of. */
const allowed: Readonly<Record<GateReach, readonly GateStatus[]>> = {
  attainable: ["pass", "fail", "inconclusive"],
  count: ["pass", "fail"],
  only_if_better: ["pass", "fail", "inconclusive"],
  cannot_pass: ["fail", "inconclusive"],
  cannot_fail: ["pass", "inconclusive"],
};

const support = (candidate: string): readonly string[] => [
  "--dataset=datasets/support-triage.dataset.yaml",
  "--baseline=policies/support-baseline.yaml",
  `--candidate=policies/support-${candidate}.yaml`,
];
const invoices = (candidate: string): readonly string[] => [
  "--dataset=datasets/invoice-extraction.dataset.yaml",
  "--baseline=policies/invoice-baseline.yaml",
  `--candidate=policies/invoice-${candidate}.yaml`,
];

function planned(args: readonly string[]): RunPlan {
  const done = routeproof(["plan", ...args, "--json"]);
  expect({ code: done.code, stderr: done.stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(done.stdout) as RunPlan;
}

function ran(args: readonly string[], name: string): { comparison: Comparison; stderr: string } {
  const out = join(folder, name);
  const { stderr } = routeproof(["run", ...args, `--out=${out}`, numbersOnly]);
  const text = readFileSync(join(out, "comparison.json"), "utf8");
  return { comparison: JSON.parse(text) as Comparison, stderr };
}

const totalOf = ({ policies }: Comparison) => {
  const all = Object.values(policies).map(({ overall }) => overall);
  return {
    attempts: all.reduce((sum, { attempts }) => sum + attempts, 0),
    usd: all.reduce((sum, { cost }) => sum + cost.total_usd, 0),
  };
};

test.each([
  ["support-by-risk", support("by-risk")],
  ["support-cheapest", support("cheapest")],
  ["support-few", [...support("by-risk"), "--limit=50"]],
  ["invoice-cascade", invoices("cascade")],
  ["invoice-bargain", invoices("bargain")],
])("what plan says of %s, the run confirms: gates, calls and cost", (name, args) => {
  const plan = planned(args);
  const { comparison, stderr } = ran(args, name);
  const gates = comparison.comparisons[0]?.gates ?? [];
  expect(plan.gates.map(({ id }) => id)).toEqual(gates.map(({ id }) => id));
  for (const [index, { reach, n, id }] of plan.gates.entries()) {
    const gate = gates[index]!;
    expect({ id, status: gate.status, is: allowed[reach].includes(gate.status) }).toMatchObject({
      is: true,
    });
    expect(gate.observed.n).toBe(n);
    // The run warns of exactly those gates that it cannot decide.
    const isUndecidable = reach === "cannot_pass" || reach === "cannot_fail";
    expect(stderr.includes(`gate ${id} cannot`)).toBe(isUndecidable);
  }
  const { attempts, usd } = totalOf(comparison);
  const { calls, cost_usd: cost } = plan;
  // One run of ten is above p90, and 1.28 deviations above the mean: three of them either side.
  const deviation = (calls.p90! - calls.expected!) / 1.2815515655446004;
  expect(Math.abs(attempts - calls.expected!)).toBeLessThanOrEqual(3 * deviation + 1e-9);
  expect(attempts).toBeLessThanOrEqual(calls.worst!);
  expect(Math.abs(usd - cost.expected!) / usd).toBeLessThan(0.1);
  expect(usd).toBeLessThanOrEqual(cost.worst!);
});

test("fifty support records: the two gates on p95 cannot pass, and the verdict is inconclusive by them", () => {
  const plan = planned([...support("by-risk"), "--limit=50"]);
  const undecidable = plan.gates.filter(({ reach }) => reach === "cannot_pass");
  // In 42 groups: 100 and 59 of them are needed, at 50 / 42 records each.
  expect(undecidable.map(({ id, fewest_records: fewest }) => [id, fewest])).toEqual([
    ["p95_complete_ms max_ratio 1.1", 120],
    ["latency.p95_complete_ms 7000", 71],
  ]);
});

test("of an outcome table everything is known: calls, cost and acceptance to the last digit", () => {
  const args = work.runArgs("table").slice(1, 4);
  const plan = planned(args);
  routeproof([...work.runArgs("table"), numbersOnly]);
  const { attempts, usd } = totalOf(work.comparison("table"));
  expect(plan.calls).toMatchObject({ expected: attempts, p90: attempts });
  expect(plan.cost_usd.expected).toBeCloseTo(usd, 9);
  expect(plan.routes["weak"]).toMatchObject({ from: "table", calls: 400 });
});

test("a table that says neither cost nor tokens leaves cost gates open, whatever the price list says", () => {
  const manifest = readFileSync(work.path("table.dataset.yaml"), "utf8");
  const silent = manifest.replaceAll(/, (input|output)_tokens: \w+/g, "");
  expect(silent).not.toBe(manifest);
  const gates = readFileSync(work.path("weak.yaml"), "utf8").replace(
    /gates:.*/s,
    "gates: [{metric: cost_per_request_usd, max: 100}]\n",
  );
  const args = [
    `--dataset=${work.write("silent.dataset.yaml", silent)}`,
    `--baseline=${work.path("strong.yaml")}`,
    `--candidate=${work.write("dear.yaml", gates)}`,
  ];
  const plan = planned(args);
  expect(plan.gates.map(({ reach }) => reach)).toEqual(["cannot_pass"]);
  const { comparison, stderr } = ran(args, "silent");
  expect(comparison.comparisons[0]?.gates[0]?.status).toBe("inconclusive");
  expect(stderr).toContain("cost_per_request_usd max 100 cannot pass");
});

test("a table without first tokens, or without latencies, leaves gates on them open", () => {
  const manifest = readFileSync(work.path("table.dataset.yaml"), "utf8");
  const gates = readFileSync(work.path("weak.yaml"), "utf8").replace(
    /gates:.*/s,
    "gates: [{metric: p95_first_token_ms, max_rise: 50}, {metric: p95_complete_ms, max: 900}]\n",
  );
  const planOver = (name: string, text: string) => {
    const args = [
      `--dataset=${work.write(`${name}.dataset.yaml`, text)}`,
      `--baseline=${work.path("strong.yaml")}`,
      `--candidate=${work.write("slow.yaml", gates)}`,
    ];
    const { comparison } = ran(args, name);
    const observed = comparison.comparisons[0]?.gates.map(({ observed: { n } }) => n);
    const found = planned(args).gates;
    expect(found.map(({ n }) => n)).toEqual(observed);
    return found.map(({ reach }) => reach);
  };
  expect(planOver("unstreamed", manifest)).toEqual(["cannot_pass", "attainable"]);
  const untimed = manifest.replaceAll(/, latency_ms: \w+/g, "");
  expect(planOver("untimed", untimed)).toEqual(["cannot_pass", "cannot_pass"]);
});

test("a policy that reads the past, or decides on estimates, is planned with a word of what that leaves out", () => {
  const text = readFileSync(work.path("weak.yaml"), "utf8");
  const capped = work.write(
    "capped.yaml",
    `${text}cost: {daily_spend_cap: 0.001, owner_key: us}\n`,
  );
  const point = work.write(
    "point.yaml",
    text.replace(
      /promotion:.*/s,
      "promotion: {decide_on: point, gates: [{metric: error_rate, max: 0}]}\n",
    ),
  );
  const [dataset, baseline] = work.runArgs("word").slice(1, 3);
  const plan = planned([dataset!, baseline!, `--candidate=${capped}`, `--candidate=${point}`]);
  expect(plan.notes.filter((note) => note.includes("it reads what came before"))).toHaveLength(1);
  expect(plan.notes.join()).toContain("decide_on: point");
  // Nothing fails in the table: the run passes what no bound could.
  expect(plan.gates.at(-1)).toMatchObject({
    reach: "attainable",
    smallest_effect: null,
    records_needed: null,
  });
});

test("a kept run's figures take the place of the registry's", () => {
  const run = join(folder, "kept");
  routeproof(["run", ...support("cheapest"), `--out=${run}`, numbersOnly]);
  const plan = planned([...support("cheapest"), `--from=${run}`]);
  expect(new Set(Object.values(plan.routes).map(({ from }) => from))).toEqual(new Set(["run"]));
  const nothing = routeproof(["plan", ...support("cheapest"), "--from=policies"]);
  expect(nothing.code).toBe(2);
  expect(nothing.stderr).toContain("not a run folder");
});

test("a live plan needs no key, calls nobody, writes nothing, and prices what nobody has simulated", () => {
  const before = readdirSync(folder);
  const plan = planned([...support("by-risk"), "--provider=live", "--concurrency=4"]);
  expect(plan.provider).toBe("live");
  expect(plan.cost_usd.expected).toBeGreaterThan(0);
  expect(plan.duration_s.bound_by).toBe("4 slots");
  expect(readdirSync(folder)).toEqual(before);
});

test("a gate that can never pass stops check with 100, plan and run with 2, at its line", () => {
  const text = readFileSync(work.path("weak.yaml"), "utf8").replace("max_drop: 0.1", "min: 1");
  const file = work.write("perfect.yaml", text);
  const said = /perfect\.yaml:\d+:\d+: acceptance_rate min 1 can never pass/;
  const registry = `--registry=${work.path("registry.yaml")}`;
  const checked = routeproof(["check", file, registry]);
  expect(checked.code).toBe(100);
  expect(checked.stdout + checked.stderr).toMatch(said);
  const args = [`--dataset=${work.path("table.dataset.yaml")}`, `--baseline=${file}`];
  for (const command of ["plan", "run"]) {
    const done = routeproof([command, ...args, `--candidate=${file}`]);
    expect(done.code).toBe(2);
    expect(done.stderr).toMatch(said);
  }
});

test("the text says gates first, then calls, cost and time", () => {
  const { stdout } = routeproof(["plan", ...support("by-risk")]);
  const [gates, calls] = [stdout.indexOf("Gates"), stdout.indexOf("Calls, cost and time")];
  expect(gates).toBeGreaterThan(0);
  expect(calls).toBeGreaterThan(gates);
  expect(stdout).toContain("nothing was called");
  expect(stdout).toContain("records needed: ");
});
