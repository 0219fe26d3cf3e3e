import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { sharedData } from "./shared-data.ts";

/** An outcome table of the shared data with a registry beside its manifest; paths of files. */
export interface RealTable {
  readonly dataset: string;
  /** Writes a policy over the table's routes. */
  readonly policy: (name: string, selection: string, promotion?: string) => string;
  /** Writes the policy that sends everything to one route, and has its name. */
  readonly pinned: (route: string, promotion?: string) => string;
}

export const bfclRoutes = {
  large: "gpt-4o-2024-08-06-FC",
  mini: "gpt-4o-mini-2024-07-18-FC",
  turbo: "gpt-3.5-turbo-0125-FC",
  sonnet: "claude-3-5-sonnet-20240620-FC",
} as const;

export const arenaRoutes = {
  claude: "claude-3-haiku-20240307",
  gemini: "gemini-2.0-flash-001",
} as const;

/** Gates of acceptance, cost and latency, as a team would ask for them. */
export const usualGates = `promotion:
  gates:
    - {metric: acceptance_rate, max_drop: 0.05}
    - {metric: cost_per_accepted_usd, max_ratio: 0.5}
    - {metric: p95_complete_ms, max_ratio: 1.1}
`;

/** Mixtral and GPT-4 on the questions of GSM8K: acceptance alone, in a wide CSV. */
export function gsm8kTable(folder: string): RealTable {
  const model = { weak: "mistralai/Mixtral-8x7B-Instruct-v0.1", strong: "gpt-4-1106-preview" };
  return table(
    folder,
    "gsm8k",
    `  weak: {provider: openai_compatible, model: mixtral}
  strong: {provider: openai, model: gpt-4}
`,
    `source: {path: ${sharedData}/routellm-gsm8k/gsm8k_responses.csv, format: csv}
record: {id: {row_number: true}, prompt: prompt}
outcomes:
  weak: {accepted: ${model.weak}, response: ${model.weak}_response}
  strong: {accepted: ${model.strong}, response: ${model.strong}_response}
`,
  );
}

/** Two models of RouterArena: graded scores, tokens and costs, in two JSONL files. */
export function arenaTable(folder: string): RealTable {
  const { claude, gemini } = arenaRoutes;
  return table(
    folder,
    "routerarena",
    `  ${claude}: {provider: anthropic, model: ${claude}}
  ${gemini}: {provider: google, model: ${gemini}}
`,
    `source:
  path: [${sharedData}/routerarena/${claude}.jsonl, ${sharedData}/routerarena/${gemini}.jsonl]
  format: jsonl
record:
  id: global_index
  prompt: question
  tags: {task: {from: global_index, pattern: '^(.*)_[^_]*$'}}
outcome:
  route: llm_selected
  join: global_index
  response: generated_answer
  score: evaluation_result.score
  cost_usd: evaluation_result.inference_cost
  input_tokens: token_usage.input_tokens
  output_tokens: token_usage.output_tokens
acceptance: {min_score: 0.5}
`,
  );
}

/** Four models of the Berkeley Function-Calling Leaderboard: tokens and latencies, in a long CSV. */
export function bfclTable(folder: string): RealTable {
  const route = (name: string, provider: string, input: number, output: number): string =>
    `  ${name}: {provider: ${provider}, model: ${name}, price: {input_per_mtok_usd: ${input}, output_per_mtok_usd: ${output}}}\n`;
  const { large, mini, turbo, sonnet } = bfclRoutes;
  return table(
    folder,
    "bfcl",
    `${route(large, "openai", 2.5, 10)}${route(mini, "openai", 0.15, 0.6)}${route(turbo, "openai", 0.5, 1.5)}${route(sonnet, "anthropic", 3, 15)}`,
    `source: {path: ${sharedData}/bfcl/outcomes.csv, format: csv}
record:
  id: record_id
  tags: {category: category}
outcome:
  route: route
  join: record_id
  response: response
  accepted: correct
  input_tokens: input_tokens
  output_tokens: output_tokens
  latency_s: latency_s
  signals: {parsed_call: parsed_call}
`,
  );
}

function table(folder: string, name: string, routes: string, manifest: string): RealTable {
  const write = (file: string, text: string): string => {
    writeFileSync(join(folder, file), text);
    return join(folder, file);
  };
  const registry = `${name}-registry.yaml`;
  write(registry, `routes:\n${routes}`);
  const policy = (policyName: string, selection: string, promotion = ""): string =>
    write(
      `${name}-${policyName}.yaml`,
      `policy_name: ${policyName}\nregistry: ${registry}\nroute_selection: ${selection}\n${promotion}`,
    );
  return {
    dataset: write(`${name}.dataset.yaml`, `dataset: ${name}\nkind: outcomes\n${manifest}`),
    policy,
    pinned: (route, promotion) =>
      policy(route, `{strategy: pinned, primary_route: ${route}}`, promotion),
  };
}
