import { createWriteStream, mkdirSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { finished } from "node:stream/promises";
import { join } from "node:path";
import { unitInterval } from "../src/core/seed.ts";

const intents = ["billing", "refund", "bug", "how_to", "account", "legal", "shipping", "export"];
const risks = ["low", "medium", "high"];
const words = [
  "please",
  "my",
  "order",
  "invoice",
  "was",
  "not",
  "refunded",
  "since",
  "Monday",
  "help",
];

/** Writes a wide outcome table of two routes with its manifest, registry and policies. */
export async function writeOutcomeTable(folder: string, records: number): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await writeRows(join(folder, "table.csv"), records);
  writeFileSync(join(folder, "table.dataset.yaml"), MANIFEST);
  writeFileSync(join(folder, "registry.yaml"), REGISTRY);
  writeFileSync(join(folder, "baseline.yaml"), BASELINE);
  writeFileSync(join(folder, "candidate.yaml"), CANDIDATE);
}

async function writeRows(path: string, records: number): Promise<void> {
  const file = createWriteStream(path, { highWaterMark: 1 << 20 });
  file.write(
    "id,prompt,intent,risk,weak_ok,weak_in,weak_out,weak_ms,strong_ok,strong_in,strong_out,strong_ms\n",
  );
  for (let index = 0; index < records; index += 1) {
    if (!file.write(rowOf(index))) await once(file, "drain");
  }
  file.end();
  await finished(file);
}

function rowOf(index: number): string {
  const draw = (what: string): number => unitInterval(`${index}/${what}`);
  const length = 6 + Math.floor(draw("length") * 8);
  const prompt = Array.from(
    { length },
    (_, at) => words[Math.floor(draw(`word${at}`) * words.length)],
  ).join(" ");
  const intent = intents[Math.floor(draw("intent") * intents.length)];
  const risk = risks[Math.floor(draw("risk") * risks.length)];
  const input = 80 + Math.floor(draw("input") * 400);
  const cells = [
    `rec-${index}`,
    prompt,
    intent,
    risk,
    draw("weak") < 0.86,
    input,
    20 + Math.floor(draw("weak output") * 200),
    (300 + 900 * draw("weak latency") ** 3).toFixed(3),
    draw("strong") < 0.93,
    input,
    20 + Math.floor(draw("strong output") * 200),
    (600 + 2400 * draw("strong latency") ** 3).toFixed(3),
  ];
  return `${cells.join(",")}\n`;
}

const MANIFEST = `dataset: generated
kind: outcomes
source: {path: table.csv, format: csv}
record:
  id: id
  prompt: prompt
  tags: {intent: intent, risk: risk}
outcomes:
  weak: {accepted: weak_ok, input_tokens: weak_in, output_tokens: weak_out, latency_ms: weak_ms}
  strong: {accepted: strong_ok, input_tokens: strong_in, output_tokens: strong_out, latency_ms: strong_ms}
`;

const REGISTRY = `routes:
  weak:
    provider: openai
    model: small-model
    price: {input_per_mtok_usd: 0.15, output_per_mtok_usd: 0.6}
  strong:
    provider: anthropic
    model: large-model
    price: {input_per_mtok_usd: 2.5, output_per_mtok_usd: 10}
`;

const BASELINE = `policy_name: all_strong
registry: registry.yaml
route_selection: {strategy: pinned, primary_route: strong}
`;

const CANDIDATE = `policy_name: rules_first
registry: registry.yaml
route_selection:
  strategy: rules
  primary_route: strong
  rules:
    - {when: 'tags.risk == "high"', route: strong}
    - {when: 'tags.intent in ["how_to", "shipping", "export"] && request.prompt_chars < 70', route: weak}
promotion:
  gates:
    - {metric: acceptance_rate, max_drop: 0.05}
    - {metric: cost_per_accepted_usd, max_ratio: 0.95}
    - {metric: p95_complete_ms, max_ratio: 1.1}
`;
