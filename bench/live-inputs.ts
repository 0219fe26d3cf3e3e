import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Arguments of a run over the same prompts: answered by calls or recordings, or by a table. */
export interface LiveInputs {
  readonly golden: readonly string[];
  readonly table: readonly string[];
}

/** Writes prompts with their answers, a registry of two routes to one server, and two policies. */
export function writeLiveInputs(folder: string, records: number, baseUrl: string): LiveInputs {
  mkdirSync(folder, { recursive: true });
  const path = (name: string): string => join(folder, name);
  const rows = Array.from({ length: records }, (_, index) => ({
    id: `rec-${index}`,
    prompt: `Which intent has ticket ${index}: my invoice is wrong, please look at it?`,
    expected: "billing",
  }));
  const answer = { text: "billing", input: 40, output: 4, ms: 50 };
  const lines = (of: (row: (typeof rows)[number]) => unknown): string =>
    rows.map((row) => `${JSON.stringify(of(row))}\n`).join("");
  writeFileSync(
    path("golden.jsonl"),
    lines((row) => row),
  );
  writeFileSync(
    path("table.jsonl"),
    lines((row) => ({ ...row, a: answer, b: answer })),
  );
  writeFileSync(path("golden.dataset.yaml"), manifest("golden", ""));
  writeFileSync(path("table.dataset.yaml"), manifest("table", OUTCOMES));
  writeFileSync(path("registry.yaml"), registry(baseUrl));
  for (const route of ["a", "b"]) writeFileSync(path(`${route}.yaml`), policy(route));
  const policies = ["--baseline", path("a.yaml"), "--candidate", path("b.yaml")];
  return {
    golden: ["--dataset", path("golden.dataset.yaml"), ...policies],
    table: ["--dataset", path("table.dataset.yaml"), ...policies],
  };
}

const OUTCOMES = `outcomes:
  a: {response: a.text, input_tokens: a.input, output_tokens: a.output, latency_ms: a.ms}
  b: {response: b.text, input_tokens: b.input, output_tokens: b.output, latency_ms: b.ms}
`;

function manifest(name: string, outcomes: string): string {
  return `dataset: ${name}
kind: ${outcomes === "" ? "golden" : "outcomes"}
source: {path: ${name}.jsonl, format: jsonl}
record: {id: id, prompt: prompt, expected: expected}
${outcomes}scoring:
  - {grader: exact_match}
`;
}

function registry(baseUrl: string): string {
  const route = (name: string): string => `  ${name}:
    provider: openai_compatible
    model: small-model-${name}
    base_url: ${baseUrl}
    parameters: {max_output_tokens: 50}
    price: {input_per_mtok_usd: 0.15, output_per_mtok_usd: 0.6}
`;
  return `routes:\n${route("a")}${route("b")}`;
}

function policy(route: string): string {
  return `policy_name: all_${route}
registry: registry.yaml
route_selection: {strategy: pinned, primary_route: ${route}}
`;
}
