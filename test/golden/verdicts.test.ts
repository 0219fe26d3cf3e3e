import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { numbersOnly, projectRoot, routeproof } from "../support/routeproof.ts";
import { aWorkspace, type Workspace } from "../support/workspace.ts";

let work: Workspace;

beforeAll(() => {
  work = aWorkspace({ records: 10 });
});

afterAll(() => work.remove());

interface Sample {
  readonly dataset: string;
  readonly baseline: string;
  readonly candidate: string;
  readonly verdict: string;
  readonly code: number;
}

const samples: readonly Sample[] = [
  {
    dataset: "support-triage",
    baseline: "support-baseline",
    candidate: "support-by-risk",
    verdict: "promote",
    code: 0,
  },
  {
    dataset: "support-triage",
    baseline: "support-baseline",
    candidate: "support-cheapest",
    verdict: "reject",
    code: 100,
  },
  {
    dataset: "invoice-extraction",
    baseline: "invoice-baseline",
    candidate: "invoice-cascade",
    verdict: "promote",
    code: 0,
  },
  {
    dataset: "invoice-extraction",
    baseline: "invoice-baseline",
    candidate: "invoice-bargain",
    verdict: "reject",
    code: 100,
  },
];

test.for(samples)("sample $candidate against $baseline: $verdict", (sample) => {
  const out = work.path(sample.candidate);
  const done = routeproof([
    "run",
    `--dataset=datasets/${sample.dataset}.dataset.yaml`,
    `--baseline=policies/${sample.baseline}.yaml`,
    `--candidate=policies/${sample.candidate}.yaml`,
    `--out=${out}`,
    numbersOnly,
  ]);
  expect(done.code).toBe(sample.code);
  const [comparison] = work.comparison(sample.candidate).comparisons;
  expect(comparison?.verdict.decision).toBe(sample.verdict);
  // What looks cheaper and is rejected is really cheaper.
  expect(comparison?.cost_per_accepted_ratio.value).toBeLessThan(1);
});

test("the committed sample report is what today's program makes of the sample data", () => {
  const args = JSON.parse(
    readFileSync(resolve(projectRoot, "reports/sample/run.json"), "utf8"),
  ) as {
    readonly options: {
      readonly dataset: string;
      readonly baseline: string;
      readonly candidates: readonly string[];
    };
  };
  const { dataset, baseline, candidates } = args.options;
  routeproof([
    "run",
    `--dataset=${dataset}`,
    `--baseline=${baseline}`,
    `--candidate=${candidates[0]}`,
    `--out=${work.path("sample")}`,
  ]);
  for (const name of ["comparison.json", "cost.csv", "unit_economics.csv"]) {
    expect(readFileSync(work.path(`sample/${name}`), "utf8")).toBe(
      readFileSync(resolve(projectRoot, `reports/sample/${name}`), "utf8"),
    );
  }
});

test("twenty of twenty are not yet 95 %: inconclusive, and 59 records would settle it", () => {
  const rows = Array.from({ length: 20 }, (_, index) => `q${index},yes,yes`).join("\n");
  work.write("twenty.csv", `id,prompt,answer\n${rows}\n`);
  work.write(
    "twenty.dataset.yaml",
    `dataset: twenty
kind: outcomes
source: {path: twenty.csv, format: csv}
record: {id: id, prompt: prompt, expected: answer}
outcomes:
  weak: {response: answer}
scoring: [{grader: exact_match}]
`,
  );
  const policy = work.write(
    "asked.yaml",
    `policy_name: asked
registry: registry.yaml
route_selection: {strategy: pinned, primary_route: weak}
acceptance_tests: {min_eval_pass_rate: 0.95}
`,
  );
  const done = routeproof([
    "run",
    `--dataset=${work.path("twenty.dataset.yaml")}`,
    `--baseline=${policy}`,
    `--candidate=${policy}`,
    `--out=${work.path("twenty")}`,
  ]);
  expect(done.code).toBe(101);
  const [comparison] = work.comparison("twenty").comparisons;
  expect(comparison?.gates[0]).toMatchObject({ status: "inconclusive", records_needed: 59 });
  expect(done.stdout).toContain("59");
});
