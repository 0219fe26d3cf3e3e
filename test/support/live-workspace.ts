import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Comparison } from "../../src/core/comparison.ts";
import type { JsonObject } from "../../src/core/json.ts";
import type { RunManifest } from "../../src/core/run-manifest.ts";
import type { AnswerRequest } from "../wire/served-answer.ts";
import type { WireServer } from "../wire/wire-server.ts";
import { projectRoot } from "./routeproof.ts";

/** Keys as the tests' environment has them; no file and no output may ever hold one. */
export const testKeys = {
  TEST_OPENAI_KEY: "canary-openai-4f1e9a7c2b",
  TEST_ANTHROPIC_KEY: "canary-anthropic-8d3b6e0f5a",
  TEST_GOOGLE_KEY: "canary-google-1c7a9e4d2f",
} as const;

export const supportDataset: string = join(projectRoot, "datasets/support-triage.dataset.yaml");

/** A temporary folder with a registry of three routes on three wires, and policies over them. */
export interface LiveWorkspace {
  readonly folder: string;
  readonly path: (name: string) => string;
  readonly write: (name: string, text: string) => string;
  readonly comparison: (run: string) => Comparison;
  readonly manifest: (run: string) => RunManifest;
  /** Lines of a file of a run as objects. */
  readonly lines: (run: string, file: string) => readonly JsonObject[];
  readonly remove: () => void;
}

/** `scenario` is how the server behaves towards the named route; absent: well. */
export function aLiveWorkspace(
  server: WireServer,
  scenario: Readonly<Partial<Record<"big" | "fast" | "spare", string>>> = {},
): LiveWorkspace {
  const folder = mkdtempSync(join(tmpdir(), "routeproof-live-"));
  const path = (name: string): string => join(folder, name);
  const write = (name: string, text: string): string => {
    writeFileSync(path(name), text);
    return path(name);
  };
  const read = (name: string): string => readFileSync(path(name), "utf8");
  const address = (route: "big" | "fast" | "spare", family: Parameters<WireServer["baseUrl"]>[1]) =>
    server.baseUrl(scenario[route] ?? "ok", family);
  write(
    "registry.yaml",
    `routes:
  big:
    provider: openai
    model: big-model
    endpoint_family: openai-response
    base_url: ${address("big", "openai-response")}
    api_key_env: TEST_OPENAI_KEY
    parameters: {max_output_tokens: 400}
    price: {input_per_mtok_usd: 1.25, cached_input_per_mtok_usd: 0.125, cache_write_per_mtok_usd: 1.5, output_per_mtok_usd: 10}
  fast:
    provider: google
    model: fast-model
    base_url: ${address("fast", "gemini")}
    api_key_env: TEST_GOOGLE_KEY
    parameters: {max_output_tokens: 400, temperature: 0}
    price: {input_per_mtok_usd: 0.3, cached_input_per_mtok_usd: 0.03, output_per_mtok_usd: 2.5}
  spare:
    provider: anthropic
    model: spare-model
    base_url: ${address("spare", "anthropic")}
    api_key_env: TEST_ANTHROPIC_KEY
    parameters: {max_output_tokens: 400}
    price: {input_per_mtok_usd: 1, cached_input_per_mtok_usd: 0.1, cache_write_per_mtok_usd: 1.25, cache_write_long_per_mtok_usd: 2, output_per_mtok_usd: 5}
`,
  );
  write("big.yaml", policyOf("all_big", "{strategy: pinned, primary_route: big}", ""));
  write("mixed.yaml", policyOf("mixed", MIXED, GATES));
  return {
    folder,
    path,
    write,
    comparison: (run) => JSON.parse(read(join(run, "comparison.json"))) as Comparison,
    manifest: (run) => JSON.parse(read(join(run, "run.json"))) as RunManifest,
    lines: (run, file) =>
      read(join(run, file))
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as JsonObject),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Arguments of a live run over the support sample: `all_big` against `mixed`. */
export function liveArgs(
  space: Pick<LiveWorkspace, "path">,
  out: string,
  ...more: readonly string[]
): readonly string[] {
  return [
    "run",
    "--provider=live",
    `--dataset=${supportDataset}`,
    `--baseline=${space.path("big.yaml")}`,
    `--candidate=${space.path("mixed.yaml")}`,
    `--out=${space.path(out)}`,
    "--as-of=2026-11-25",
    ...more,
  ];
}

const MIXED = `
  strategy: rules
  primary_route: big
  rules:
    - {when: 'tags.risk_class == "low"', route: fast}
    - {when: 'tags.plan == "plus"', route: spare}`;

const GATES = `promotion:
  gates:
    - {metric: acceptance_rate, max_drop: 0.1}
    - {metric: cost_per_accepted_usd, max_ratio: 0.95}
`;

function policyOf(name: string, selection: string, promotion: string): string {
  return `policy_name: ${name}
registry: registry.yaml
route_selection: ${selection}
latency: {timeout_ms: 5000}
fallback:
  max_attempts: 3
  retry_same_route_once: [transient_error]
  fallback_to_backup_route: [primary_route_unavailable]
  backup_routes: [spare]
${promotion}`;
}

/** Answers each support ticket as its record expects, all but every tenth. */
export function supportAnswers(): AnswerRequest {
  const records = readFileSync(join(projectRoot, "datasets/support-triage.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { messages: { content: string }[]; expected: JsonObject });
  const answers = records.map(({ messages, expected }, index) => ({
    ticket: JSON.stringify(messages.at(-1)?.content).slice(1, -1),
    text: JSON.stringify(index % 10 === 9 ? { ...expected, queue: "nowhere" } : expected),
  }));
  return (body) => {
    const asked = JSON.stringify(body);
    const known = answers.find(({ ticket }) => asked.includes(ticket));
    return { text: known?.text ?? "{}" };
  };
}
