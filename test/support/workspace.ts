import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Comparison } from "../../src/core/comparison.ts";
import { unitInterval } from "../../src/core/seed.ts";

/** A temporary folder with an outcome table, its manifest, a registry and policies. */
export interface Workspace {
  readonly folder: string;
  readonly path: (name: string) => string;
  readonly write: (name: string, text: string) => string;
  /** Arguments of a run over the table, baseline `strong` against candidate `weak`. */
  readonly runArgs: (out: string) => readonly string[];
  readonly comparison: (out: string) => Comparison;
  readonly remove: () => void;
}

export interface TableShape {
  readonly records: number;
  /** Length of each answer. */
  readonly answerChars?: number;
}

export function aWorkspace(shape: TableShape): Workspace {
  const folder = mkdtempSync(join(tmpdir(), "routeproof-test-"));
  const path = (name: string): string => join(folder, name);
  const write = (name: string, text: string): string => {
    writeFileSync(path(name), text);
    return path(name);
  };
  // csv-parse goes through long cells byte by byte; JSON lines keep tests with long answers quick.
  const format = (shape.answerChars ?? 0) > 1000 ? "jsonl" : "csv";
  write(`table.${format}`, format === "csv" ? csvOf(shape) : jsonLinesOf(shape));
  write("table.dataset.yaml", MANIFEST.replaceAll("FORMAT", format));
  write("registry.yaml", REGISTRY);
  write("strong.yaml", policyOf("strong", ""));
  write("weak.yaml", policyOf("weak", GATES));
  return {
    folder,
    path,
    write,
    runArgs: (out) => [
      "run",
      `--dataset=${path("table.dataset.yaml")}`,
      `--baseline=${path("strong.yaml")}`,
      `--candidate=${path("weak.yaml")}`,
      `--out=${path(out)}`,
    ],
    comparison: (out) =>
      JSON.parse(readFileSync(join(folder, out, "comparison.json"), "utf8")) as Comparison,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

type Row = Readonly<Record<string, string | number | boolean>>;

function rowsOf({ records, answerChars = 20 }: TableShape): readonly Row[] {
  return Array.from({ length: records }, (_, index) => {
    const draw = (what: string): number => unitInterval(`${index}/${what}`);
    const answer = `answer ${index} `.padEnd(answerChars, "lorem ipsum é😀 ");
    return {
      id: `rec-${index}`,
      prompt: `prompt number ${index}`,
      intent: draw("intent") < 0.5 ? "billing" : "how_to",
      weak_text: answer,
      weak_ok: draw("weak") < 0.9,
      weak_in: 100,
      weak_out: 50,
      weak_ms: (200 + 100 * draw("weak latency")).toFixed(2),
      strong_text: answer,
      strong_ok: draw("strong") < 0.91,
      strong_in: 100,
      strong_out: 60,
      strong_ms: (400 + 300 * draw("strong latency")).toFixed(2),
    };
  });
}

function csvOf(shape: TableShape): string {
  const rows = rowsOf(shape);
  const header = Object.keys(rows[0] ?? {}).join(",");
  return `${header}\n${rows.map((row) => Object.values(row).join(",")).join("\n")}\n`;
}

function jsonLinesOf(shape: TableShape): string {
  return rowsOf(shape)
    .map((row) => `${JSON.stringify(row)}\n`)
    .join("");
}

const MANIFEST = `dataset: workspace
kind: outcomes
source: {path: table.FORMAT, format: FORMAT}
record:
  id: id
  prompt: prompt
  tags: {intent: intent}
outcomes:
  weak: {response: weak_text, accepted: weak_ok, input_tokens: weak_in, output_tokens: weak_out, latency_ms: weak_ms}
  strong: {response: strong_text, accepted: strong_ok, input_tokens: strong_in, output_tokens: strong_out, latency_ms: strong_ms}
`;

const REGISTRY = `routes:
  weak: {provider: openai, model: small-model, price: {input_per_mtok_usd: 0.15, output_per_mtok_usd: 0.6}}
  strong: {provider: anthropic, model: large-model, price: {input_per_mtok_usd: 2.5, output_per_mtok_usd: 10}}
`;

const GATES = `promotion:
  gates:
    - {metric: acceptance_rate, max_drop: 0.1}
    - {metric: cost_per_accepted_usd, max_ratio: 0.5}
`;

function policyOf(route: string, promotion: string): string {
  return `policy_name: all_${route}
registry: registry.yaml
route_selection: {strategy: pinned, primary_route: ${route}}
${promotion}`;
}
