import { expect, test } from "vitest";
import { HarnessError } from "../../../src/core/harness-error.ts";
import { placeOf } from "../../../src/core/problem.ts";
import { checkPolicy } from "../../../src/policies/checks/check-policy.ts";
import { policyVersion } from "../../../src/policies/policy-version.ts";
import { readQualityTable } from "../../../src/policies/read-quality-table.ts";
import { PolicyFiles } from "./policy-files.ts";

const TABLE = `task: category
fitted_on: {dataset: bfcl, sha256: abc, records: 850, sample: [x1, x2]}
quality:
  overall:
    small: {n: 850, quality: 0.7}
    large: {n: 850, quality: 0.9, lower: 0.88, cost_usd: 0.0012, p95_ms: 1800, output_tokens: 41.5}
  tasks:
    simple:
      large: {n: 40, quality: 0.95}
`;

test("a table says of each task and route what is known, and nothing of others", () => {
  const table = readQualityTable({ path: "q.yaml", text: TABLE });
  expect(table).toMatchObject({
    task: "category",
    fittedOn: { dataset: "bfcl", sha256: "abc", records: 850, sample: ["x1", "x2"] },
    tasks: ["simple"],
    routes: ["large", "small"],
  });
  expect(table.of(undefined, "large")).toEqual({
    n: 850,
    quality: 0.9,
    lower: 0.88,
    costNanoUsd: 1_200_000,
    p95Ms: 1800,
    outputTokens: 41.5,
  });
  expect(table.of("simple", "large")).toMatchObject({ quality: 0.95, costNanoUsd: undefined });
  expect(table.of("simple", "small")).toBeUndefined();
  expect(table.of("other", "large")).toBeUndefined();
});

function problemsOf(text: string): readonly string[] {
  try {
    readQualityTable({ path: "q.yaml", text });
    return [];
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    return error.problems.map((problem) => `${placeOf(problem)}: ${problem.message}`);
  }
}

test.each([
  ["quality: {overall: {}}", '1:20: "quality.overall" names no route'],
  [
    "quality: {overall: {a: {n: 1, quality: 1}}, tasks: {t: {b: {n: 1, quality: 1}}}}",
    '1:60: "quality.tasks.t.b" is not in overall, which speaks of every route',
  ],
  [
    "quality: {overall: {a: {n: 1, quality: 0.5, lower: 0.6}}}",
    '1:52: "quality.overall.a.lower" is above quality',
  ],
  [
    "quality: {overall: {a: {n: 1, quality: 50}}}",
    '1:40: "quality.overall.a.quality" expected a number from 0 to 1, got 50',
  ],
  [
    "quality: {overall: {a: {n: 1}}}",
    '1:24: "quality.overall.a.quality" is missing: expected a number from 0 to 1',
  ],
  [
    "quality: {overall: {a: {n: 1, quality: 1, score: 1}}}",
    '1:43: unknown key "score" in "quality.overall.a"',
  ],
])("%s is refused", (text, problem) => {
  expect(problemsOf(text)).toEqual([`q.yaml:${problem}`]);
});

const registry = `routes:
  small: {provider: openai, model: s}
  large: {provider: openai, model: l}
  other: {provider: openai, model: o}
`;

const costAware = (rest: string): string => `registry: registry.yaml
route_selection:
  strategy: cost_aware
  cost_aware: {quality_table: q.yaml, ${rest}}
`;

test.each([
  [
    "routes: [other], floor: 0.8",
    "4:31: the quality table knows none of the routes that the policy chooses from (it knows large, small)",
  ],
  [
    "routes: [small], floor: 0.8, task: tags.category, floors: {simpel: 0.9}",
    '4:106: "simpel" is no task that the quality table knows (did you mean "simple"?)',
  ],
  [
    "routes: [small], floor: 0.8, floors: {simple: 0.9}",
    '4:76: floors are given, and no "task" says which of them a record has (write task: tags.NAME)',
  ],
  [
    "routes: [small, large], floor: 0.8, bound: lower",
    "4:82: the quality table has no lower bound of small (write bound: estimate, or add lower to the table)",
  ],
])("cost_aware with %s asks for what its table cannot say", async (rest, problem) => {
  using files = new PolicyFiles();
  files.write("q.yaml", TABLE);
  const loaded = await files.policy(costAware(rest));
  const { registry: routes } = await files.registry(registry);
  const said = checkPolicy(loaded, routes).map(
    ({ line, column, message, hint }) => `${line}:${column}: ${message} (${hint})`,
  );
  expect(said).toEqual([problem]);
});

test("a table without tasks cannot tell them apart", async () => {
  using files = new PolicyFiles();
  files.write("q.yaml", "quality: {overall: {small: {n: 1, quality: 1}}}\n");
  const loaded = await files.policy(costAware("routes: [small], floor: 0.8, task: tags.category"));
  const { registry: routes } = await files.registry(registry);
  expect(checkPolicy(loaded, routes).map(({ hint }) => hint)).toEqual([
    "write the table with --by TAG, or leave task out",
  ]);
});

test("routes that a table does not know, and tasks by another tag, are told", async () => {
  using files = new PolicyFiles();
  files.write("q.yaml", TABLE);
  const text = costAware("routes: [small, other], floor: 0.8, task: tags.intent");
  const { notes } = await files.policy(text);
  expect(notes.slice(1)).toEqual([
    "the quality table does not know other: what is not known is never good enough",
    'tasks are read from tags.intent, and the quality table was made by "category"',
  ]);
});

test("a table that cannot be read is placed in its own file", async () => {
  using files = new PolicyFiles();
  files.write("q.yaml", "quality: [");
  const problems = await files.problemsOf(files.policy(costAware("routes: [small], floor: 0.8")));
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(/^q\.yaml:1:/);
});

test("what a table says is part of its policy's version", async () => {
  using files = new PolicyFiles();
  const { registry: routes } = await files.registry(registry);
  const versionOf = async (table: string): Promise<string> => {
    files.write("q.yaml", table);
    return policyVersion(await files.policy(costAware("routes: [small], floor: 0.8")), routes);
  };
  expect(await versionOf(TABLE)).not.toBe(await versionOf(TABLE.replace("0.7", "0.8")));
});
