import { once } from "node:events";
import { createWriteStream, writeFileSync } from "node:fs";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { litellmLog } from "../test/support/log-generators/litellm.ts";

/** Writes a generated LiteLLM log with a manifest, a registry and two policies. */
export async function writeLog(folder: string, lines: number): Promise<void> {
  const file = createWriteStream(join(folder, "log.jsonl"), { highWaterMark: 1 << 20 });
  for (const line of litellmLog(lines).lines) {
    if (!file.write(`${line}\n`)) await once(file, "drain");
  }
  file.end();
  await finished(file);
  writeFileSync(join(folder, "log.dataset.yaml"), MANIFEST);
  writeFileSync(join(folder, "registry.yaml"), REGISTRY);
  writeFileSync(join(folder, "baseline.yaml"), BASELINE);
  writeFileSync(join(folder, "candidate.yaml"), CANDIDATE);
}

const MANIFEST = `dataset: generated
kind: log
source: {path: log.jsonl, format: litellm}
`;

const REGISTRY = `routes:
  support-small:
    provider: openai
    model: gpt-4o-mini-2024-07-18
    price: {input_per_mtok_usd: 0.15, cached_input_per_mtok_usd: 0.075, output_per_mtok_usd: 0.6}
    simulation: {latency: {p50_ms: 700, p95_ms: 2400}, accuracy: 0.9}
  support-large:
    provider: openai
    model: gpt-4o-2024-08-06
    price: {input_per_mtok_usd: 2.5, cached_input_per_mtok_usd: 1.25, output_per_mtok_usd: 10}
    simulation: {latency: {p50_ms: 900, p95_ms: 3000}, accuracy: 0.95}
`;

const BASELINE = `policy_name: all_large
registry: registry.yaml
route_selection: {strategy: pinned, primary_route: support-large}
`;

const CANDIDATE = `policy_name: by_team
registry: registry.yaml
route_selection:
  strategy: rules
  primary_route: support-large
  rules:
    - {when: 'tags.team == "t-support"', route: support-small}
promotion:
  gates:
    - {metric: cost_per_request_usd, max_ratio: 0.95}
`;
