import { expect, test } from "vitest";
import { problemLine } from "../../../../src/core/problem.ts";
import type { RunManifest } from "../../../../src/core/run-manifest.ts";
import { readManifest } from "../../../../src/datasets/read-manifest.ts";
import { datasetFindings } from "../../../../src/run/problems/dataset-findings.ts";
import { PolicyFiles } from "../../policies/policy-files.ts";

const golden = `dataset: d
kind: golden
source: {path: d.jsonl, format: jsonl}
record: {id: id, prompt: prompt}
scoring: [{grader: exact_match}]
`;

const table = `dataset: d
kind: outcomes
source: {path: d.csv, format: csv}
record: {id: id}
outcomes: {a: {accepted: a_ok}}
`;

/** What a policy asks of a dataset that does not have it, a line each. */
async function findingsOf(
  policy: string,
  manifest: string,
  provider: RunManifest["provider"],
): Promise<readonly string[]> {
  using files = new PolicyFiles();
  files.write("d.jsonl", '{"id": 1, "prompt": "p"}\n');
  files.write("d.csv", "id,a_ok\n1,true\n");
  const loaded = await files.policy(`primary_route: a\n${policy}\n`);
  const read = await readManifest(files.write("d.dataset.yaml", manifest));
  return datasetFindings(loaded, read, provider).map((finding) =>
    problemLine(finding).replaceAll(`${files.folder}/`, ""),
  );
}

test("without a schema nothing feeds its gates, its test and its triggers", async () => {
  const policy = `acceptance_tests: {max_schema_error_rate: 0.1}
fallback: {retry_same_route_once: [timeout, schema_invalid]}
promotion: {gates: [{metric: schema_valid_rate, min: 0.9}]}`;
  const because =
    "has nothing to go by: the dataset asks for no schema (name one by a json_schema grader or record.response_schema)";
  expect(await findingsOf(policy, table, "table")).toEqual([
    `p.yaml:4:30: schema_valid_rate ${because}`,
    `p.yaml:2:43: max_schema_error_rate ${because}`,
    `p.yaml:3:45: "schema_invalid" ${because}`,
  ]);
  // The rows of this one may say that an answer broke its schema, and so may a simulated route.
  const withErrors = table.replace("accepted: a_ok", "accepted: a_ok, error: a_error");
  expect(await findingsOf(policy, withErrors, "table")).toHaveLength(2);
  expect(await findingsOf(policy, golden, "simulated")).toHaveLength(2);
  const asked = golden.replace("prompt: prompt", "prompt: prompt, response_schema: schema");
  expect(await findingsOf(policy, asked, "simulated")).toEqual([]);
});

test.each([
  [
    "cost: {max_cost_per_workflow: 1}",
    "p.yaml:2:31: max_cost_per_workflow has nothing to go by: the dataset names no workflows (name their column by record.workflow)",
    ", workflow: w",
  ],
  [
    "promotion: {gates: [{metric: cost_per_workflow_usd, max: 1}]}",
    "p.yaml:2:30: cost_per_workflow_usd has nothing to go by: the dataset names no workflows (name their column by record.workflow)",
    ", workflow: w",
  ],
  [
    "latency: {max_queue_ms: 500}",
    "p.yaml:2:25: max_queue_ms has nothing to go by: the dataset has no arrival times (name their column by record.arrived_at)",
    ", arrived_at: at",
  ],
  [
    "cost: {daily_spend_cap_per_owner: 5}",
    "p.yaml:2:35: daily_spend_cap_per_owner has nothing to go by: the dataset names no owners and the policy no owner_key (name their column by record.owner)",
    ", owner: who",
  ],
])("%s wants what the dataset lacks", async (policy, finding, column) => {
  expect(await findingsOf(policy, golden, "simulated")).toEqual([finding]);
  const with_ = golden.replace("prompt: prompt", `prompt: prompt${column}`);
  expect(await findingsOf(policy, with_, "simulated")).toEqual([]);
});

test("an owner_key stands for owners that the dataset does not name", async () => {
  const policy = "cost: {daily_spend_cap_per_owner: 5, owner_key: team_a}";
  expect(await findingsOf(policy, golden, "simulated")).toEqual([]);
});

test("only a table knows how right a route was, and only one with first tokens knows them", async () => {
  const policy = `latency: {p95_first_token_ms: 5}
promotion: {gates: [{metric: route_accuracy, min: 0.9}]}`;
  expect(await findingsOf(policy, golden, "simulated")).toEqual([
    "p.yaml:3:30: route_accuracy has nothing to go by: only an outcome table knows what the other routes would have answered (delete it, or replay a table)",
  ]);
  expect(await findingsOf(policy, table, "table")).toEqual([
    "p.yaml:2:31: p95_first_token_ms has nothing to go by: the table holds no first tokens (name their column by first_token_ms)",
  ]);
  const timed = table.replace("accepted: a_ok", "accepted: a_ok, first_token_s: a_first");
  expect(await findingsOf(policy, timed, "table")).toEqual([]);
  expect(await findingsOf(policy, table, "live")).toEqual([]);
});
