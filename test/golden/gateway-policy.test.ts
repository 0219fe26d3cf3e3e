import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Comparison } from "../../src/core/comparison.ts";
import { routeproof, type Finished } from "../support/routeproof.ts";

/** What the gateway served for each of 40 records, as its log says. */
const servedModels = Array.from({ length: 40 }, (_, index) =>
  index === 7 ? "gpt-5-pro" : index % 4 === 0 ? "gpt-5-nano-2025-08-07" : "openai/gpt-5-mini",
);

const files: Readonly<Record<string, string>> = {
  "log.csv": [
    "id,route,ok,served",
    ...servedModels.flatMap((model, index) => [
      `q${index},gate,true,${model}`,
      `q${index},mini,true,gpt-5-mini`,
    ]),
  ].join("\n"),
  "log.dataset.yaml": `dataset: log
kind: outcomes
source: {path: log.csv, format: csv}
record: {id: id}
outcome: {route: route, accepted: ok, served_model: served}
`,
  "registry.yaml": `routes:
  gate: {provider: openai_compatible, model: auto, base_url: "http://127.0.0.1:8787/v1"}
  mini: {provider: openai, model: gpt-5-mini}
  nano: {provider: openai, model: gpt-5-nano}
  pro: {provider: openai, model: gpt-5-pro}
`,
  "mini.yaml": `policy_name: mini
registry: registry.yaml
primary_route: mini
`,
  "gate.yaml": `policy_name: gate
registry: registry.yaml
route_selection: {strategy: gateway, gateway: {route: gate}, allowed_routes: [mini, nano]}
promotion: {gates: [{metric: policy_violation_rate, max: 0}]}
`,
};

const folder = mkdtempSync(join(tmpdir(), "routeproof-gateway-"));
const out = join(folder, "run");
let done: Finished;

beforeAll(() => {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  done = routeproof([
    "run",
    `--dataset=${join(folder, "log.dataset.yaml")}`,
    `--baseline=${join(folder, "mini.yaml")}`,
    `--candidate=${join(folder, "gate.yaml")}`,
    `--out=${out}`,
  ]);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("one served model outside the allowed routes rejects a gateway", () => {
  expect(done.code).toBe(100);
  const comparison = JSON.parse(readFileSync(join(out, "comparison.json"), "utf8")) as Comparison;
  const gate = comparison.policies["gate"];
  expect(gate?.overall.policy_violation_rate).toMatchObject({ value: 1 / 40, n: 40 });
  expect(
    Object.entries(gate?.served_routes ?? {}).map(([name, { records }]) => [name, records]),
  ).toEqual([
    ["mini", 29],
    ["nano", 10],
    ["pro", 1],
  ]);
  expect(gate?.first_violations).toEqual([
    { record: "q7", because: "served pro: it is not in allowed_routes" },
  ]);
});

test("the report shows what was served and the first violation", () => {
  const report = readFileSync(join(out, "report.md"), "utf8");
  expect(report).toContain("## Gateways");
  expect(report).toContain("| gpt-5-pro | 1 |");
  expect(report).toContain("served pro: it is not in allowed_routes");
});
