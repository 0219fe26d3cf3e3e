import { appendFileSync, existsSync, readFileSync, statSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hash53, unitInterval } from "../../src/core/seed.ts";
import { ended, numbersOnly, routeproof, startRouteproof } from "../support/routeproof.ts";
import { aWorkspace, type Workspace } from "../support/workspace.ts";

const RECORDS = 1_500;
const FLOOR = 0.95;
/** Half of 1 - 0.95, for one sequence. */
const LEVEL = 0.025;
let work: Workspace;

/** Answers that are long, so that a journal is long enough to be killed within. */
const isAccepted = (route: string, index: number): boolean =>
  unitInterval(`${route}/${index}`) < { good: 0.99, middling: 0.9, bad: 0.8 }[route]!;

beforeAll(() => {
  work = aWorkspace({ records: 1 });
  const rows = Array.from({ length: RECORDS }, (_, index) => ({
    id: `r${index}`,
    kind: index % 3 === 0 ? "faq" : "claim",
    isEasy: isAccepted("bad", index),
    ...Object.fromEntries(
      ["good", "middling", "bad"].flatMap((route) => [
        [route, isAccepted(route, index)],
        [`${route}_text`, `answer ${index} `.repeat(300)],
      ]),
    ),
  }));
  // The hardest records stand first: whoever looks in the file's order stops for nothing.
  rows.sort((one, other) => Number(one.isEasy) - Number(other.isEasy));
  work.write("rows.jsonl", rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  work.write("rows.dataset.yaml", manifest(""));
  work.write("grouped.dataset.yaml", manifest(", group: kind"));
  work.write(
    "routes.yaml",
    `routes:\n${["good", "middling", "bad"].map((route) => `  ${route}: {provider: openai, model: m, price: {per_request_usd: 0.001}}`).join("\n")}\n`,
  );
  const floor = `acceptance_tests: {min_eval_pass_rate: ${FLOOR}}`;
  for (const route of ["good", "middling", "bad"])
    work.write(`${route}.yaml`, policyOf(route, floor));
  work.write(
    "drop.yaml",
    policyOf("bad", "promotion: {gates: [{metric: acceptance_rate, max_drop: 0.05}]}", "drop"),
  );
  work.write(
    "cheap.yaml",
    policyOf(
      "bad",
      "promotion: {gates: [{metric: cost_per_request_usd, max_ratio: 0.9}]}",
      "cheap",
    ),
  );
});

afterAll(() => work.remove());

function manifest(more: string): string {
  const routes = ["good", "middling", "bad"].map(
    (route) => `  ${route}: {accepted: ${route}, response: ${route}_text}`,
  );
  return `dataset: rows
kind: outcomes
source: {path: rows.jsonl, format: jsonl}
record: {id: id, tags: {kind: kind}${more}}
outcomes:
${routes.join("\n")}
`;
}

function policyOf(route: string, gates: string, name = route): string {
  return `policy_name: ${name}
registry: routes.yaml
route_selection: {strategy: pinned, primary_route: ${route}}
${gates}
`;
}

function args(out: string, candidates: readonly string[], ...more: readonly string[]): string[] {
  return [
    "run",
    `--dataset=${work.path("rows.dataset.yaml")}`,
    `--baseline=${work.path("good.yaml")}`,
    ...candidates.map((name) => `--candidate=${work.path(`${name}.yaml`)}`),
    `--out=${work.path(out)}`,
    "--stop-early=reject",
    ...more,
  ];
}

const text = (out: string): string => readFileSync(work.path(`${out}/comparison.json`), "utf8");

/** The records of the file in the order that the seed draws, with what a route made of them. */
function seeded(route: string, seed = 1): readonly boolean[] {
  return Array.from({ length: RECORDS }, (_, index) => index)
    .toSorted((one, other) => hash53(`${seed}/order/r${one}`) - hash53(`${seed}/order/r${other}`))
    .map((index) => isAccepted(route, index));
}

/**
 * Where a mixture over all rates explains the outcomes 1 / level times as well as the floor does.
 * Each outcome is foretold from those before it: the same martingale, by another way.
 */
function stopOf(outcomes: readonly boolean[], floor: number): number | null {
  let [log, successes] = [0, 0];
  for (const [before, outcome] of outcomes.entries()) {
    const foretold = (successes + 0.5) / (before + 1);
    log += outcome ? Math.log(foretold / floor) : Math.log((1 - foretold) / (1 - floor));
    if (outcome) successes += 1;
    if (successes < floor * (before + 1) && log >= -Math.log(LEVEL)) return before + 1;
  }
  return null;
}

test.each([1, 8, 64])(
  "a bad candidate is rejected where its sequence says, at %i slots",
  (slots) => {
    const done = routeproof(args(`bad-${slots}`, ["bad"], `--concurrency=${slots}`));
    expect(done.code).toBe(100);
    const comparison = work.comparison(`bad-${slots}`);
    const stop = stopOf(seeded("bad"), FLOOR)!;
    expect(stop).toBeLessThan(RECORDS / 4);
    expect(comparison.stopped_early).toEqual({ at_records: stop, of: RECORDS, order: "seeded" });
    const [pair] = comparison.comparisons;
    expect(pair?.early_rejection).toMatchObject({
      gate: `acceptance_tests.min_eval_pass_rate ${FLOOR}`,
      at_records: stop,
      level: LEVEL,
      observed: { n: stop, method: "beta_binomial_sequence" },
    });
    expect(pair?.verdict.decision).toBe("reject");
    expect(pair?.verdict.reasons[0]).toMatch(
      /^stopped early: acceptance_rate is 0\.\d+ after \d+ records/,
    );
    // Every figure is of the records up to the stop, and of no other.
    expect(pair?.pairs).toBe(stop);
    for (const { overall } of Object.values(comparison.policies)) {
      expect(overall).toMatchObject({ records: stop, not_covered: 0 });
    }
    const accepted = seeded("bad").slice(0, stop).filter(Boolean).length;
    expect(comparison.policies["bad"]?.overall.accepted).toBe(accepted);
    expect(text(`bad-${slots}`)).toBe(text("bad-1"));
    const lines = readFileSync(work.path(`bad-${slots}/outcomes.jsonl`), "utf8")
      .trim()
      .split("\n");
    // What was under way when it stopped is kept, and nothing else was begun.
    expect(lines.length).toBeLessThanOrEqual(2 * stop + slots);
    expect(readFileSync(work.path(`bad-${slots}/report.md`), "utf8")).toContain("## Stopped early");
    const junit = `bad-${slots}/junit.xml`;
    routeproof(["report", work.path(`bad-${slots}`), "--format=junit", "--junit=records"]);
    expect(readFileSync(work.path(junit), "utf8")).toContain(
      `tests="${stop}" failures="${stop - accepted}" errors="0" skipped="0"`,
    );
    expect(readFileSync(work.path(`bad-${slots}/report.html`), "utf8")).toMatch(
      new RegExp(`(of|All) ${stop} records`),
    );
  },
);

test("a drop against the baseline is rejected by its own sequence", () => {
  expect(routeproof(args("drop", ["drop"], numbersOnly)).code).toBe(100);
  const [pair] = work.comparison("drop").comparisons;
  expect(pair?.early_rejection).toMatchObject({
    gate: "acceptance_rate max_drop 0.05",
    observed: { method: "empirical_bernstein_sequence" },
  });
  expect(pair?.early_rejection?.observed.lower).toBeGreaterThan(0.05);
  const { stopped_early: stopped } = work.comparison("drop");
  const difference = seeded("bad")
    .slice(0, stopped?.at_records)
    .reduce((sum, after, index) => sum + Number(seeded("good")[index]) - Number(after), 0);
  expect(pair?.early_rejection?.observed.value).toBeCloseTo(
    difference / (stopped?.at_records ?? 0),
    12,
  );
});

test("a good candidate is promoted, and only with every record", () => {
  expect(routeproof(args("good", ["good"], numbersOnly)).code).toBe(0);
  const comparison = work.comparison("good");
  expect(comparison.stopped_early).toBeUndefined();
  expect(comparison.comparisons[0]).toMatchObject({
    pairs: RECORDS,
    verdict: { decision: "promote" },
  });
});

test("several candidates are stopped together, with the last of them", () => {
  expect(routeproof(args("both", ["bad", "middling"], numbersOnly)).code).toBe(100);
  const stops = ["bad", "middling"].map((route) => stopOf(seeded(route), FLOOR));
  const comparison = work.comparison("both");
  expect(comparison.comparisons.map((pair) => pair.early_rejection?.at_records)).toEqual(stops);
  expect(comparison.stopped_early?.at_records).toBe(Math.max(...stops.map((stop) => stop ?? 0)));
  expect(routeproof(args("one-good", ["bad", "good"], numbersOnly)).code).toBe(0);
  const oneGood = work.comparison("one-good");
  expect(oneGood.stopped_early).toBeUndefined();
  expect(oneGood.comparisons[0]?.verdict.decision).toBe("reject");
});

test("killed and resumed, wherever that was, it stops at the same record", async () => {
  for (const share of [0.2, 0.5, 0.8]) {
    const out = `killed-${share}`;
    const child = startRouteproof(args(out, ["middling"], "--concurrency=8", numbersOnly));
    const end = ended(child);
    const journal = work.path(`${out}/outcomes.jsonl`);
    const goal = 2 * 4_000 * (stopOf(seeded("middling"), FLOOR) ?? 0) * share;
    while (child.exitCode === null && !(existsSync(journal) && statSync(journal).size > goal)) {
      await new Promise((resume) => setTimeout(resume, 1));
    }
    child.kill("SIGKILL");
    await end;
    if (existsSync(work.path(`${out}/comparison.json`))) continue;
    expect(routeproof(["run", `--resume=${work.path(out)}`]).code).toBe(100);
  }
  expect(routeproof(args("whole", ["middling"], numbersOnly)).code).toBe(100);
  for (const share of [0.2, 0.5, 0.8]) expect(text(`killed-${share}`)).toBe(text("whole"));
});

test("resumed after it stopped, nothing more is replayed", () => {
  routeproof(args("again", ["bad"], numbersOnly));
  const journal = work.path("again/outcomes.jsonl");
  const before = readFileSync(journal, "utf8");
  appendFileSync(journal, '{"torn');
  expect(routeproof(["run", `--resume=${work.path("again")}`]).code).toBe(100);
  expect(readFileSync(journal, "utf8")).toBe(before);
});

test("what a sequence cannot judge is refused, or said", () => {
  const grouped = routeproof([
    ...args("refused", ["bad"]).filter((arg) => !arg.startsWith("--dataset")),
    `--dataset=${work.path("grouped.dataset.yaml")}`,
  ]);
  expect(grouped.code).toBe(2);
  expect(grouped.stderr).toContain("--stop-early needs records that are independent");
  expect(existsSync(work.path("refused"))).toBe(false);
  const repeated = routeproof(args("refused", ["bad"], "--repeat=3"));
  expect(repeated.stderr).toContain("--stop-early does not go with --repeat");
  expect(routeproof(args("cheap", ["cheap"], numbersOnly)).code).toBe(100);
  const run = JSON.parse(readFileSync(work.path("cheap/run.json"), "utf8")) as {
    readonly warnings: readonly string[];
  };
  expect(run.warnings).toContain(
    '--stop-early: no gate of "cheap" is a rate, so nothing can reject it before the end',
  );
});
